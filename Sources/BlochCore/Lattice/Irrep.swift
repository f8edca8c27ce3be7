/// Irreducible representations of little groups with time reversal, as bands are labelled by: states that time
/// reversal joins form one multiplet under one label.
///
/// p6 and p2 have the papers' symbols (s p d f, 0 1, + -), other groups those of `WallpaperGroups`.
public struct Irrep: Hashable, Sendable {
  /// The label, e.g. "p" or "E1".
  public let symbol: String
  /// Number of degenerate bands that share the label.
  public let dimension: Int
  /// Of the irreps of p6 and p2 in the record stream, 1 to 8; else 0.
  public let rawValue: Int

  public init(symbol: String, dimension: Int) {
    self.init(symbol, dimension, 0)
  }

  private init(_ symbol: String, _ dimension: Int, _ rawValue: Int) {
    self.symbol = symbol
    self.dimension = dimension
    self.rawValue = rawValue
  }

  /// Not determined: no symmetry at this point, or a band beyond those solved.
  public static let unknown = Irrep("?", 1, 0)
  /// Gamma of p6 (C6): quasi-angular momentum 0, +-1, +-2, 3.
  public static let s = Irrep("s", 1, 1)
  public static let p = Irrep("p", 2, 2)
  public static let d = Irrep("d", 2, 3)
  public static let f = Irrep("f", 1, 4)
  /// K of p6 (C3): quasi-angular momentum 0, +-1.
  public static let zero = Irrep("0", 1, 5)
  public static let one = Irrep("1", 2, 6)
  /// M of p6, and Gamma and the M points of p2 (C2): even, odd.
  public static let plus = Irrep("+", 1, 7)
  public static let minus = Irrep("-", 1, 8)
}

extension Irrep: CaseIterable {
  /// Those of p6 and p2, `unknown` before them.
  public static let allCases: [Irrep] = [.unknown, .s, .p, .d, .f, .zero, .one, .plus, .minus]

  /// One of p6 and p2 by its number in the record stream.
  public init?(rawValue: Int) {
    guard Self.allCases.indices.contains(rawValue) else { return nil }
    self = Self.allCases[rawValue]
  }
}
