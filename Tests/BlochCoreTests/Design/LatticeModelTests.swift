import BlochCore
import Testing

/// Lattice models against their closed forms.
@Suite struct LatticeModelTests {
  static func levels(_ model: LatticeModel) throws -> [[String]] {
    try model.specialPoints().map { point in
      zip(point.energies, point.irreps).map { energy, irrep in
        "\((energy * 1e6).rounded() / 1e6 + 0)\(irrep.symbol)"
      }
    }
  }

  static func sets(_ model: LatticeModel) throws -> [BandSet] {
    try BandClustering(try model.specialPoints()).sets()
  }

  @Test func graphene() throws {
    let model = try LatticeModel(named: "graphene", [:])
    #expect(
      try Self.levels(model) == [["-3.0s", "3.0f"], ["0.01", "0.01"], ["-1.0-", "1.0+"]])
    #expect(try Self.sets(model).map(\.decomposition?.name) == ["2b m=0"])
  }

  @Test func kagome() throws {
    let model = try LatticeModel(named: "kagome", [:])
    #expect(
      try Self.levels(model) == [
        ["-4.0s", "2.0d", "2.0d"], ["-1.01", "-1.01", "2.00"], ["-2.0-", "0.0+", "2.0-"],
      ])
    let sets = try Self.sets(model)
    #expect(sets.map(\.decomposition?.name) == ["3c even"])
    #expect(sets[0].fingerprint?.w2 == 1)
  }

  /// The six-site ring: s, p, d, f at Gamma from -2J cos(m pi/3) and -J' on opposite sites; one set of
  /// three bands is 1a s + 1a p where J > J', 3c even where J' > J.
  @Test(arguments: [0.3, -0.3]) func wuHu(_ dj: Double) throws {
    let model = try LatticeModel(named: "wu-hu", ["dj": dj, "omega0": 0.5])
    let (j, jp) = (1 - dj / 2, 1 + dj / 2)
    let gamma = try model.specialPoints()[0]
    let expected: [(Double, Irrep)] = [
      (0.5 - 2 * j - jp, .s), (0.5 - j + jp, .p), (0.5 - j + jp, .p), (0.5 + j - jp, .d),
      (0.5 + j - jp, .d), (0.5 + 2 * j + jp, .f),
    ].sorted { $0.0 < $1.0 }
    for (n, (energy, irrep)) in expected.enumerated() {
      #expect(abs(gamma.energies[n] - energy) < 1e-12 && gamma.irreps[n] == irrep)
    }
    let sets = try Self.sets(model)
    if dj > 0 {
      #expect(sets[0].lastBand == 3)
      #expect(sets[0].decomposition?.name == "3c even")
      #expect(sets[0].fingerprint?.cornerCharge == 0.5)
    } else {
      #expect(sets.prefix(2).map(\.decomposition?.name) == ["1a s", "1a p"])
    }
    #expect(sets.last?.lastBand == 6)
    let total = sets.reduce(SymmetryFingerprint()) { $0 + ($1.fingerprint ?? $0) }
    #expect(
      total == SymmetryFingerprint(s: 1, p: 1, d: 1, f: 1, zero: 2, one: 2, plus: 3, minus: 3))
  }

  /// At equal hopping the ring is graphene in a larger cell: p and d meet.
  @Test func equalHoppingClosesTheGap() throws {
    let gamma = try LatticeModel(named: "wu-hu", [:]).specialPoints()[0]
    for band in 1...4 { #expect(abs(gamma.energies[band]) < 1e-9) }
    #expect(Set(gamma.irreps[1...4]) == [.p, .d])
  }

  /// Bands at Gamma, K and M are those of the blocks.
  @Test(arguments: LatticeModel.named.map(\.name)) func blocksHoldAllBands(_ name: String) throws {
    let model = try LatticeModel(
      named: name, name == "ssh2d" ? ["dj": 0.23] : ["j2": 0.23, "omega0": -1])
    for point in try model.specialPoints() {
      for (a, b) in zip(point.energies, try model.bands(at: point.k)) {
        #expect(abs(a - b) < 1e-12)
      }
    }
  }

  @Test func filesAreRead() throws {
    let text = """
      # graphene
      site 0.3333333333 0.3333333333 0
      site 0.6666666667 0.6666666667 0
      hop 0 1 0 0 -1
      hop 0 1 -1 0 -1  # and on
      hop 0 1 0 -1 -1
      """
    let model = try LatticeModel(text: text)
    #expect(
      try Self.levels(model)[0] == Self.levels(LatticeModel(named: "graphene", [:]))[0])
    for bad in [
      "site 0 0", "hop 0 0 0.5 0 1", "sight 0 0 0", "site 0 0 0\nhop 0 1 0 0 1",
      "site 0.1 0 0", "site 0 0 0\nhop 0 0 1 0 1", "",
    ] {
      #expect(throws: DesignError.self) { try LatticeModel(text: bad) }
    }
    #expect(throws: DesignError.self) { try LatticeModel(named: "square", [:]) }
    #expect(throws: DesignError.self) { try LatticeModel(named: "graphene", ["dj": 1]) }
  }
}
