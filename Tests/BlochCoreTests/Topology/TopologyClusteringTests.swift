import BlochCore
import Testing

@Suite struct TopologyClusteringTests {
  /// Points from symbols such as "sppf"; pairs degenerate, energies 0, 1, 2, ...
  static func points(_ gamma: String, _ k: String, _ m: String) -> [SpecialPointBands] {
    let bySymbol = Dictionary(uniqueKeysWithValues: Irrep.allCases.map { ($0.symbol, $0) })
    return zip(["Gamma", "K", "M"], [gamma, k, m]).map { label, symbols in
      let irreps = symbols.map { bySymbol[String($0)]! }
      var energies: [Double] = []
      for (index, irrep) in irreps.enumerated() {
        let second = irrep.dimension == 2 && irreps[..<index].count { $0 == irrep } % 2 == 1
        energies.append(second ? energies[index - 1] : Double(index))
      }
      return SpecialPointBands(label: label, k: .gamma, energies: energies, irreps: irreps)
    }
  }

  static func sets(_ gamma: String, _ k: String, _ m: String) throws -> [BandSet] {
    try BandClustering(points(gamma, k, m)).sets()
  }

  @Test func pairsAndTheoremMakeTheCuts() throws {
    let sets = try Self.sets("sppdd", "01111", "+--++")
    #expect(sets.map(\.firstBand) == [1, 2, 4])
    #expect(sets.map(\.lastBand) == [1, 3, 5])
    #expect(sets.map(\.decomposition?.name) == ["1a s", "1a p", "1a d"])
    #expect(sets.allSatisfy { $0.hiddenCuts.isEmpty })
  }

  /// s at Gamma, 0 at K, but - at M: one odd band below the cut 1|2, so the bands must touch.
  @Test func theoremClosesACut() throws {
    let sets = try Self.sets("sf", "00", "-+")
    #expect(sets.count == 1)
    #expect(sets[0].lastBand == 2 && sets[0].hiddenCuts == [1])
    #expect(sets[0].decomposition?.name == "1a s + 1a f")
  }

  /// A cut that splits a pair at K is closed by the pair, not hidden.
  @Test func pairAtKIsNotHidden() throws {
    let sets = try Self.sets("sf", "11", "-+")
    #expect(sets.map(\.hiddenCuts) == [[]])
    #expect(sets[0].decomposition?.name == "2b m=0")
  }

  @Test func halfAPairLeavesTheRestOpen() throws {
    let sets = try Self.sets("sp", "00", "+-")
    #expect(sets.map(\.lastBand) == [1, nil])
    #expect(sets[1].firstBand == 2 && sets[1].verdict == .undetermined)
    #expect(sets[1].fingerprint == nil && sets[1].decomposition == nil)
  }

  /// The undetermined rest reports its hidden cuts too.
  @Test func hiddenCutsOfTheRest() throws {
    let sets = try Self.sets("sssp", "0000", "+-++")
    #expect(sets.map(\.lastBand) == [1, nil])
    #expect(sets[1].hiddenCuts == [2, 3])
  }

  @Test func limitAndUnknownBands() throws {
    let clustering = try BandClustering(Self.points("sppdd", "01111", "+--++"))
    #expect(try clustering.sets(limit: 2).map(\.lastBand) == [1, 3])
    #expect(try clustering.sets(limit: 0).isEmpty)
    let partly = try BandClustering(Self.points("sppdd", "0111?", "+--++"))
    #expect(partly.bandCount == 4)
    #expect(try partly.sets().map(\.lastBand) == [1, 3, nil])
  }

  /// Free electrons: s, p and d degenerate at Gamma, in any order.
  @Test func accidentalDegeneracyMayInterleavePairs() throws {
    var points = Self.points("sppdd", "01111", "+--++")
    points[0].irreps = [.s, .p, .d, .p, .d]
    points[0].energies = [0, 1, 1, 1, 1]
    #expect(try BandClustering(points).sets().map(\.lastBand) == [1, 5])
  }

  /// Whatever the irreps, sets are allowed, adjacent, and end where cumulative counts allow it.
  @Test func setsTileTheBands() throws {
    let gammas = ["s", "pp", "dd", "f"]
    for code in 0..<4096 {
      var (gamma, k, m, rest) = ("s", "", "", code)
      while gamma.count < 6 {
        gamma += gammas[rest % 4]
        rest /= 4
      }
      rest = code
      while k.count < gamma.count {
        k += rest % 2 == 0 ? "0" : "11"
        rest /= 3
      }
      for bit in 0..<gamma.count { m += (code * 37 >> bit) & 1 == 0 ? "+" : "-" }
      let sets = try Self.sets(gamma, k, m)
      var next = 1
      for set in sets {
        #expect(set.firstBand == next)
        guard let last = set.lastBand else { continue }
        #expect(set.fingerprint?.isAllowed == true)
        #expect(set.fingerprint?.bandCounts.gamma == last - set.firstBand + 1)
        #expect(set.hiddenCuts.allSatisfy { (set.firstBand..<last).contains($0) })
        next = last + 1
      }
      #expect(sets.dropLast().allSatisfy { $0.lastBand != nil })
    }
  }

  @Test func badTablesAreRefused() {
    let good = Self.points("spp", "011", "+--")
    func expect(_ error: TopologyError, _ change: (inout [SpecialPointBands]) -> Void) {
      var points = good
      change(&points)
      #expect(throws: error) { try BandClustering(points) }
    }
    expect(.missingPoint("K", group: "p6")) { $0.remove(at: 1) }
    // Irreps of another group.
    expect(.foreignIrrep(point: "Gamma", band: 1, irrep: .plus)) {
      $0[0].irreps = [.plus, .minus, .plus]
    }
    expect(.lengthMismatch(point: "M", irreps: 3, energies: 2)) { $0[2].energies.removeLast() }
    expect(.foreignIrrep(point: "M", band: 2, irrep: .s)) { $0[2].irreps[1] = .s }
    expect(.notAscending(point: "Gamma", band: 2)) { $0[0].energies[1] = -1 }
    expect(.notAscending(point: "Gamma", band: 3)) { $0[0].energies[2] = .nan }
    expect(.brokenPair(point: "Gamma", band: 2)) { $0[0].energies[2] = 2 }
    expect(.lowestNotSymmetric(.f, expected: .s)) { $0[0].irreps[0] = .f }
  }
}
