import Glibc
import LinearAlgebra

/// Applies an error model to batches. One instance serves one thread.
final class ErrorEstimator {
  let model: ErrorModel
  private let memory: NetworkMemory
  private let team = WorkerTeam(threads: 1)
  /// [rows]
  private var beyond: [Float]

  init(_ model: ErrorModel, rows: Int) {
    self.model = model
    memory = NetworkMemory(
      model.network, rows: rows, training: false,
      packed: PackedWeights(model.network, model.weights))
    beyond = [Float](repeating: 0, count: rows)
  }

  /// The bars of a batch, for `logarithm`.
  /// - Parameters:
  ///   - layer: [rows x hidden], the last hidden layer of the network.
  ///   - inputs: [rows x inputs], standardised.
  func evaluate(layer: UnsafePointer<Float>, inputs: UnsafePointer<Float>, rows: Int) {
    let covariates = model.covariates
    covariates.evaluate(layer: layer, inputs: inputs, rows: rows, values: memory.input.base)
    for row in 0..<rows {
      beyond[row] = model.standardise(memory.input.base + row * covariates.count)
    }
    memory.forward(model.weights, Pass(rows: rows, team: team))
  }

  /// Natural logarithm of a bar in units of Vmax, after `evaluate`.
  func logarithm(row: Int, _ quantity: ErrorQuantity, band: Int) -> Float {
    memory.output.base[row * model.outputs + quantity.rawValue * model.bands + band] + beyond[row]
  }

  /// - Parameters:
  ///   - bands, specialBands: how many are wanted, at most the model's.
  ///   - trained: bands that count for `excess`.
  func bars(row: Int, bands: Int, specialBands: Int, trained: Int) -> ErrorBars {
    func bar(_ quantity: ErrorQuantity, _ band: Int) -> Float {
      exp(min(80, logarithm(row: row, quantity, band: band)))
    }
    var excess: Float = 0
    for n in 0..<min(trained, model.bands) {
      excess = max(excess, bar(.zone, n) / model.usual[n])
    }
    return ErrorBars(
      zone: (0..<bands).map { bar(.zone, $0) },
      special: (0..<specialBands).map { bar(.special, $0) }, excess: excess)
  }
}
