/// What time reversal makes of the irreps at a point: one of them, or two that are always degenerate. These are the
/// entries of a fingerprint.
public struct Corepresentation: Sendable, Hashable {
  /// What the antiunitary operations do (Wigner and Herring).
  public enum Kind: String, Sendable {
    /// Nothing: there is a basis in which they are complex conjugation.
    case real
    /// They join two irreps that are each other's conjugates.
    case complex
    /// They double the irrep. No spinless wallpaper group has one.
    case pseudoreal
    /// There are none: k and -k are different stars, and time reversal tells the irreps at the one from those at the
    /// other.
    case otherStar
  }

  /// The irrep's symbol; "E1" for E1+ and E1-, "P1P4" for others.
  public let symbol: String
  /// Indices into the irreps of the point: one, or the two that are joined.
  public let irreps: [Int]
  /// Number of degenerate bands.
  public let bands: Int
  public let kind: Kind
}
