import BlochCore
import RecordStream

extension PBTightBinding {
  /// The block of a prediction.
  /// - Parameter network: names the network's file.
  public init(_ prediction: Prediction, orbitals: OrbitalSet, network: String) {
    self.init()
    self.orbitals = orbitals.description
    coefficients = PBArray(float32: prediction.coefficients, shape: [prediction.coefficients.count])
    self.network = network
    outside = prediction.outside
    margin = prediction.margin.isFinite ? prediction.margin : 0
  }
}

extension PBTightBinding {
  /// The orbitals of the block's model and its coefficients in double precision.
  /// - Throws: `StreamError` when the numbers make no model.
  public func checkedCoefficients() throws -> (orbitals: OrbitalSet, coefficients: [Double]) {
    let values = try coefficients.doubles()
    guard let set = OrbitalSet(orbitals), values.count == set.coefficientCount,
      values.allSatisfy(\.isFinite)
    else {
      throw StreamError(
        .badData, "model: \(values.count) coefficients do not fit '\(orbitals)', or not finite")
    }
    return (set, values)
  }
}

extension PBBandStructure {
  /// The k-set of a record's bands, for bands of another make at the same points.
  /// - Throws: `StreamError` when the points make no sense.
  public func kset() throws -> KSet {
    let places = try kpoints.doubles()
    guard kpoints.shape.count == 2, kpoints.shape[1] == 2, places.allSatisfy(\.isFinite) else {
      throw StreamError(.badData, "bands: the k-points are no pairs of numbers; solve again")
    }
    let points = stride(from: 0, to: places.count, by: 2).map { KPoint(places[$0], places[$0 + 1]) }
    var set = KSet.special
    set.name = self.kset
    set.points = points
    set.weights = hasWeights ? try weights.doubles() : []
    guard !hasWeights || set.weights.count == points.count else {
      throw StreamError(
        .badData, "bands: \(set.weights.count) weights for \(points.count) k-points; solve again")
    }
    set.labels = labels.map { (Int($0.index), $0.text) }
    return set
  }

  /// The block of predicted bands.
  public init(kset: KSet, energies: [Float], bands: Int, errorEstimate: Double) {
    self.init(
      kset: kset, energies: [], bands: 0, method: "network", errorEstimate: errorEstimate,
      planeWaves: 0, tolerance: 0)
    self.energies = PBArray(float32: energies, shape: [kset.points.count, bands])
  }
}
