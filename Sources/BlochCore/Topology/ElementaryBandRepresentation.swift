import WallpaperGroups

/// Bands that one set of symmetry-related Wannier functions on a maximal Wyckoff position makes.
public struct ElementaryBandRepresentation: Hashable, Sendable {
  /// Wyckoff position and irrep of its site-symmetry group, for example "1a s", "2b m=0" or "1b A1".
  public let name: String
  /// True on the first Wyckoff position, the origin of the cell.
  public let isAtOrigin: Bool
  public let bands: Int
  /// [entries] of the group's fingerprints.
  public let counts: [Int]
  let group: WallpaperGroup
  let timeReversal: Bool

  /// Irreps at the special points.
  public var fingerprint: SymmetryVector {
    SymmetryVector(counts, of: .of(group, timeReversal: timeReversal))!
  }
}
