import BlochCore
import Testing

@Suite struct BandDerivativesTests {
  /// Random coefficients of the usual tight-binding model.
  private static func model(_ seed: UInt64) -> TightBindingHamiltonian {
    let model = TightBindingModel()
    var generator = SystemLikeGenerator(state: seed)
    let coefficients = (0..<model.family.coefficientCount).map { _ in generator.next() - 0.5 }
    return TightBindingHamiltonian(model, coefficients: coefficients)
  }

  /// Small numbers that do not depend on the machine.
  private struct SystemLikeGenerator {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31)
    }
  }

  /// A Cartesian step from a wave vector, in 1/a.
  private func energies(
    _ model: TightBindingHamiltonian, _ k: KPoint, _ x: Double, _ y: Double
  ) throws -> [Double] {
    let root = (3.0).squareRoot()
    let moved = KPoint(
      k.x1 + x / (2 * Double.pi), k.x2 + (x + root * y) / (4 * Double.pi))
    return try BandDerivatives(model, at: [moved], bands: 5) { _ in 0 }.energies
  }

  /// Central differences of the energies: h^2 times third and fourth derivatives are left.
  @Test(arguments: [1, 2, 3, 4, 5])
  func equalFiniteDifferences(_ seed: UInt64) throws {
    let model = Self.model(seed)
    let k = KPoint(0.137 + 0.1 * Double(seed), 0.411 - 0.2 * Double(seed))
    let found = try BandDerivatives(model, at: [k], bands: 5) { _ in 1e-9 }
    let step = 1e-3
    func at(_ x: Double, _ y: Double) throws -> [Double] { try energies(model, k, x, y) }
    let (center, right, left) = (try at(0, 0), try at(step, 0), try at(-step, 0))
    let (up, down) = (try at(0, step), try at(0, -step))
    let (pp, mm) = (try at(step, step), try at(-step, -step))
    let (pm, mp) = (try at(step, -step), try at(-step, step))
    for n in 0..<5 {
      #expect(abs(found.energies[n] - center[n]) < 1e-9)
      #expect(abs(found.slopes[2 * n] - (right[n] - left[n]) / (2 * step)) < 1e-3)
      #expect(abs(found.slopes[2 * n + 1] - (up[n] - down[n]) / (2 * step)) < 1e-3)
      let second = [
        (right[n] + left[n] - 2 * center[n]) / (step * step),
        (pp[n] + mm[n] - pm[n] - mp[n]) / (4 * step * step),
        (up[n] + down[n] - 2 * center[n]) / (step * step),
      ]
      let size = 1 + (found.curvatures[(3 * n)...(3 * n + 2)].map { abs($0) }.max() ?? 0)
      for (i, value) in second.enumerated() {
        #expect(abs(found.curvatures[3 * n + i] - value) < 0.02 * size, "band \(n) \(i)")
      }
    }
  }

  /// The slope at a turned wave vector is the slope turned, and the same a reciprocal lattice vector further.
  @Test func turnWithTheWaveVector() throws {
    let model = Self.model(7)
    let k = KPoint(0.21, 0.08)
    let first = try BandDerivatives(model, at: [k], bands: 4) { _ in 0 }
    let (c, s) = (0.5, (0.75).squareRoot())
    let turned = k.rotated60
    let second = try BandDerivatives(
      model, at: [turned, KPoint(turned.x1 + 2, turned.x2 - 1)], bands: 4
    ) { _ in 0 }
    for n in 0..<4 {
      let (x, y) = (first.slopes[2 * n], first.slopes[2 * n + 1])
      for place in 0..<2 {
        let at = 2 * (4 * place + n)
        #expect(abs(second.slopes[at] - (c * x - s * y)) < 1e-9)
        #expect(abs(second.slopes[at + 1] - (s * x + c * y)) < 1e-9)
      }
      let trace = first.curvatures[3 * n] + first.curvatures[3 * n + 2]
      #expect(abs(second.curvatures[3 * n] + second.curvatures[3 * n + 2] - trace) < 1e-8)
    }
  }

  /// Pairs at Gamma: no slope by C2, no curvature of one band alone.
  @Test func pairsHaveNoCurvature() throws {
    let model = Self.model(3)
    let found = try BandDerivatives(model, at: [.gamma], bands: 6) { _ in 1e-6 }
    var pairs = 0
    for n in 0..<5 {
      let isPair = [n - 1, n + 1].contains {
        (0..<6).contains($0) && abs(found.energies[$0] - found.energies[n]) < 1e-9
      }
      pairs += isPair ? 1 : 0
      #expect(abs(found.slopes[2 * n]) < 1e-9 && abs(found.slopes[2 * n + 1]) < 1e-9)
      #expect(found.curvatures[3 * n].isNaN == isPair)
    }
    #expect(pairs >= 2)
  }

  /// E = k^2 of one plane wave: N(E) = E sqrt(3)/(8 pi) while the circle lies in the zone.
  @Test func freeParticleHasItsDensity() throws {
    let model = try #require(ReducedModel(bands: 1, a0: [0], x: [0], y: [0], a2: [1]))
    let top = 4 * Double.pi * Double.pi / 3  // |M|^2
    let found = DensityOfStates(model, bands: 1, divisions: 60, intervals: 40, range: 0...top)
    for (energy, count) in zip(found.energies, found.counts) {
      let exact = energy * (3.0).squareRoot() / (8 * Double.pi)
      #expect(abs(count - exact) < found.countsError && found.countsError < 2e-3)
    }
    let derivatives = try BandDerivatives(model, at: [KPoint(0.1, 0.05)], bands: 1) { _ in 0 }
    let (kx, ky) = KPoint(0.1, 0.05).cartesian
    #expect(abs(derivatives.slopes[0] - 2 * kx) < 1e-12)
    #expect(abs(derivatives.slopes[1] - 2 * ky) < 1e-12)
    #expect(derivatives.curvatures == [2, 0, 2])
  }

  /// Every band has one state a cell.
  @Test func allStatesAreCounted() {
    let model = Self.model(9)
    let found = DensityOfStates(
      model, bands: 12, divisions: 24, intervals: 50, range: -20...20)
    #expect(found.counts.first == 0)
    #expect(abs((found.counts.last ?? 0) - 12) < 1e-9)
    #expect(found.density.allSatisfy { $0 >= 0 })
  }
}
