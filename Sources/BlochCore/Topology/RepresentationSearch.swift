import WallpaperGroups

/// Finds the best way to write a vector as a sum, or else a difference, of elementary band representations.
///
/// All ways to write it differ by relations. They are in echelon form from the last representation: the coefficient of
/// each relation is fixed by that of its last representation, which is tried from 0 up to what the irreps left over
/// allow, and a branch ends where it cannot become better than the best sum found.
struct RepresentationSearch: Sendable {
  private let representations: [ElementaryBandRepresentation]
  /// Rows in echelon form from the right.
  let relations: [[Int]]
  private let pivots: [Int]
  private let smith: SmithForm
  private let largest: Int

  /// Steps of a search after which it gives up.
  static let budget = 1_000_000

  /// What the choice between sums goes by; fewer is better, in this order.
  private struct Cost: Equatable {
    var offOrigin = 0
    var total = 0

    init() {}

    init(_ coefficients: [Int], _ representations: [ElementaryBandRepresentation]) {
      total = coefficients.reduce(0, +)
      for (count, representation) in zip(coefficients, representations)
      where !representation.isAtOrigin { offOrigin += count }
    }
  }

  /// - Parameter relations: any basis of them.
  init(_ representations: [ElementaryBandRepresentation], relations: [[Int]]) {
    self.representations = representations
    self.relations = IntegerLattice.hermiteBasis(relations.map { $0.reversed() }).map {
      $0.reversed()
    }
    pivots = self.relations.map { $0.lastIndex { $0 != 0 }! }
    smith = SmithForm(representations.map(\.counts), columns: representations[0].counts.count)
    largest = representations.reduce(1) { max($0, $1.bands) }
  }

  /// One way to write a vector, with any integers; nil where there is none.
  private func combination(_ counts: [Int]) -> [Int]? {
    var factors: [Int] = []
    for column in counts.indices {
      let value = zip(counts, smith.right).reduce(0) { $0 + $1.0 * $1.1[column] }
      if column < smith.divisors.count {
        guard value % smith.divisors[column] == 0 else { return nil }
        factors.append(value / smith.divisors[column])
      } else if value != 0 {
        return nil
      }
    }
    return IntegerLattice.combination(factors, of: smith.left)
  }

  /// The best sum: fewest representations off the origin where `prefersOrigin`, then the fewest, then the larger
  /// coefficients at the earlier places. Nil where there is no sum, or the budget is used up.
  /// - Parameter absent: representations that must not occur.
  func sum(
    _ counts: [Int], bands: Int, absent: [Int] = [], prefersOrigin: Bool, budget: inout Int
  ) -> [Int]? {
    guard let start = combination(counts) else { return nil }
    var best: ([Int], Cost)?
    extend(
      start, rest: counts, bands: bands, relation: 0, Cost(), absent, prefersOrigin, &best, &budget)
    return budget > 0 ? best?.0 : nil
  }

  private func extend(
    _ coefficients: [Int], rest: [Int], bands: Int, relation: Int, _ cost: Cost, _ absent: [Int],
    _ prefersOrigin: Bool, _ best: inout ([Int], Cost)?, _ budget: inout Int
  ) {
    budget -= 1
    if budget <= 0 { return }
    guard relation < relations.count else {
      guard coefficients.allSatisfy({ $0 >= 0 }), absent.allSatisfy({ coefficients[$0] == 0 })
      else { return }
      let own = Cost(coefficients, prefersOrigin ? representations : [])
      if let (other, known) = best,
        (known.offOrigin, known.total) < (own.offOrigin, own.total)
          || known == own && !other.lexicographicallyPrecedes(coefficients)
      {
        return
      }
      best = (coefficients, own)
      return
    }
    let (row, pivot) = (relations[relation], pivots[relation])
    let representation = representations[pivot]
    let step = row[pivot]
    var value = ((coefficients[pivot] % step) + step) % step
    let limit =
      absent.contains(pivot)
      ? 0
      : zip(rest, representation.counts).reduce(Int.max) { $1.1 > 0 ? min($0, $1.0 / $1.1) : $0 }
    while value <= limit {
      var next = cost
      if prefersOrigin && !representation.isAtOrigin { next.offOrigin += value }
      next.total += value
      if let (_, known) = best {
        // No fewer than these and those that the bands left over need.
        let least = next.total + fewest(bands - value * representation.bands)
        if next.offOrigin > known.offOrigin { return }
        if next.offOrigin == known.offOrigin && least > known.total {
          value += step
          continue
        }
      }
      let factor = (value - coefficients[pivot]) / step
      extend(
        zip(coefficients, row).map { $0 + factor * $1 },
        rest: zip(rest, representation.counts).map { $0 - value * $1 },
        bands: bands - value * representation.bands, relation: relation + 1, next, absent,
        prefersOrigin, &best, &budget)
      value += step
    }
  }
  /// The best difference: fewest representations that are subtracted, then the fewest altogether, then the larger
  /// coefficients at the earlier places. Of one kind, at most twice as many as there are bands are subtracted. Nil where
  /// there is none so, or the budget is used up.
  func difference(_ counts: [Int], bands: Int, budget: inout Int) -> [Int]? {
    for kinds in 1...representations.count {
      var best: [Int]?
      for subtracted in kinds...max(kinds, 2 * bands) {
        if let best, subtracted + fewest(bands + subtracted) > best.reduce(0, { $0 + abs($1) }) {
          break
        }
        subtract(subtracted, kinds: kinds, from: 0, [], counts, bands, &best, &budget)
        if budget <= 0 { return nil }
      }
      if let best { return best }
    }
    return nil
  }

  /// Tries all ways to subtract `left` more representations of `kinds` kinds, none before `first`.
  private func subtract(
    _ left: Int, kinds: Int, from first: Int, _ chosen: [(index: Int, count: Int)],
    _ counts: [Int], _ bands: Int, _ best: inout [Int]?, _ budget: inout Int
  ) {
    guard kinds > 0 else {
      let known = best.map { $0.reduce(0) { $0 + abs($1) } }
      let subtracted = chosen.reduce(0) { $0 + $1.count }
      if let known, subtracted + fewest(bands) > known { return }
      guard
        var found = sum(
          counts, bands: bands, absent: chosen.map(\.index), prefersOrigin: false, budget: &budget)
      else { return }
      let total = found.reduce(subtracted, +)
      for (index, count) in chosen { found[index] = -count }
      if let known, let best,
        total > known || total == known && !best.lexicographicallyPrecedes(found)
      {
        return
      }
      best = found
      return
    }
    for index in first..<max(first, representations.count + 1 - kinds) {
      for count in (kinds == 1 ? left : 1)...max(1, left + 1 - kinds) {
        let representation = representations[index]
        subtract(
          left - count, kinds: kinds - 1, from: index + 1, chosen + [(index, count)],
          zip(counts, representation.counts).map { $0 + count * $1 },
          bands + count * representation.bands, &best, &budget)
        if budget <= 0 { return }
      }
    }
  }

  /// The least number of representations that have so many bands.
  private func fewest(_ bands: Int) -> Int { (bands + largest - 1) / largest }
}
