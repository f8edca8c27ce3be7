import Glibc
import WallpaperGroups

/// The symmetry-enhanced tight-binding model of a family, from the group's operations.
///
/// H(k) = on-site + sum over stars and their vectors R of (T(R) exp(i k.R) + h.c.), R = W^t R_1 with t = 0..<n/2 turns
/// of the star's first vector and T(R) = rho(W)^t J rho(W)^-t. Hermiticity and C2 leave J real, symmetric between
/// functions of equal C2 parity and antisymmetric between others. In the basis where the C2-odd functions carry a factor
/// i, H(k) is real symmetric at every k: equal parities couple by 2 cos(k.R), unequal ones by 2 sin(k.R). Its lower
/// triangle is linear in the coefficients: [on-site energies | lower triangle of J of each star, row by row], with the
/// orbitals in the order s, d, p, f and the x-like member of a pair before the y-like one. On-site matrices commute with
/// rho; the basis is that in which they are diagonal. rho of the turn by 360/n degrees is (-1)^(2m/n) for single functions
/// and a rotation by m times that angle in pairs.
///
/// Source: arXiv:1912.03296, appendix H, with the constraint on J read as J_nl,n'l' = +-J_n'l',nl.
public struct TightBindingModel: Sendable {
  public let family: HamiltonianFamily
  /// The special points of the zone.
  public let places: SpecialPlaces
  let basis: [BasisFunction]
  /// [n (n + 1)/2 + 1]: element e of H's lower triangle is made of the terms
  /// starts[e]..<starts[e + 1].
  package let starts: [Int]
  /// [terms]: the coefficient that a term multiplies.
  package let sources: [Int]
  /// n1, n2 of the vectors R, half of each star, in turn.
  package let hops: [(n1: Int, n2: Int)]
  /// Vectors of a star among them: half the order of the rotation.
  private let turns: Int
  /// [terms x turns]: the term's share of T(R); on-site terms have none.
  private let shares: [Double]
  /// [terms]: the first of `hops` that a term's shares are of.
  private let firstHops: [Int]
  /// [terms]
  private let kinds: [TermKind]

  private enum TermKind: Int { case onSite, cosine, sine }

  /// Of p6 by default.
  public init(_ family: HamiltonianFamily = .standard) {
    self.family = family
    let group = family.symmetry.group
    places = SpecialPlaces(group)
    let turns = family.symmetry.order / 2
    self.turns = turns
    hops = family.stars.flatMap { star in
      group.operations[..<turns].map {
        ($0.w11 * star.n1 + $0.w12 * star.n2, $0.w21 * star.n1 + $0.w22 * star.n2)
      }
    }
    basis = family.basis
    var starts = [0]
    var sources: [Int] = []
    var shares: [Double] = []
    var firstHops: [Int] = []
    var kinds: [TermKind] = []
    let rotation = SiteRotation(halfOrder: turns)
    for (i, row) in basis.enumerated() {
      for (j, column) in basis[0...i].enumerated() {
        if i == j {
          sources.append(row.orbital)
          shares += [Double](repeating: 0, count: turns)
          firstHops.append(0)
          kinds.append(.onSite)
        }
        // (R^t J R^-t)_ij = sum_uv R^t_iu J_uv R^t_jv, over the members u, v of the two orbitals.
        var terms: [Int: [Double]] = [:]
        for u in 0..<row.size {
          for v in 0..<column.size {
            let first = i - row.component + u
            let second = j - column.component + v
            let (low, high) = (min(first, second), max(first, second))
            var share = terms[high * (high + 1) / 2 + low] ?? [Double](repeating: 0, count: turns)
            for turn in 0..<turns {
              share[turn] +=
                rotation.element(row, turn, row.component, u)
                * rotation.element(column, turn, column.component, v)
            }
            terms[high * (high + 1) / 2 + low] = share
          }
        }
        for star in family.stars.indices {
          for (source, share) in terms.sorted(by: { $0.key < $1.key }) {
            sources.append(family.onSiteCount + star * family.hoppingCount + source)
            shares += share
            firstHops.append(star * turns)
            kinds.append(row.isOdd == column.isOdd ? .cosine : .sine)
          }
        }
        starts.append(sources.count)
      }
    }
    self.starts = starts
    self.sources = sources
    self.shares = shares
    self.firstHops = firstHops
    self.kinds = kinds
  }

  /// The factors [terms] that turn coefficients into the lower triangle of H(k).
  public func factors(at k: KPoint) -> [Double] {
    // k = x1 b1 + x2 b2 with a_i.b_j = 2 pi delta_ij.
    let phases = hops.map { 2 * Double.pi * (Double($0.n1) * k.x1 + Double($0.n2) * k.x2) }
    let (cosines, sines) = (phases.map { 2 * cos($0) }, phases.map { 2 * sin($0) })
    func sum(_ term: Int, _ waves: [Double]) -> Double {
      var sum = 0.0
      for t in 0..<turns { sum += shares[term * turns + t] * waves[firstHops[term] + t] }
      return sum
    }
    return kinds.enumerated().map { term, kind in
      switch kind {
      case .onSite: 1
      case .cosine: sum(term, cosines)
      case .sine: sum(term, sines)
      }
    }
  }

  /// Every element of the lower triangle, row by row, as a function of k: onSite + 2 sum over `hops` of
  /// hopping[l] cos(k.R_l), or sin where `isSine`.
  func harmonics(_ coefficients: [Double]) -> [(onSite: Double, hopping: [Double], isSine: Bool)] {
    (0..<(starts.count - 1)).map { e in
      var onSite = 0.0
      var hopping = [Double](repeating: 0, count: hops.count)
      var isSine = false
      for term in starts[e]..<starts[e + 1] {
        if kinds[term] == .onSite {
          onSite += coefficients[sources[term]]
          continue
        }
        for t in 0..<turns {
          hopping[firstHops[term] + t] +=
            coefficients[sources[term]] * shares[term * turns + t]
        }
        isSine = kinds[term] == .sine
      }
      return (onSite, hopping, isSine)
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

  /// The blocks of H at a special point by irrep: position of the irrep at the point, and indices into the basis,
  /// ascending. Irreps that no function has are left out.
  public func blocks(at point: SpecialPlaces.Point) -> [(irrep: Int, functions: [Int])] {
    let n = point.rotations
    return point.irreps.indices.map { irrep in
      let numbers = Set(point.rotationNumbers[irrep].map { (abs($0) % n + n) % n })
      return (
        irrep,
        basis.indices.filter { at in
          // m and -m, which time reversal joins, modulo n.
          [basis[at].m, -basis[at].m].contains { numbers.contains(($0 % n + n) % n) }
        }
      )
    }.filter { !$0.1.isEmpty }
  }

  /// Names the tables: FNV-1a of all of them, shares to nine digits. Weights that were trained with other tables make
  /// other bands.
  public var digest: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ number: Int) { hash = (hash ^ UInt64(bitPattern: Int64(number))) &* 0x100_0000_01b3 }
    for (n1, n2) in hops {
      add(n1)
      add(n2)
    }
    for number in starts + sources + firstHops { add(number) }
    for kind in kinds { add(kind.rawValue) }
    for share in shares { add(Int((1e9 * share).rounded())) }
    for point in places.points {
      for (irrep, functions) in blocks(at: point) {
        add(point.first + irrep)
        for function in functions { add(function) }
      }
    }
    let text = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}

/// rho of turns by 360/n degrees in the real basis of an orbital.
private struct SiteRotation {
  /// n/2
  let halfOrder: Int

  /// Element (i, j) of the turn among the functions of one orbital, `turns` times.
  func element(_ function: BasisFunction, _ turns: Int, _ i: Int, _ j: Int) -> Double {
    let steps = turns * function.m
    if function.size == 1 { return steps % (2 * halfOrder) == 0 ? 1 : -1 }
    let (c, s) = wave(steps)
    return i == j ? c : (i > j ? s : -s)
  }

  /// Cosine and sine of so many steps of 360/n degrees; quarters of a turn are exact.
  private func wave(_ steps: Int) -> (Double, Double) {
    if 2 * steps % halfOrder == 0 {
      return [(1, 0), (0, 1), (-1, 0), (0, -1)][2 * steps / halfOrder % 4]
    }
    let angle = Double(steps) * Double.pi / Double(halfOrder)
    return (cos(angle), sin(angle))
  }
}
