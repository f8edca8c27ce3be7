/// Bands that one set of symmetry-related Wannier functions on a maximal Wyckoff position makes.
public struct ElementaryBandRepresentation: Hashable, Sendable {
  /// Wyckoff position and irrep of its site-symmetry group, for example "1a s" or "2b m=0".
  public let name: String
  /// True on Wyckoff position 1a, the origin of the cell.
  public let isAtOrigin: Bool
  /// Irreps at the high-symmetry points.
  public let fingerprint: SymmetryFingerprint
}
