import BlochCore
import BlochRecords
import RecordStream
import Walls

/// The network, for layers between two crystals.
struct LayerNetwork: Sendable {
  private let file: NetworkFile
  private let pool: PredictorPool

  /// - Parameter path: nil for the network that comes with the program.
  init(_ path: FilePath?) throws {
    file = try NetworkFile(path: path)
    let bands = file.network.bands
    pool = PredictorPool(file.network, bands: bands, cornerBands: bands)
  }

  var digest: String { file.digest }

  /// - Throws: `StreamError` for cells that the network does not know.
  func models(_ cells: [UnitCell]) throws -> [HoppingModel] {
    let trained = file.network
    let inputs = try cells.map { cell in
      try trained.input(of: cell, .special)
    }
    let model = TightBindingModel(trained.family)
    let predictor = pool.take()
    defer { pool.give(predictor) }
    return predictor.predict(inputs).map {
      HoppingModel(model, $0.coefficients.map(Double.init))
    }
  }
}
