import BlochCore
import Testing

/// Published lattice models, from their hoppings to the verdict.
@Suite struct TopologyLatticeModelTests {
  func expect(_ bands: SpecialPointBands, _ irreps: [Irrep], _ energies: [Double]) {
    #expect(bands.irreps == irreps, "\(bands.label)")
    for (energy, expected) in zip(bands.energies, energies) {
      #expect(abs(energy - expected) < 1e-9, "\(bands.label)")  // Jacobi is exact to rounding
    }
  }

  @Test func graphene() throws {
    let points = LatticeModel.graphene(-1).specialPoints()
    expect(points[0], [.s, .f], [-3, 3])
    expect(points[1], [.one, .one], [0, 0])
    expect(points[2], [.minus, .plus], [-1, 1])
    let sets = try BandClustering(points).sets()
    #expect(sets.map(\.decomposition?.name) == ["2b m=0"])
  }

  @Test func kagome() throws {
    let points = LatticeModel.kagome(-1).specialPoints()
    expect(points[0], [.s, .d, .d], [-4, 2, 2])
    expect(points[1], [.one, .one, .zero], [-1, -1, 2])
    expect(points[2], [.minus, .plus, .minus], [-2, 0, 2])
    let sets = try BandClustering(points).sets()
    #expect(sets.map(\.decomposition?.name) == ["3c even"])
    #expect(sets[0].fingerprint?.w2 == 1)
  }

  /// The lower three bands of the six-site ring: functions on the cell's centre for strong hopping in
  /// the ring, on its edges for strong hopping between the rings.
  @Test func sixSiteRing() throws {
    let shrunken = try BandClustering(
      LatticeModel.ring(inner: -1, outer: -0.7).specialPoints()
    ).sets()
    #expect(shrunken.prefix(2).map(\.decomposition?.name) == ["1a s", "1a p"])
    let expanded = try BandClustering(
      LatticeModel.ring(inner: -0.7, outer: -1).specialPoints()
    ).sets()
    #expect(expanded[0].decomposition?.name == "3c even")
    #expect(expanded[0].lastBand == 3)
    #expect(expanded[0].fingerprint?.cornerCharge == 0.5)
    for sets in [shrunken, expanded] {
      #expect(sets.last?.lastBand == 6)
      let total = sets.reduce(SymmetryFingerprint()) { $0 + ($1.fingerprint ?? $0) }
      #expect(
        total == SymmetryFingerprint(s: 1, p: 1, d: 1, f: 1, zero: 2, one: 2, plus: 3, minus: 3))
    }
  }

  /// At equal hopping the ring is graphene in a larger cell: p and d meet.
  @Test func equalHoppingClosesTheGap() {
    let gamma = LatticeModel.ring(inner: -1, outer: -1).specialPoints()[0]
    for band in 1...4 { #expect(abs(gamma.energies[band]) < 1e-9) }
    #expect(Set(gamma.irreps[1...4]) == [.p, .d])
  }
}
