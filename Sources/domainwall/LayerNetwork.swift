import BlochCore
import BlochRecords
import RecordStream
import Synchronization
import Walls

/// The network, for layers between two crystals.
final class LayerNetwork: Sendable {
  private let file: NetworkFile
  private let packed: PackedWeights
  private let waiting = Mutex(Waiting())

  private struct Waiting: @unchecked Sendable { var predictors: [Predictor] = [] }

  /// - Parameter path: nil for the network that comes with the program.
  init(_ path: FilePath?) throws {
    file = try NetworkFile(path: path)
    packed = PackedWeights(file.network.network, file.network.weights)
  }

  var digest: String { file.digest }

  /// - Throws: `StreamError` for cells that the network does not know.
  func models(_ cells: [UnitCell]) throws -> [HoppingModel] {
    let trained = file.network
    let inputs = try cells.map { cell in
      let features = try trained.architecture.input.values(of: cell)
      guard cell.vMax == trained.vMax else {
        throw StreamError(
          .badData, "v_max is \(cell.vMax) E0, and the network knows \(trained.vMax) only")
      }
      return (features: features, kset: KSet.special)
    }
    nonisolated(unsafe) var found: Predictor?
    waiting.withLock { found = $0.predictors.popLast() }
    let predictor =
      found ?? Predictor(trained, packed, bands: trained.bands, cornerBands: trained.bands)
    let model = TightBindingModel(orbitals: trained.orbitals)
    let result = predictor.predict(inputs).map {
      HoppingModel(model, $0.coefficients.map(Double.init))
    }
    nonisolated(unsafe) let own = predictor
    waiting.withLock { $0.predictors.append(own) }
    return result
  }
}
