/// Irreducible representations of the little groups of p6 and p2, with time reversal: states with
/// opposite quasi-angular momentum form one pair under one label. Raw values are those of the
/// record stream.
public enum Irrep: Int, Sendable, CaseIterable {
  /// Not determined: no symmetry at this point, or a band beyond those solved.
  case unknown = 0
  /// Gamma of p6 (C6): quasi-angular momentum 0, +-1, +-2, 3.
  case s = 1
  case p, d, f
  /// K of p6 (C3): quasi-angular momentum 0, +-1.
  case zero = 5
  case one
  /// M of p6, and Gamma and the M points of p2 (C2): even, odd.
  case plus = 7
  case minus

  /// Number of degenerate bands that share the label.
  public var dimension: Int {
    switch self {
    case .p, .d, .one: 2
    default: 1
    }
  }

  /// The label in the papers' notation: s p d f, 0 1, + -.
  public var symbol: String {
    switch self {
    case .unknown: "?"
    case .s: "s"
    case .p: "p"
    case .d: "d"
    case .f: "f"
    case .zero: "0"
    case .one: "1"
    case .plus: "+"
    case .minus: "-"
    }
  }
}
