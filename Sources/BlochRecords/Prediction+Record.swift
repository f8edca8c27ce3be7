import BlochCore
import RecordStream

extension PBTightBinding {
  /// The block of a prediction.
  /// - Parameter network: names the network's file.
  public init(_ prediction: Prediction, family: HamiltonianFamily, network: String) {
    self.init()
    self.orbitals = family.description
    coefficients = PBArray(float32: prediction.coefficients, shape: [prediction.coefficients.count])
    self.network = network
    outside = prediction.outside
    margin = prediction.margin.isFinite ? prediction.margin : 0
    if let errors = prediction.errors {
      bandErrors = prediction.energyErrors(errors.zone) { n in
        let bands = errors.zone.count
        return stride(from: n, to: prediction.energies.count, by: bands).reduce(0) {
          max($0, Double(prediction.energies[$1]))
        }
      }
      specialErrors = prediction.energyErrors(errors.special) { n in
        prediction.special.reduce(0) { max($0, $1.energies[n]) }
      }
    }
  }
}

extension Prediction {
  /// Errors of frequencies as the largest ones of their squares: 2 f d + d^2; others as they are.
  /// - Parameter highest: energy of a band where it is highest.
  fileprivate func energyErrors(_ errors: [Float], highest: (Int) -> Double) -> [Double] {
    errors.enumerated().map { n, error in
      let d = Double(error)
      return isLight ? d * (2 * highest(n).squareRoot() + d) : d
    }
  }
}

extension PBTightBinding {
  /// The family of the block's model and its coefficients in double precision.
  /// - Throws: `StreamError` when the numbers make no model.
  func checkedCoefficients() throws -> (family: HamiltonianFamily, coefficients: [Double]) {
    let values = try coefficients.numbers()
    guard let set = HamiltonianFamily(orbitals), values.count == set.coefficientCount,
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
