import Glibc
import LinearAlgebra

/// Standardised covariates and logarithms of errors of all kinds.
struct ErrorSamples: Sendable {
  static let foldCount = 4
  /// Neighbours, such as the cells of one sweep, stay in one fold.
  private static let block = 50
  private static let epochs = 25
  private static let batch = 128
  private static let rate = 3e-3
  /// Width over which the pinball loss is rounded.
  private static let rounding: Float = 0.05

  let covariates: Int
  let outputs: Int
  /// [count x covariates]
  var values: [Float] = []
  /// [count x outputs], the distance beyond the range taken off.
  var logarithms: [Float] = []
  var folds: [Int] = []
  var kinds: [Int] = []

  init(covariates: Int, outputs: Int) {
    self.covariates = covariates
    self.outputs = outputs
  }

  mutating func append(
    _ kind: ErrorObservations, number: Int, values raw: [Float], model: ErrorModel
  ) {
    var raw = raw
    for i in 0..<kind.count {
      let beyond = raw.withUnsafeMutableBufferPointer {
        model.standardise($0.baseAddress! + i * covariates)
      }
      for quantity in 0..<ErrorQuantity.allCases.count {
        let first = (i * ErrorQuantity.allCases.count + quantity) * kind.bands
        logarithms += kind.logarithms[first..<first + model.bands].map { $0 - beyond }
      }
      folds.append(i / Self.block % Self.foldCount)
      kinds.append(number)
    }
    values += raw
  }

  /// Weights that minimise the pinball loss on the samples that are not in a fold.
  func fit(_ model: ErrorModel, without fold: Int?, seed: UInt64) -> FloatBuffer {
    let rows = folds.indices.filter { folds[$0] != fold }
    let batch = min(Self.batch, rows.count)
    let network = model.network
    let weights = network.initialWeights(seed: seed)
    let bias = network.parameters[network.parameters.count - 1]
    for o in 0..<outputs {
      let sorted = rows.map { logarithms[$0 * outputs + o] }.sorted()
      weights.base[bias.offset + o] =
        sorted[
          Int(ErrorModel.coverage * Double(sorted.count - 1))]
    }
    let memory = NetworkMemory(network, rows: batch, training: true)
    let gradient = FloatBuffer(count: network.parameterCount)
    let optimiser = AdamW(network)
    optimiser.beta2 = 0.98
    optimiser.weightDecay = 1e-2
    optimiser.largestNorm = 1
    let team = WorkerTeam(threads: 1)
    var generator = SampleGenerator(seed: seed, index: 0, purpose: .calibration)
    let steps = Self.epochs * (rows.count / batch)
    var order: [Int] = []
    for step in 0..<steps {
      if order.count < batch { order = rows.shuffled(using: &generator) }
      let chosen = order.suffix(batch)
      order.removeLast(batch)
      for (row, i) in chosen.enumerated() {
        for c in 0..<covariates {
          memory.input.base[row * covariates + c] = values[i * covariates + c]
        }
      }
      let pass = Pass(rows: batch, team: team)
      memory.forward(weights, pass)
      let share = 1 / Float(batch * outputs)
      for (row, i) in chosen.enumerated() {
        for o in 0..<outputs {
          let short = logarithms[i * outputs + o] - memory.output.base[row * outputs + o]
          let below = 1 / (1 + exp(min(30, max(-30, short / Self.rounding))))
          memory.outputDerivative.base[row * outputs + o] =
            share * (below - Float(ErrorModel.coverage))
        }
      }
      memory.backward(weights, gradient: gradient, pass)
      let rate =
        Self.rate * min(1, Double(step + 1) / 50) * 0.5
        * (1 + cos(Double.pi * Double(step) / Double(steps)))
      optimiser.step(weights, gradient: gradient, rate: Float(rate), team: team)
    }
    return weights
  }

  /// The network's output for the samples of a fold.
  func predictions(_ model: ErrorModel, _ weights: FloatBuffer, fold: Int) -> [(Int, [Float])] {
    let rows = folds.indices.filter { folds[$0] == fold }
    let memory = NetworkMemory(model.network, rows: 256, training: false)
    let team = WorkerTeam(threads: 1)
    return stride(from: 0, to: rows.count, by: 256).flatMap { first in
      let chosen = rows[first..<min(rows.count, first + 256)]
      for (row, i) in chosen.enumerated() {
        for c in 0..<covariates {
          memory.input.base[row * covariates + c] = values[i * covariates + c]
        }
      }
      memory.forward(weights, Pass(rows: chosen.count, team: team))
      return chosen.enumerated().map { row, i in
        (i, (0..<outputs).map { memory.output.base[row * outputs + $0] })
      }
    }
  }
}
