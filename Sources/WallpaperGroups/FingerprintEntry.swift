/// One of the numbers that make a fingerprint: how often an irrep, or a pair joined by time reversal, is at a point.
public struct FingerprintEntry: Sendable, Hashable {
  /// Index into the points of the tables.
  public let point: Int
  /// The point's label.
  public let label: String
  /// The (co)representation's symbol.
  public let symbol: String
  /// Degenerate bands it stands for.
  public let bands: Int
  /// Indices of the point's irreps that it is the sum of.
  public let irreps: [Int]
}
