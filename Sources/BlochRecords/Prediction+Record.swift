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
    if let errors = prediction.errors {
      bandErrors = errors.zone.map(Double.init)
      specialErrors = errors.special.map(Double.init)
    }
  }
}

extension PBTightBinding {
  /// The orbitals of the block's model and its coefficients in double precision.
  /// - Throws: `StreamError` when the numbers make no model.
  func checkedCoefficients() throws -> (orbitals: OrbitalSet, coefficients: [Double]) {
    let values = try coefficients.numbers()
    guard let set = OrbitalSet(orbitals), values.count == set.coefficientCount,
      values.allSatisfy(RecordLimits.holds)
    else {
      throw StreamError(
        .badData, "model: \(values.count) coefficients do not fit '\(orbitals)', or not finite")
    }
    guard margin.isFinite, measuredError.isFinite, measuredError >= 0 else {
      throw StreamError(.badData, "model: a margin or error that is not finite; run predict again")
    }
    return (set, values)
  }
}

extension PBBandStructure {
  /// The block of predicted bands.
  public init(kset: KSet, energies: [Float], bands: Int, errorEstimate: Double) {
    self.init(
      kset: kset, energies: [], bands: 0, method: "network", errorEstimate: errorEstimate,
      planeWaves: 0, tolerance: 0)
    self.energies = PBArray(float32: energies, shape: [kset.points.count, bands])
  }
}
