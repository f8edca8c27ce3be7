import RecordStream

/// What the energies of a record are printed as: multiples of an energy, or, of light, sound and elastic waves, the
/// frequencies whose squares they are.
public struct EnergyScale: Sendable, Equatable {
  /// Of the unit, for reading.
  public let name: String
  /// What energies in v_max, or frequencies omega a/(2 pi c), are multiplied by.
  public let factor: Double
  /// Whether energies are (omega a/(2 pi c))^2.
  public let isFrequency: Bool

  public init(name: String, factor: Double = 1, isFrequency: Bool = false) {
    self.name = name
    self.factor = factor
    self.isFrequency = isFrequency
  }

  /// Of a potential, energies in units of its height.
  public static let vMax = EnergyScale(name: "v_max")
  /// Of light, sound and elastic waves, without a lattice constant.
  public static let reduced = EnergyScale(name: "omega a/(2 pi c)", isFrequency: true)

  /// An energy as it is printed. What rounding leaves below 0 has no frequency but 0.
  public func value(_ energy: Double) -> Double {
    factor * (isFrequency ? max(0, energy).squareRoot() : energy)
  }

  /// How far the printed value of an energy may be off.
  /// - Parameters:
  ///   - error: of the energy, not negative; infinite where it is not known.
  /// - Returns: of frequencies f error/(2 f), or error^(1/2) near f = 0.
  public func error(_ error: Double, at energy: Double) -> Double {
    guard isFrequency, error.isFinite else { return factor * error }
    let (low, middle, high) = (
      max(0, energy - error), max(0, energy), max(0, energy + error)
    )
    return factor
      * max(high.squareRoot() - middle.squareRoot(), middle.squareRoot() - low.squareRoot())
  }

  /// A complete gap as it is printed.
  /// - Parameters:
  ///   - gap: between two energies.
  ///   - midgapRatio: the printed gap over the middle between the printed energies.
  /// - Returns: nil of frequencies whose middle is 0.
  public func gap(_ gap: Double, midgapRatio: Double?) -> Double? {
    guard isFrequency else { return factor * gap }
    // With f = d and m the middle: the gap of squares is 2 m d, the ratio d/m.
    guard let midgapRatio else { return nil }
    let size = max(0, 0.5 * gap * midgapRatio).squareRoot()
    return factor * (gap < 0 ? -size : size)
  }
}

extension PBRecord {
  /// Whether the energies are (omega a/(2 pi c))^2, not multiples of a potential's height.
  public var hasFrequencies: Bool { !equation.isEmpty }

  /// The wave equation, that of the cell where there is one; empty of potentials.
  public var equation: String {
    String((geometry.equation.isEmpty ? bands.equation : geometry.equation).prefix(20))
  }

  /// The largest error of what is printed of the bands, on a scale of this record; infinite where it is not known.
  /// - Throws: `StreamError` when an error is negative or not finite.
  public func printedError(_ scale: EnergyScale) throws -> Double {
    if scale.isFrequency {
      return bands.frequencyError > 0 ? scale.factor * bands.frequencyError : .infinity
    }
    return scale.factor * (try zoneErrors().values.max() ?? .infinity)
  }
}
