/// The elementary band representations of p6 and how they add up. Sources as there.
extension P6 {
  /// The bands at the high-symmetry points, in the order of `points`.
  static func corners(_ bands: [SpecialPointBands]) throws(TopologyError) -> [SpecialPointBands] {
    var found: [SpecialPointBands] = []
    for (label, _) in points {
      guard let point = bands.first(where: { $0.label == label }) else {
        throw .notP6(missing: label)
      }
      found.append(point)
    }
    return found
  }

  /// The eight elementary band representations, those on 1a first.
  public static let bandRepresentations: [ElementaryBandRepresentation] = [
    representation("1a s", .init(s: 1, zero: 1, plus: 1)),
    representation("1a p", .init(p: 1, one: 1, minus: 2)),
    representation("1a d", .init(d: 1, one: 1, plus: 2)),
    representation("1a f", .init(f: 1, zero: 1, minus: 1)),
    representation("2b m=0", .init(s: 1, f: 1, one: 1, plus: 1, minus: 1)),
    representation("2b m=+-1", .init(p: 1, d: 1, zero: 2, one: 1, plus: 2, minus: 2)),
    representation("3c even", .init(s: 1, d: 1, zero: 1, one: 1, plus: 1, minus: 2)),
    representation("3c odd", .init(p: 1, f: 1, zero: 1, one: 1, plus: 2, minus: 1)),
  ]

  /// A basis of the coefficients [8] that add up to no bands at all:
  /// 1a(s+p+d+f) = 2b(0) + 2b(+-1) = 3c(even) + 3c(odd).
  public static let relations: [SIMD8<Int>] = [
    SIMD8(1, 1, 1, 1, -1, -1, 0, 0), SIMD8(1, 1, 1, 1, 0, 0, -1, -1),
  ]

  /// The one decomposition of an allowed fingerprint without 2b m=+-1 and 3c odd: coefficients [8]
  /// in the order of `bandRepresentations`. Every other one differs by `relations`.
  static func particularCoefficients(_ fingerprint: SymmetryFingerprint) -> SIMD8<Int> {
    let n = fingerprint
    let honeycomb = (n[.s] + n[.f] - n[.zero]) / 2
    let even = (n[.minus] - n[.f] - 2 * n[.p]) / 2
    return SIMD8(
      n[.s] - honeycomb - even, n[.p], n[.d] - even, n[.f] - honeycomb, honeycomb, 0, even, 0)
  }

  private static func representation(
    _ name: String, _ fingerprint: SymmetryFingerprint
  ) -> ElementaryBandRepresentation {
    .init(name: name, isAtOrigin: name.hasPrefix("1a"), fingerprint: fingerprint)
  }
}
