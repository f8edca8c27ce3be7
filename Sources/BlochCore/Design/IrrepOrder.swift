/// A wanted order of irreps at Gamma, K and M: sets of bands from the lowest up, each with the irreps that
/// it has at each point, in any order within the set. The loss sums the squares of what energies lack to
/// a margin above those of the sets below; states that are not named stand above all.
public struct IrrepOrder: GoalTerm {
  /// Gamma, K, M: [3][sets][states], pairs once; a point may have none.
  public let sets: [[[Irrep]]]
  /// Vmax.
  public let margin: Double

  public var bands: Int { sets.map(Self.bandCount).max().map { $0 + 1 } ?? 0 }
  public var name: String { "irreps" }

  private static func bandCount(_ sets: [[Irrep]]) -> Int {
    sets.joined().reduce(0) { $0 + $1.dimension }
  }

  /// - Throws: `DesignError` for irreps of another point, or numbers of bands that differ.
  public init(sets: [[[Irrep]]], margin: Double = 0.01) throws {
    guard sets.count == 3, sets.contains(where: { !$0.joined().isEmpty }) else {
      throw DesignError("no irreps at Gamma, K or M are wanted")
    }
    for (point, wanted) in zip(P6.points, sets) {
      for irrep in wanted.joined() where !point.irreps.contains(irrep) {
        throw DesignError("there is no irrep '\(irrep.symbol)' at \(point.label)")
      }
    }
    self.sets = sets
    self.margin = margin
  }

  /// Isolated sets of bands with these fingerprints, from the lowest band up.
  /// - Throws: `DesignError` for a fingerprint that no isolated set can have.
  public init(_ fingerprints: [SymmetryVector], margin: Double = 0.01) throws {
    for fingerprint in fingerprints {
      guard fingerprint.tables == .p6, fingerprint.isAllowed, fingerprint.bands > 0 else {
        throw DesignError("no isolated set of bands has the fingerprint \(fingerprint)")
      }
    }
    try self.init(
      sets: P6.points.enumerated().map { index, point in
        fingerprints.map { f in
          point.irreps.flatMap { [Irrep](repeating: $0, count: f[$0, at: index]) }
        }
      }, margin: margin)
  }

  /// The point at which bands n and n+1 are the two of a pair, if the order says so.
  func pairSplit(by n: Int) -> String? {
    for (point, wanted) in zip(P6.points, sets) {
      var last = 0
      for set in wanted {
        // Where the order within a set is left open, only a lone pair is certain.
        let count = set.reduce(0) { $0 + $1.dimension }
        if last < n && n < last + count && set.count == 1 { return point.label }
        last += count
      }
    }
    return nil
  }

  public func isReached(by special: [SpecialPointBands]) -> Bool {
    zip(P6.points, sets).allSatisfy { point, wanted in
      guard let own = special.first(where: { $0.label == point.label }) else { return false }
      return Goal.follow(
        own.irreps,
        wanted.map { $0.flatMap { [Irrep](repeating: $0, count: $0.dimension) } })
    }
  }

  public func evaluate(_ sample: inout BandSample, zone: Int, extra: Int, weight: Double)
    -> Double
  {
    var loss = 0.0
    for (point, wanted) in zip(P6.points, sets) where !wanted.joined().isEmpty {
      var seen: [Irrep: Int] = [:]
      var groups = wanted.map { set in
        set.map { irrep -> Int in
          defer { seen[irrep, default: 0] += 1 }
          return sample.level(irrep, seen[irrep, default: 0])
        }
      }
      groups.append(
        point.irreps.compactMap { irrep in
          let state = seen[irrep] ?? 0
          return state < sample.states ? sample.level(irrep, state) : nil
        })
      for (lower, upper) in zip(groups, groups.dropFirst()) {
        for l in lower {
          for u in upper where sample.levels[u].isFinite && sample.levels[l].isFinite {
            let lack = sample.levels[l] - sample.levels[u] + margin
            if lack <= 0 { continue }
            loss += lack * lack
            sample.levelDerivative[l] += 2 * weight * lack
            sample.levelDerivative[u] -= 2 * weight * lack
          }
        }
      }
    }
    return loss
  }
}
