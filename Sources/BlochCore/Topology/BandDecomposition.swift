/// The canonical way to write a fingerprint as elementary band representations.
///
/// Decompositions differ by `P6.relations`. Among sums (no negative coefficient) the canonical one
/// has the fewest representations off 1a, then the fewest of all, then the larger coefficients at
/// the earlier places of `P6.bandRepresentations`. Without a sum it has the fewest negative
/// coefficients, then the fewest representations added and subtracted, then the larger coefficients
/// at the earlier places.
public struct BandDecomposition: Hashable, Sendable {
  /// [8], in the order of `P6.bandRepresentations`.
  public let coefficients: [Int]
  /// What the decomposition means for the set; never `undetermined`.
  public let verdict: TopologyVerdict

  /// Sets of more bands are refused: the search grows with the square of their number.
  public static let maximumBands = 100

  /// Decomposes a fingerprint. Throws `TopologyError.notAllowed` when no isolated set of bands can
  /// have it and for the empty set, and `tooManyBands` beyond `maximumBands`.
  public init(_ fingerprint: SymmetryFingerprint) throws(TopologyError) {
    guard fingerprint.isAllowed, fingerprint.bandCounts.gamma > 0 else {
      throw .notAllowed(fingerprint)
    }
    guard fingerprint.bandCounts.gamma <= Self.maximumBands else {
      throw .tooManyBands(fingerprint.bandCounts.gamma)
    }
    let start = P6.particularCoefficients(fingerprint)
    // Beyond this distance one group of coefficients tied by a relation is negative as a whole and
    // grows with every further step, so nothing there can be better.
    let reach = 2 * (0..<8).reduce(0) { max($0, abs(start[$1])) } + 1
    var best = start
    var bestRank = Rank(start)
    for i in -reach...reach {
      for j in -reach...reach {
        let candidate =
          start &+ SIMD8(repeating: i) &* P6.relations[0]
          &+ SIMD8(repeating: j) &* P6.relations[1]
        let rank = Rank(candidate)
        if rank < bestRank || (rank == bestRank && Self.precedes(candidate, best)) {
          (best, bestRank) = (candidate, rank)
        }
      }
    }
    coefficients = (0..<8).map { best[$0] }
    verdict =
      if bestRank.negative > 0 {
        .fragile
      } else if bestRank.total == 1 {
        .elementary
      } else {
        bestRank.offOrigin > 0 ? .obstructedAtomic : .composite
      }
  }

  /// For example "1a s + 2 1a p - 3c odd": what is added first, then what is subtracted.
  public var name: String {
    func term(_ index: Int) -> String {
      let count = abs(coefficients[index])
      let name = P6.bandRepresentations[index].name
      return count == 1 ? name : "\(count) \(name)"
    }
    let added = coefficients.indices.filter { coefficients[$0] > 0 }.map(term)
    let subtracted = coefficients.indices.filter { coefficients[$0] < 0 }.map(term)
    return ([added.joined(separator: " + ")] + subtracted).joined(separator: " - ")
  }

  /// What the choice between decompositions goes by; fewer is better, in this order.
  private struct Rank: Comparable {
    var negative = 0
    var offOrigin = 0
    var total = 0

    init(_ coefficients: SIMD8<Int>) {
      for (index, representation) in P6.bandRepresentations.enumerated() {
        let c = coefficients[index]
        if c < 0 { negative += 1 }
        if !representation.isAtOrigin { offOrigin += abs(c) }
        total += abs(c)
      }
      if negative > 0 { offOrigin = 0 }
    }

    static func < (l: Self, r: Self) -> Bool {
      (l.negative, l.offOrigin, l.total) < (r.negative, r.offOrigin, r.total)
    }
  }

  private static func precedes(_ l: SIMD8<Int>, _ r: SIMD8<Int>) -> Bool {
    for index in 0..<8 where l[index] != r[index] { return l[index] > r[index] }
    return false
  }
}
