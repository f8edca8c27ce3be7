import BlochCore
import Testing

/// Sets of bands where levels at Gamma, K, M, or a gap between them, are smaller than their errors.
@Suite struct TopologyTouchingTests {
  /// Irreps with their energies.
  static func points(
    _ gamma: [(Irrep, Double)], _ k: [(Irrep, Double)], _ m: [(Irrep, Double)]
  ) -> [SpecialPointBands] {
    let places = [("Gamma", KPoint.gamma), ("K", .k), ("M", .m)]
    return zip(places, [gamma, k, m]).map { place, levels in
      SpecialPointBands(
        label: place.0, k: place.1, energies: levels.map(\.1), irreps: levels.map(\.0))
    }
  }

  /// Six sites in a ring: s, p, d, f at Gamma with p and d so far apart.
  static func ring(_ distance: Double) -> [SpecialPointBands] {
    points(
      [(.s, 0), (.p, 1), (.p, 1), (.d, 1 + distance), (.d, 1 + distance), (.f, 2)],
      [(.zero, 0.2), (.one, 0.4), (.one, 0.4), (.one, 1.4), (.one, 1.4), (.zero, 1.6)],
      [(.plus, 0.2), (.minus, 0.4), (.minus, 0.5), (.plus, 1.4), (.plus, 1.5), (.minus, 1.6)])
  }

  static func sets(_ points: [SpecialPointBands], _ errors: BandErrors) throws -> [BandSet] {
    try BandClustering(points, errors: errors).sets()
  }

  /// p and d at Gamma at the transition: the set that would end between them goes on, and says why.
  @Test func setsGoOnToTheNextGap() throws {
    let apart = try Self.sets(Self.ring(0.01), BandErrors(all: 0.004, isComplete: true))
    #expect(apart.map(\.lastBand) == [1, 3, 5, 6])
    #expect(apart.allSatisfy { $0.touchings.isEmpty })
    let together = try Self.sets(Self.ring(0.01), BandErrors(all: 0.006, isComplete: true))
    #expect(together.map(\.lastBand) == [1, 5, 6])
    #expect(together[1].decomposition?.name == "1a p + 1a d")
    let touching = try #require(together[1].touchings.first)
    #expect(together[1].touchings.count == 1 && together[1].hiddenCuts.isEmpty)
    #expect(touching.cut == 3 && touching.point == "Gamma" && touching.k == .gamma)
    #expect(abs(touching.distance - 0.01) < 1e-15 && touching.error == 0.012)
  }

  /// The distance that counts as none is that of the two bands around the cut; the last error serves those above.
  @Test func errorsAddUpBandByBand() throws {
    let errors = BandErrors([0, 0, 0.003, 0.004])
    #expect(errors.distance(atCut: 3) == 0.007 && errors.distance(atCut: 5) == 0.008)
    #expect(try Self.sets(Self.ring(0.0071), errors).map(\.lastBand) == [1, 3, 5, 6])
    #expect(try Self.sets(Self.ring(0.0069), errors).map(\.lastBand) == [1, 5, 6])
  }

  /// Whatever order rounding puts four equal levels in, the sets are the same.
  @Test(arguments: [
    [Irrep.p, .p, .d, .d], [.d, .d, .p, .p], [.p, .d, .p, .d], [.d, .p, .p, .d], [.p, .d, .d, .p],
  ])
  func orderOfEqualLevelsIsNothing(_ order: [Irrep]) throws {
    var points = Self.ring(0)
    points[0].irreps.replaceSubrange(1..<5, with: order)
    let sets = try Self.sets(points, BandErrors(isComplete: true))
    #expect(sets.map(\.lastBand) == [1, 5, 6])
    #expect(
      sets[1].fingerprint == SymmetryFingerprint(p: 1, d: 1, zero: 0, one: 2, plus: 2, minus: 2))
  }

  /// s and f at Gamma, + and - at M: which is lower decides the parity of the theorem, so that it says nothing.
  @Test func theoremIsSilentWhereParityIsOpen() throws {
    let open = Self.points(
      [(.s, 0), (.f, 1e-5), (.s, 1)], [(.zero, 0), (.zero, 0.1), (.zero, 1)],
      [(.minus, 0), (.plus, 1e-5), (.plus, 1)])
    for errors in [BandErrors(all: 1e-4), BandErrors(all: 1e-6)] {
      let sets = try Self.sets(open, errors)
      let isOpen = errors.values[0] > 1e-5
      #expect(sets[0].lastBand == 2 && sets[0].decomposition?.name == "1a s + 1a f")
      #expect(sets[0].hiddenCuts == (isOpen ? [] : [1]))
      #expect(sets[0].touchings.map(\.point) == (isOpen ? ["Gamma", "M"] : []))
    }
    let clustering = try BandClustering(open, errors: BandErrors(all: 1e-4))
    #expect(clustering.disagreements(with: Connectivity(cuts: [1: .gapped])).isEmpty)
  }

  /// Two single bands that meet at K or M alone.
  @Test(arguments: [1, 2]) func singlesMeet(_ corner: Int) throws {
    var points = Self.points(
      [(.s, 0), (.s, 1), (.s, 2)], [(.zero, 0), (.zero, 1), (.zero, 2)],
      [(.plus, 0), (.plus, 1), (.plus, 2)])
    points[corner].energies[1] = 1e-4
    let sets = try Self.sets(points, BandErrors(all: 1e-4, isComplete: true))
    #expect(sets.map(\.lastBand) == [2, 3])
    #expect(sets[0].touchings.map(\.point) == [points[corner].label])
    #expect(sets[0].verdict == .composite)
  }

  /// The smallest gap of a search counts where it is, whatever the levels at the special points are.
  @Test func gapsBetweenTheSpecialPoints() throws {
    let clustering = try BandClustering(
      TopologyClusteringTests.points("sss", "000", "+++"), errors: BandErrors(all: 1e-4))
    let place = KPoint(0.2, 0.3)
    for (gap, expected) in [(1e-4, [2, 3]), (1e-3, [1, 2, 3])] {
      let found = Connectivity(
        cuts: [1: .gapped, 2: .gapped],
        gaps: [1: .init(distance: gap, k: place), 2: .init(distance: 0.5, k: .m)])
      let sets = try clustering.sets(connectivity: found, by: .both)
      #expect(sets.map(\.lastBand) == expected)
      if expected.count == 2 {
        #expect(sets[0].touchings.map(\.point) == [nil] && sets[0].touchings[0].k == place)
      }
      #expect(try clustering.sets(connectivity: found, by: .irreps).map(\.lastBand) == [1, 2, 3])
    }
  }

  /// Levels that coincide twice below leave the gap above the last band known open, unless there are no more
  /// bands or the next energy is known though its irrep is not.
  @Test func gapAboveTheLastBandKnown() throws {
    var points = Self.ring(0)
    #expect(try Self.sets(points, BandErrors()).map(\.lastBand) == [1, 5, 6])
    points[1].energies[1...2] = [0.2, 0.2]
    #expect(try Self.sets(points, BandErrors(isComplete: true)).map(\.lastBand) == [5, 6])
    #expect(try Self.sets(points, BandErrors()).map(\.lastBand) == [5, nil])
    for at in points.indices {
      points[at].energies.append(3)
      points[at].irreps.append(.unknown)
    }
    #expect(try Self.sets(points, BandErrors()).map(\.lastBand) == [5, 6])
  }
}
