import Glibc

/// How cells of any strength are brought to one scale, for a network that knows a family of them.
///
/// Potentials of height h: energies in h + 64 E0. Bands of low ones spread over the kinetic energy of their waves, some
/// 50 E0, those of high ones over h. Light, with <epsilon> the mean over the cell: lambda <epsilon> = k^2 + ... whatever
/// epsilon is, since long waves feel its mean; (omega a/c)^2 in 100/<epsilon>.
struct CellScale {
  /// Height of the potential, E0; or the larger epsilon over the smaller one.
  let strength: Double
  /// Energies of records, in v_max or (omega a/(2 pi c))^2, per energy of the model.
  let unit: Double
  /// What the Fourier coefficients of the pattern are multiplied by.
  let factor: Double
  /// Share of the cell where the potential or epsilon is high.
  let share: Double

  static let softening = 64.0
  private static let lightUnit = 100 / CrystalMedium.unit

  /// - Parameter mean: of the pattern.
  init(_ cell: UnitCell, mean: Double) {
    guard let medium = cell.medium else {
      let whole = cell.vMax + Self.softening
      strength = cell.vMax
      unit = whole / cell.vMax
      factor = cell.vMax / whole
      share = mean
      return
    }
    let epsilon = medium.materials[0]
    let average = epsilon.low + (epsilon.high - epsilon.low) * mean
    strength = max(epsilon.low, epsilon.high) / min(epsilon.low, epsilon.high)
    unit = Self.lightUnit / average
    factor = (epsilon.high - epsilon.low) / average
    share = epsilon.high > epsilon.low ? mean : 1 - mean
  }
}
