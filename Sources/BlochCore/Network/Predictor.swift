import LinearAlgebra

/// What a network says of one geometry, in the energies of its record.
public struct Prediction: Sendable {
  /// [coefficientCount], Vmax.
  public var coefficients: [Float]
  /// [points x bands], ascending in each row, Vmax.
  public var energies: [Float]
  /// The special points of the network's group.
  public var special: [SpecialPointBands]
  /// The geometry is unlike what the network was trained on: an input is out of its range, or the error
  /// bar of a trained band is `ErrorModel.large` times the usual one.
  public var outside: Bool
  /// Error bars, if the network was calibrated: of energies, of frequencies where they are light's.
  public var errors: ErrorBars?
  /// Whether energies are (omega a/(2 pi c))^2.
  public var isLight = false

  /// Smallest distance of two neighbouring bands of different irreps at special points, Vmax: where it is
  /// below the network's error, their order may be wrong.
  public var margin: Double {
    var least = Double.infinity
    for point in special {
      for n in 1..<max(1, point.energies.count) where point.irreps[n] != point.irreps[n - 1] {
        least = min(least, point.energies[n] - point.energies[n - 1])
      }
    }
    return least
  }

  private func value(_ energy: Double) -> Double {
    isLight ? max(0, energy).squareRoot() : energy
  }

  /// The lowest s level of light at Gamma is 0, and no energy is below: what the numbers miss of it is rounding.
  mutating func boundFrequencies(_ kset: KSet, _ places: SpecialPlaces) {
    for p in special.indices {
      if p == 0, let lowest = special[p].irreps.firstIndex(of: places.points[0].irreps[0]) {
        special[p].energies[lowest] = 0
      }
      for n in special[p].energies.indices {
        special[p].energies[n] = max(0, special[p].energies[n])
      }
    }
    let bands = energies.count / max(1, kset.points.count)
    for (k, point) in kset.points.enumerated() {
      let isGamma = places.index(of: point) == 0
      for n in 0..<bands {
        let at = k * bands + n
        energies[at] = isGamma ? Float(special[0].energies[n]) : max(0, energies[at])
      }
    }
  }

  /// Whether two neighbouring bands of different irreps at special points are closer than the larger of their
  /// error bars, so that their order may be wrong.
  /// - Parameter threshold: what stands for the bars where there are none, Vmax.
  public func hasDoubtfulOrder(threshold: Double) -> Bool {
    guard let bars = errors?.special else { return margin < threshold }
    for point in special {
      for n in 1..<max(1, min(bars.count, point.energies.count))
      where point.irreps[n] != point.irreps[n - 1] {
        let gap = value(point.energies[n]) - value(point.energies[n - 1])
        if gap < Double(max(bars[n], bars[n - 1])) { return true }
      }
    }
    return false
  }
}

/// Applies a network to up to 256 geometries at once. One instance serves one thread.
public final class Predictor {
  public static let capacity = 256
  /// Of energies, Vmax: far below the error of any network.
  private static let tolerance: Float = 8e-6
  private let trained: TrainedNetwork
  private let bands: Int
  private let cornerBands: Int
  private let memory: NetworkMemory
  private let model: TightBindingModel
  private let team = WorkerTeam(threads: 1)
  private let estimator: ErrorEstimator?
  /// By k-set; few sets occur in a stream.
  private var lanes: [(kset: KSet, lanes: TightBindingLanes)] = []

  /// - Parameters:
  ///   - bands: bands wanted at every k-point.
  ///   - cornerBands: bands wanted at special points, if more.
  ///   - packed: the network's weights, shared by all predictors.
  public init(_ trained: TrainedNetwork, _ packed: PackedWeights, bands: Int, cornerBands: Int) {
    self.trained = trained
    self.bands = bands
    self.cornerBands = max(bands, cornerBands)
    memory = NetworkMemory(
      trained.network, rows: Self.capacity, training: false, packed: packed)
    model = TightBindingModel(trained.family)
    estimator = trained.errors.map { ErrorEstimator($0, rows: Self.capacity) }
  }

  /// - Parameter cells: at most `capacity`.
  public func predict(_ cells: [NetworkCell]) -> [Prediction] {
    precondition(cells.count <= Self.capacity)
    for (row, cell) in cells.enumerated() {
      trained.standardisation.apply(
        cell.features, to: memory.input.base + row * trained.network.inputs)
    }
    // Always the whole batch, so that a cell's result does not depend on its company.
    memory.forward(trained.weights, Pass(rows: Self.capacity, team: team))
    estimator?.evaluate(
      layer: memory.lastLayer.base, inputs: memory.input.base, rows: Self.capacity)
    var predictions: [Prediction] = []
    var first = 0
    while first < cells.count {
      // Neighbours with the same wave vectors share a pass.
      var end = first + 1
      while end < min(cells.count, first + TightBindingLanes.width),
        cells[end].kset == cells[first].kset
      {
        end += 1
      }
      predictions += solve(first..<end, cells)
      for i in first..<end {
        predictions[i].errors = estimator?.bars(
          row: i, bands: bands, specialBands: cornerBands, trained: trained.bands)
        if !trained.domain.isLight, cells[i].unit != 1 {
          predictions[i].errors?.scale(cells[i].unit)
        }
        predictions[i].outside =
          trained.standardisation.isOutside(cells[i].features)
          || predictions[i].errors.map { $0.excess > ErrorModel.large } ?? false
      }
      first = end
    }
    return predictions
  }

  /// The last hidden layer and the standardised input of the first cells of the last batch: [rows x hidden]
  /// and [rows x inputs].
  func lastLayers(rows: Int) -> (layer: [Float], inputs: [Float]) {
    let (hidden, inputs) = (trained.network.lastLayer, trained.network.inputs)
    return (
      Array(UnsafeBufferPointer(start: memory.lastLayer.base, count: rows * hidden)),
      Array(UnsafeBufferPointer(start: memory.input.base, count: rows * inputs))
    )
  }

  private func solve(_ rows: Range<Int>, _ cells: [NetworkCell]) -> [Prediction] {
    let kset = cells[rows.lowerBound].kset
    let count = trained.family.coefficientCount
    let output = memory.output.base
    let place = lanes.firstIndex { $0.kset == kset } ?? add(kset)
    var results = rows.map { row in
      Prediction(
        coefficients: Array(UnsafeBufferPointer(start: output + row * count, count: count)),
        energies: [Float](repeating: 0, count: kset.points.count * bands), special: [],
        outside: false, isLight: trained.domain.isLight)
    }
    // All that the model says is linear in its coefficients.
    for (l, row) in rows.enumerated() where cells[row].unit != 1 {
      for c in 0..<count { results[l].coefficients[c] *= cells[row].unit }
    }
    for c in 0..<count {
      var lane = TightBindingLanes.Lane.zero
      for l in results.indices { lane[l] = results[l].coefficients[c] }
      lanes[place].lanes.coefficients[c] = lane
    }
    if trained.domain.isLight {
      lanes[place].lanes.pinLowest()
      for c in 0..<trained.family.s {
        for l in results.indices {
          results[l].coefficients[c] = lanes[place].lanes.coefficients[c][l]
        }
      }
    }
    for (corner, point) in model.places.points.enumerated() {
      let levels = lanes[place].lanes.specialPoint(corner, tolerance: Self.tolerance)
      for l in results.indices {
        let (energies, irreps) = levels[l]
        results[l].special.append(
          SpecialPointBands(
            label: point.label, k: point.k, energies: energies.map(Double.init),
            irreps: irreps))
      }
    }
    for k in kset.points.indices {
      if let corner = lanes[place].lanes.corners[k] {
        for l in results.indices {
          for n in 0..<bands {
            results[l].energies[k * bands + n] = Float(results[l].special[corner].energies[n])
          }
        }
        continue
      }
      let energies = lanes[place].lanes.energies(at: k, tolerance: Self.tolerance)
      for (n, lane) in energies.enumerated() {
        for l in results.indices { results[l].energies[k * bands + n] = lane[l] }
      }
    }
    if trained.domain.isLight {
      for l in results.indices { results[l].boundFrequencies(kset, model.places) }
    }
    return results
  }

  /// Solves the model of a prediction again in double precision. The coefficients stay, so what is left is
  /// the rounding of the energies to single precision, 6e-8 of an energy.
  /// - Throws: `LinearAlgebraError` if LAPACK breaks down.
  public func solveInDouble(_ prediction: inout Prediction, _ kset: KSet) throws {
    let coefficients = prediction.coefficients.map(Double.init)
    prediction.special = try model.specialPoints(coefficients: coefficients, count: cornerBands)
    for (k, point) in kset.points.enumerated() {
      // At special points bands and irreps tell the same energies.
      let corner = model.places.index(of: point)
      let energies =
        try corner.map { prediction.special[$0].energies }
        ?? model.bands(coefficients: coefficients, at: point, count: bands)
      for n in 0..<bands { prediction.energies[k * bands + n] = Float(energies[n]) }
    }
    if prediction.isLight { prediction.boundFrequencies(kset, model.places) }
  }

  private func add(_ kset: KSet) -> Int {
    // A stream whose records all differ must not fill the memory.
    if lanes.count == 8 { lanes.removeFirst() }
    lanes.append(
      (
        kset,
        TightBindingLanes(
          model: model, points: kset.points, bands: bands, cornerBands: cornerBands)
      ))
    return lanes.count - 1
  }
}
