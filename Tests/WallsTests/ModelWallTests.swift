import BlochCore
import Testing
import Walls

@Suite struct ModelWallTests {
  private static let orbitals = HamiltonianFamily(s: 2, p: 1, d: 1, f: 1)

  /// One s level far below the others, so that there is a gap above it; hoppings of all kinds.
  private static func coefficients(seed: Int) -> [Double] {
    var coefficients = (0..<orbitals.coefficientCount).map { at in
      0.2 * (Double((at * 7919 + seed * 104_729) % 1000) / 1000 - 0.5)
    }
    coefficients[0] -= 3
    for orbital in 1..<orbitals.onSiteCount { coefficients[orbital] += 1 }
    return coefficients
  }

  private static func frame(_ m: Int, _ n: Int) throws -> StripFrame {
    try #require(StripFrame(along: m, n, of: .hexagonal))
  }

  /// A crystal beside itself has its own bands, folded, and no states between them: by real matrices where C2 takes the
  /// strip into itself, which an even and an odd number of layers do about other places.
  @Test(arguments: [(1, 0), (1, 1), (0, 1), (2, 1)], [[4, 3], [3, 3], [1, 1]])
  func equalCrystalsAreOne(along: (Int, Int), counts: [Int]) throws {
    let frame = try Self.frame(along.0, along.1)
    let model = TightBindingModel(Self.orbitals)
    let coefficients = Self.coefficients(seed: 1)
    let crystal = HoppingModel(model, coefficients)
    let layers = counts.enumerated().flatMap { [Int](repeating: $0, count: $1) }
    let found = try ModelWallSolver(bands: nil, gap: 1, points: 3).solve(
      frame, [crystal, crystal], layers: layers, crystals: 2, errors: [0, 0], special: [[], []],
      tables: [.p6, .p6],
      isWhole: true)
    #expect(found.hasGap && found.states.allSatisfy(\.isEmpty))
    for (at, kappa) in found.kappas.enumerated() {
      let folded = try (0..<layers.count).flatMap { step in
        try model.bands(
          coefficients: coefficients,
          at: frame.wave(kappa, Double(step) / Double(layers.count)),
          count: Self.orbitals.dimension)
      }.sorted()
      let own = found.energies[at]
      // By block chains those between the bands alone are looked for, which there are none of.
      guard layers.count < 5 || !own.isEmpty else { continue }
      let first = try #require(folded.firstIndex { abs($0 - own[0]) < 1e-8 })
      for (a, b) in zip(own, folded[first...]) { #expect(abs(a - b) < 1e-8) }
      #expect(own.count >= 2)
    }
  }

  /// Where three different crystals leave no centre, matrices are complex; two of them equal give the strip of two, which
  /// has one.
  @Test func realAndComplexAgree() throws {
    let frame = try Self.frame(1, 0)
    let model = TightBindingModel(Self.orbitals)
    let a = HoppingModel(model, Self.coefficients(seed: 1))
    let b = HoppingModel(model, Self.coefficients(seed: 2))
    func solve(_ models: [HoppingModel], _ layers: [Int]) throws -> DomainWall {
      try ModelWallSolver(bands: nil, gap: 1, points: 4).solve(
        frame, models, layers: layers, crystals: models.count,
        errors: models.map { _ in 0 }, special: models.map { _ in [] },
        tables: models.map { _ in .p6 }, isWhole: true)
    }
    let real = try solve([a, b], [0, 0, 0, 1, 1, 1])
    // The same strip, but the solver does not know that crystals 0 and 2 are one.
    let complex = try solve([a, b, a], [0, 2, 0, 1, 1, 1])
    // By block chains those between the bands alone; walls are others.
    for (at, (x, y)) in zip(real.energies, complex.energies).enumerated() {
      #expect(x.count == real.states[at].count && x.count == complex.states[at].count)
      for own in x { #expect(y.contains { abs($0 - own) < 1e-9 }) }
    }
    #expect(real.states.joined().count >= 2)
  }

  @Test func axesMakeAPrimitiveCell() throws {
    for (m, n) in [(1, 0), (0, 1), (1, 1), (2, 1), (3, -2), (-1, 0), (5, 7)] {
      let frame = try Self.frame(m, n)
      #expect(frame.along.m * frame.across.n - frame.along.n * frame.across.m == 1)
      let area = frame.period * frame.height
      #expect(abs(area - frame.lattice.area) < 1e-12)
      // kappa is the component along A1.
      let k = frame.wave(0.3, 0.7)
      #expect(abs(k.x1 * Double(m) + k.x2 * Double(n) - 0.3) < 1e-12)
    }
    #expect(StripFrame(along: 2, 2, of: .hexagonal) == nil)
    #expect(StripFrame(along: 0, 0, of: .hexagonal) == nil)
  }
}
