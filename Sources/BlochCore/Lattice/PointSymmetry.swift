/// The rotations about the origin that leave a unit cell unchanged; with translations and time
/// reversal they make the wallpaper groups p6 and p2 on the triangular lattice.
public enum PointSymmetry: Int, Sendable, CaseIterable {
  case c6 = 6
  case c2 = 2

  /// Number of rotations.
  public var order: Int { rawValue }
}
