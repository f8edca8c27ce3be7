/// How often each irrep occurs in a set of bands: (n_s, n_p, n_d, n_f | n_0, n_1 | n_+, n_-) at
/// Gamma, K and M of p6 with time reversal, pairs counted once.
///
/// Fingerprints add when sets of bands are joined; differences may have negative entries.
/// Source: arXiv:1912.03296, appendix I.
public struct SymmetryFingerprint: Hashable, Sendable {
  /// [8], in the order s p d f 0 1 + -.
  public var counts: SIMD8<Int>

  /// The fingerprint with the given multiplicities.
  public init(
    s: Int = 0, p: Int = 0, d: Int = 0, f: Int = 0, zero: Int = 0, one: Int = 0, plus: Int = 0,
    minus: Int = 0
  ) {
    counts = SIMD8(s, p, d, f, zero, one, plus, minus)
  }

  /// The fingerprint from [8] counts; nil for another number of them.
  public init?(_ values: [Int]) {
    guard values.count == 8 else { return nil }
    counts = SIMD8(values)
  }

  /// [8], in the order s p d f 0 1 + -.
  public var array: [Int] { (0..<8).map { counts[$0] } }

  /// The multiplicity of an irrep; `unknown` is never counted.
  public subscript(irrep: Irrep) -> Int {
    irrep == .unknown ? 0 : counts[irrep.rawValue - 1]
  }

  /// Number of bands at Gamma, K and M; the three agree for a set of bands.
  public var bandCounts: (gamma: Int, k: Int, m: Int) {
    let c = counts
    return (c[0] + 2 * c[1] + 2 * c[2] + c[3], c[4] + 2 * c[5], c[6] + c[7])
  }

  public static func + (l: Self, r: Self) -> Self { Self(counts: l.counts &+ r.counts) }
  public static func - (l: Self, r: Self) -> Self { Self(counts: l.counts &- r.counts) }
  public static func * (n: Int, r: Self) -> Self {
    Self(counts: SIMD8(repeating: n) &* r.counts)
  }

  private init(counts: SIMD8<Int>) { self.counts = counts }
}

extension SymmetryFingerprint: CustomStringConvertible {
  /// For example "1,0,0,1/0,1/1,1".
  public var description: String {
    let c = counts
    return "\(c[0]),\(c[1]),\(c[2]),\(c[3])/\(c[4]),\(c[5])/\(c[6]),\(c[7])"
  }
}
