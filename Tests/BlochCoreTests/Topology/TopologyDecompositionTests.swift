import BlochCore
import Testing

@Suite struct TopologyDecompositionTests {
  /// Numbers of allowed fingerprints, and how they split into sums and fragile ones.
  @Test(arguments: [
    (1, 2, 2), (2, 18, 6), (3, 32, 12), (4, 114, 25), (5, 180, 44), (6, 440, 77),
  ])
  func censusByExhaustion(bandCount: Int, allowed: Int, atomic: Int) throws {
    let all = allowedFingerprints(bandCount: bandCount)
    let sums = Set(sumsOfRepresentations(bandCount: bandCount).map(fingerprint))
    #expect(all.count == allowed && Set(all).count == allowed)
    #expect(sums.count == atomic)
    for n in all {
      let decomposition = try BandDecomposition(n)
      #expect(n.isAllowed)
      #expect(fingerprint(of: decomposition.coefficients) == n)
      #expect((decomposition.verdict == .fragile) == !sums.contains(n), "\(n)")
      #expect(decomposition.verdict != .undetermined)
    }
  }

  /// The canonical sum against all sums, found without the relations.
  @Test(arguments: 1...6)
  func canonicalSumIsTheBest(bandCount: Int) throws {
    let sums = Dictionary(grouping: sumsOfRepresentations(bandCount: bandCount), by: fingerprint)
    for (n, candidates) in sums {
      let best = candidates.min {
        let (l, r) = (
          [$0[4...].reduce(0, +), $0.reduce(0, +)], [$1[4...].reduce(0, +), $1.reduce(0, +)]
        )
        return l == r ? $1.lexicographicallyPrecedes($0) : l.lexicographicallyPrecedes(r)
      }!
      let decomposition = try BandDecomposition(n)
      #expect(decomposition.coefficients == best)
      let expected: TopologyVerdict =
        best[4...].contains { $0 > 0 }
        ? (best.reduce(0, +) == 1 ? .elementary : .obstructedAtomic)
        : (best.reduce(0, +) == 1 ? .elementary : .composite)
      #expect(decomposition.verdict == expected, "\(decomposition.name)")
    }
  }

  /// The canonical difference against a search over a wide box of the relations' lattice.
  @Test(arguments: 2...5)
  func canonicalDifferenceIsTheBest(bandCount: Int) throws {
    func rank(_ c: [Int]) -> [Int] {
      [c.count { $0 < 0 }, c.reduce(0) { $0 + abs($1) }] + c.map { -$0 }
    }
    for n in allowedFingerprints(bandCount: bandCount) {
      let decomposition = try BandDecomposition(n)
      guard decomposition.verdict == .fragile else { continue }
      let c = decomposition.coefficients
      for i in -25...25 {
        for j in -25...25 where (i, j) != (0, 0) {
          let other = (0..<8).map { c[$0] + i * P6.relations[0][$0] + j * P6.relations[1][$0] }
          #expect(rank(c).lexicographicallyPrecedes(rank(other)))
        }
      }
    }
  }

  /// Adding the representations that a fragile set subtracts makes it a sum: what fragile means.
  @Test func fragileSetsAreCured() throws {
    for n in (2...4).flatMap(allowedFingerprints) {
      let c = try BandDecomposition(n).coefficients
      let cure = fingerprint(of: c.map { max(0, -$0) })
      #expect(try BandDecomposition(n + cure).verdict != .fragile)
    }
  }

  @Test func namesReadWell() throws {
    let fingerprints = P6.bandRepresentations.map(\.fingerprint)
    for representation in P6.bandRepresentations {
      let decomposition = try BandDecomposition(representation.fingerprint)
      #expect(decomposition.name == representation.name)
      #expect(decomposition.verdict == .elementary)
    }
    #expect(try BandDecomposition(2 * fingerprints[0] + fingerprints[1]).name == "2 1a s + 1a p")
    #expect(try BandDecomposition(fingerprints[0] + fingerprints[6]).name == "1a s + 3c even")
    let split = SymmetryFingerprint(p: 1, zero: 2, minus: 2)
    #expect(try BandDecomposition(split).name == "2b m=+-1 - 1a d")
    #expect(try BandDecomposition(split).verdict == .fragile)
  }

  /// Two honeycomb sets that together have the bands of all functions on 1a are not obstructed.
  @Test func relationsPreferTheOrigin() throws {
    let fingerprints = P6.bandRepresentations.map(\.fingerprint)
    let decomposition = try BandDecomposition(fingerprints[4] + fingerprints[5])
    #expect(decomposition.name == "1a s + 1a p + 1a d + 1a f")
    #expect(decomposition.verdict == .composite)
  }

  @Test func impossibleSetsAreRefused() {
    let odd = SymmetryFingerprint(s: 1, zero: 1, minus: 1)
    #expect(throws: TopologyError.notAllowed(odd)) { try BandDecomposition(odd) }
    #expect(throws: TopologyError.self) { try BandDecomposition(SymmetryFingerprint()) }
  }

  /// A stack of a hundred flat bands is decomposed, a larger one is refused.
  @Test func searchIsBounded() throws {
    let s = P6.bandRepresentations[0].fingerprint
    #expect(try BandDecomposition(100 * s).name == "100 1a s")
    #expect(throws: TopologyError.tooManyBands(101)) { try BandDecomposition(101 * s) }
  }
}
