import BlochCore
import RecordStream

/// One of a record's models with what is known of its errors: what derived quantities come from.
public struct BandModel: Sendable {
  public enum Hamiltonian: Sendable {
    case exact(KeptModel)
    case network(TightBindingHamiltonian)
  }

  public let hamiltonian: Hamiltonian
  /// The lowest bands that it is meant for.
  public let bands: Int
  /// [bands], Vmax: of the energies, anywhere in the zone; infinite where nothing is known.
  public let errors: [Double]
  /// Height of the potential, E0.
  public let vMax: Double
  /// Whether energies are squares of frequencies.
  public let hasFrequencies: Bool

  /// "reduced" or "tight-binding".
  public var name: String {
    switch hamiltonian {
    case .exact: "reduced"
    case .network: "tight-binding"
    }
  }

  /// Velocities and inverse masses, or first and second derivatives of frequencies.
  /// - Throws: `LinearAlgebraError`.
  public func derivatives(_ kset: KSet, bands: Int) throws -> PBDerivatives {
    func error(_ band: Int) -> Double { errors[min(band, errors.count) - 1] }
    let found =
      switch hamiltonian {
      case .exact(let model):
        try BandDerivatives(model, at: kset.points, bands: bands, error: error)
      case .network(let model):
        try BandDerivatives(model, at: kset.points, bands: bands, error: error)
      }
    return hasFrequencies
      ? PBDerivatives(found, kset: kset, model: name, error: error)
      : PBDerivatives(found, kset: kset, model: name, vMax: vMax)
  }

  public func density(
    bands: Int, divisions: Int, intervals: Int, range: ClosedRange<Double>?
  ) -> PBDensityOfStates {
    let found =
      switch hamiltonian {
      case .exact(let model):
        DensityOfStates(
          model, bands: bands, divisions: divisions, intervals: intervals, range: range,
          hasFrequencies: hasFrequencies)
      case .network(let model):
        DensityOfStates(
          model, symmetry: model.symmetry, bands: bands, divisions: divisions,
          intervals: intervals, range: range, hasFrequencies: hasFrequencies)
      }
    return PBDensityOfStates(
      found, bands: bands, model: name, energyError: errors.prefix(bands).max() ?? .infinity)
  }
}

extension PBRecord {
  /// - Parameter exact: the model of `solve-seq --keep-model`, else that of `predict`.
  /// - Throws: `StreamError` (bad data) where it is none, or of other bands than the record's.
  public func bandModel(exact: Bool) throws -> BandModel {
    let (table, special) = try solution()
    let vMax = geometry.vMax
    guard vMax.isFinite, vMax > 0 else {
      throw StreamError(.badData, "the record has no geometry with a height; make it with genpot")
    }
    if exact {
      let model = try keptModel()
      guard bands.method != "network", model.belongs(to: special) else {
        throw StreamError(
          .badData,
          "bands and reduced model are of different bands; run solve-seq --keep-model last, or use --model network"
        )
      }
      return BandModel(
        hamiltonian: .exact(model), bands: model.bands,
        errors: [Double](repeating: table.errorEstimate, count: model.bands), vMax: vMax,
        hasFrequencies: hasFrequencies)
    }
    let (family, coefficients) = try networkModel()
    let known = min(table.bands, family.dimension)
    // The largest that is said of a band; what was measured at special points stands for the zone.
    let told =
      self.model.hasMeasuredError && self.model.bandErrors.isEmpty
      ? [self.model.measuredError] : self.model.bandErrors
    let errors =
      told.isEmpty
      ? [Double](repeating: .infinity, count: known)
      : (0..<known).map { told[min($0, told.count - 1)] }
    return BandModel(
      hamiltonian: .network(
        TightBindingHamiltonian(
          TightBindingModel(family), coefficients: coefficients)),
      bands: known, errors: errors, vMax: vMax, hasFrequencies: hasFrequencies)
  }
}
