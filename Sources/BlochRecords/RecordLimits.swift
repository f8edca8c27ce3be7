/// Ranges of what a record may say. Far beyond what crystals have, they keep powers and products of numbers finite and
/// tables in memory.
enum RecordLimits {
  /// Of energies, coefficients and matrix elements, in the unit that the schema tells.
  static let number = 1e12
  /// Of the coordinates of a wave vector, along b1 and b2: those of `KSet.list`.
  static let coordinate = 1000.0
  static let points = 1 << 20
  static let bands = 1000
  static let specialPoints = 64
  /// Size of a Chern number.
  static let chern = 1_000_000
  /// By how much energies of one band at one wave vector may differ from block to block, Vmax, or twice the error
  /// estimate where that is more: those of other bands differ by more.
  static let agreement = 1e-3

  static func holds(_ value: Double) -> Bool { abs(value) <= number }

  static func isWaveVector(_ k: [Double]) -> Bool {
    k.count == 2 && k.allSatisfy { abs($0) <= coordinate }
  }
}
