import Glibc
import LinearAlgebra

/// How far a network is from the exact bands of cells of one kind, and what it says of these cells.
public struct ErrorObservations: Sendable {
  /// Names the kind.
  public let kind: String
  public private(set) var count = 0
  /// [count x hidden]: the network's last hidden layer.
  private(set) var layer: [Float] = []
  /// [count x inputs]: standardised input.
  private(set) var inputs: [Float] = []
  /// [count x 2 x bands]: natural logarithms of the errors in units of Vmax, by quantity.
  private(set) var logarithms: [Float] = []
  let bands: Int

  /// Runs the network on solved cells.
  /// - Parameters:
  ///   - kind: names the cells.
  ///   - set: with `bands` bands at every wave vector of a grid.
  ///   - limit: cells of the set that are used, spread over it.
  public init(
    kind: String, network: TrainedNetwork, set: TrainingSet, limit: Int = .max, team: WorkerTeam
  ) {
    self.kind = kind
    bands = min(set.bands, network.family.dimension)
    let used = min(limit, set.count)
    let chosen = (0..<used).map { $0 * set.count / max(1, used) }
    let packed = PackedWeights(network.network, network.weights)
    let size = Predictor.capacity
    let bands = bands
    let parts =
      (try? team.map((used + size - 1) / size) { part in
        Self.observe(
          Array(chosen[part * size..<min(used, (part + 1) * size)]), network, packed, set, bands)
      }) ?? []
    for part in parts {
      layer += part.layer
      inputs += part.inputs
      logarithms += part.logarithms
    }
    count = used
  }

  private static func observe(
    _ cells: [Int], _ network: TrainedNetwork, _ packed: PackedWeights, _ set: TrainingSet,
    _ bands: Int
  ) -> (layer: [Float], inputs: [Float], logarithms: [Float]) {
    let width = set.input.count
    let predictor = Predictor(network, packed, bands: bands, cornerBands: bands)
    let predictions = predictor.predict(
      cells.map {
        NetworkCell(features: Array(set.features[$0 * width..<($0 + 1) * width]), kset: set.kset)
      })
    let points = set.kset.points.count
    var logarithms: [Float] = []
    for (prediction, cell) in zip(predictions, cells) {
      var largest = [Float](repeating: 0, count: bands)
      var special = largest
      for n in 0..<bands {
        for k in 0..<points {
          let error =
            set.compared(prediction.energies[k * bands + n], of: cell)
            - set.compared(set.energies[(cell * points + k) * set.bands + n], of: cell)
          largest[n] = max(largest[n], abs(error))
        }
        for corner in 0..<3 {
          let error =
            set.compared(Float(prediction.special[corner].energies[n]), of: cell)
            - set.compared(set.cornerEnergies[(cell * 3 + corner) * set.bands + n], of: cell)
          special[n] = max(special[n], abs(error))
        }
      }
      logarithms += (largest + special).map { log($0 + ErrorQuantity.floor) }
    }
    let (layer, inputs) = predictor.lastLayers(rows: cells.count)
    return (layer, inputs, logarithms)
  }
}
