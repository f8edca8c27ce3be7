/// In which units errors count: of the energies of a potential, in Vmax; of light and sound, where energies are squares
/// of frequencies, in these.
struct ErrorScale: Sendable {
  /// E0.
  let unit: Double
  let isFrequency: Bool

  /// Of an error of an energy, both in E0.
  func error(_ error: Double, at energy: Double) -> LevelError {
    let own = max(0, error) / unit
    if !isFrequency { return LevelError(energy: own, measure: own) }
    let square = max(0, energy / unit)
    // From f to (f^2 + error)^(1/2), below as far as above.
    return LevelError(energy: own, measure: own / max(2 * square.squareRoot(), own.squareRoot()))
  }
}

/// The largest error of levels.
struct LevelError: Sendable {
  /// In units of the scale.
  var energy: Double
  /// What is compared with the tolerance.
  var measure: Double

  static let none = LevelError(energy: 0, measure: 0)
  static let infinite = LevelError(energy: .infinity, measure: .infinity)

  func largest(_ other: LevelError) -> LevelError {
    LevelError(energy: max(energy, other.energy), measure: max(measure, other.measure))
  }

  func scaled(_ factor: Double) -> LevelError {
    LevelError(energy: factor * energy, measure: factor * measure)
  }

  static func + (a: LevelError, b: LevelError) -> LevelError {
    LevelError(energy: a.energy + b.energy, measure: a.measure + b.measure)
  }
}
