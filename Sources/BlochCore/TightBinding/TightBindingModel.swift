import Glibc

/// The symmetry-enhanced tight-binding model of p6 with time reversal: orbitals on 1a, hopping to
/// the six neighbours.
///
/// H(k) = on-site + sum over j = 0, 1, 2 of (T_j exp(i k.a_j) + h.c.), with a_j = a1 turned by j
/// times 60 degrees and T_j = R^j J R^-j. J is real, symmetric between functions of equal C2 parity
/// and antisymmetric between others. In the basis where the C2-odd functions carry a factor i, H(k)
/// is real symmetric at every k: equal parities couple by 2 cos(k.a_j), unequal ones by 2
/// sin(k.a_j). Its lower triangle is linear in the coefficients: [on-site energies | lower triangle
/// of J, row by row], with the orbitals in the order s, d, p, f and the x-like member of a pair
/// before the y-like one. The turn by 60 degrees is 1 for s, -1 for f, a rotation by 60 degrees in
/// p pairs and one by 120 degrees in d pairs.
///
/// Source: arXiv:1912.03296, appendix H, with the constraint on J read as J_nl,n'l' = +-J_n'l',nl.
public struct TightBindingModel: Sendable {
  public let orbitals: OrbitalSet
  let basis: [BasisFunction]
  /// [n (n + 1)/2 + 1]: element e of H's lower triangle is made of the terms
  /// starts[e]..<starts[e + 1].
  let starts: [Int]
  /// [terms]: the coefficient that a term multiplies.
  let sources: [Int]
  /// [terms]: the term's share of T_0, T_1, T_2; on-site terms have none.
  private let shares: [SIMD3<Double>]
  /// [terms]
  private let kinds: [TermKind]

  private enum TermKind { case onSite, cosine, sine }

  public init(orbitals: OrbitalSet = .standard) {
    self.orbitals = orbitals
    basis = orbitals.basis
    var starts = [0]
    var sources: [Int] = []
    var shares: [SIMD3<Double>] = []
    var kinds: [TermKind] = []
    for (i, row) in basis.enumerated() {
      for (j, column) in basis[0...i].enumerated() {
        if i == j {
          sources.append(row.orbital)
          shares.append(.zero)
          kinds.append(.onSite)
        }
        // (R^t J R^-t)_ij = sum_uv R^t_iu J_uv R^t_jv, over the members u, v of the two orbitals.
        var terms: [Int: SIMD3<Double>] = [:]
        for u in 0..<row.kind.dimension {
          for v in 0..<column.kind.dimension {
            var share = SIMD3<Double>.zero
            for turn in 0..<3 {
              share[turn] =
                Self.rotation(row.kind, turn, row.component, u)
                * Self.rotation(column.kind, turn, column.component, v)
            }
            let first = i - row.component + u
            let second = j - column.component + v
            let (low, high) = (min(first, second), max(first, second))
            terms[orbitals.onSiteCount + high * (high + 1) / 2 + low, default: .zero] += share
          }
        }
        for (source, share) in terms.sorted(by: { $0.key < $1.key }) {
          sources.append(source)
          shares.append(share)
          kinds.append(row.isOdd == column.isOdd ? .cosine : .sine)
        }
        starts.append(sources.count)
      }
    }
    self.starts = starts
    self.sources = sources
    self.shares = shares
    self.kinds = kinds
  }

  /// Element (i, j) of the turn by 60 degrees, `turns` times, among the functions of one orbital.
  private static func rotation(_ kind: Irrep, _ turns: Int, _ i: Int, _ j: Int) -> Double {
    switch kind {
    case .s: return 1
    case .f: return turns % 2 == 0 ? 1 : -1
    default:
      let angle = Double(turns * (kind == .p ? 1 : 2)) * Double.pi / 3
      return i == j ? cos(angle) : (i > j ? sin(angle) : -sin(angle))
    }
  }

  /// k.a_j for j = 0, 1, 2.
  private static func phases(_ k: KPoint) -> SIMD3<Double> {
    // k = x1 b1 + x2 b2 with a_i.b_j = 2 pi delta_ij; the third vector is a2 - a1.
    2 * Double.pi * SIMD3(k.x1, k.x2, k.x2 - k.x1)
  }

  /// The factors [terms] that turn coefficients into the lower triangle of H(k).
  public func factors(at k: KPoint) -> [Double] {
    let phases = Self.phases(k)
    let cosines = 2 * SIMD3(cos(phases[0]), cos(phases[1]), cos(phases[2]))
    let sines = 2 * SIMD3(sin(phases[0]), sin(phases[1]), sin(phases[2]))
    return zip(kinds, shares).map { kind, share in
      switch kind {
      case .onSite: 1
      case .cosine: (share * cosines).sum()
      case .sine: (share * sines).sum()
      }
    }
  }

  /// Every element of the lower triangle, row by row, as a function of k: onSite + 2 sum over l of
  /// hopping[l] cos(k.a_l), or sin where `isSine`.
  func harmonics(_ coefficients: [Double]) -> [(
    onSite: Double, hopping: SIMD3<Double>, isSine: Bool
  )] {
    (0..<(starts.count - 1)).map { e in
      var element = (onSite: 0.0, hopping: SIMD3<Double>.zero, isSine: false)
      for term in starts[e]..<starts[e + 1] {
        if kinds[term] == .onSite {
          element.onSite += coefficients[sources[term]]
        } else {
          element.hopping += coefficients[sources[term]] * shares[term]
          element.isSine = kinds[term] == .sine
        }
      }
      return element
    }
  }

  /// Lower triangle of H(k) or of a derivative, row by row.
  /// - Parameters:
  ///   - coefficients: [coefficientCount], any unit.
  ///   - factors: from `factors(at:)`.
  public func lowerTriangle(_ coefficients: [Double], _ factors: [Double]) -> [Double] {
    (0..<(starts.count - 1)).map { e in
      (starts[e]..<starts[e + 1]).reduce(0) { $0 + factors[$1] * coefficients[sources[$1]] }
    }
  }

  /// The blocks of H at a high-symmetry point by irrep: indices into the basis, ascending.
  /// - Parameter label: "Gamma", "K" or "M".
  public func blocks(at label: String) -> [(irrep: Irrep, functions: [Int])] {
    let kinds: [(Irrep, [Irrep])]
    switch label {
    case "Gamma": kinds = [(.s, [.s]), (.p, [.p]), (.d, [.d]), (.f, [.f])]
    case "K": kinds = [(.zero, [.s, .f]), (.one, [.p, .d])]
    default: kinds = [(.plus, [.s, .d]), (.minus, [.p, .f])]
    }
    return kinds.map { irrep, members in
      (irrep, basis.indices.filter { members.contains(basis[$0].kind) })
    }.filter { !$0.1.isEmpty }
  }
}
