import BlochCore
import Glibc
import LinearAlgebra
import Testing

/// Sixteen models side by side against double precision, one at a time.
@Suite struct TightBindingLanesTests {
  private typealias Lane = TightBindingLanes.Lane

  /// Different models in the lanes, and the same numbers in double precision.
  private func filled(
    _ orbitals: HamiltonianFamily, points: [KPoint], bands: Int, seed: UInt64
  ) -> (TightBindingLanes, [[Double]]) {
    var lanes = TightBindingLanes(
      model: TightBindingModel(orbitals), points: points, bands: bands)
    var source = TightBindingSource(seed)
    var models: [[Double]] = []
    for lane in 0..<TightBindingLanes.width {
      let model = source.coefficients(orbitals, scale: 0.3).map(Float.init)
      for (c, x) in model.enumerated() { lanes.coefficients[c][lane] = x }
      models.append(model.map(Double.init))
    }
    return (lanes, models)
  }

  /// Every point of the paper's grid, Gamma, K and M among them.
  @Test func energiesOnTheGridAgreeWithDoubles() throws {
    let points = try KSet.grid(12).points
    var (lanes, models) = filled(.standard, points: points, bands: 7, seed: 21)
    var worst = 0.0
    for (at, k) in points.enumerated() {
      let found = lanes.energies(at: at)
      #expect(found.count == 7)
      for (lane, c) in models.enumerated() {
        let expected = try lanes.model.bands(coefficients: c, at: k, count: 7)
        for n in 0..<7 { worst = max(worst, abs(Double(found[n][lane]) - expected[n])) }
      }
    }
    #expect(worst < 3e-6)
    #expect((0..<points.count).filter { lanes.isCorner($0) }.count == 3)
  }

  /// Other sets and all numbers of bands, at general points and at every kind of special point.
  @Test(arguments: HamiltonianFamily.samples)
  func everyNumberOfBandsAgreesWithDoubles(_ orbitals: HamiltonianFamily) throws {
    let points = [
      .gamma, .k, .m, KPoint(0.21, 0.13), .kPrime, KPoint(0.5, 0), KPoint(0, 0.5),
      KPoint(-1.0 / 3, 1.0 / 3), KPoint(3, -2),
    ]
    for bands in 1...orbitals.dimension {
      var (lanes, models) = filled(
        orbitals, points: points, bands: bands, seed: UInt64(30 + bands))
      for (at, k) in points.enumerated() {
        let found = lanes.energies(at: at)
        #expect(lanes.isCorner(at) == (at != 3))
        var worst = 0.0
        for (lane, c) in models.enumerated() {
          let expected = try lanes.model.bands(coefficients: c, at: k, count: bands)
          for n in 0..<bands { worst = max(worst, abs(Double(found[n][lane]) - expected[n])) }
        }
        #expect(worst < 3e-6, "\(bands) bands at \(k)")
      }
    }
  }

  /// Labels against characters of the rotations in the eigenspaces of the Hermitian matrix.
  @Test(arguments: [HamiltonianFamily.standard, HamiltonianFamily(s: 1, p: 1, d: 1, f: 1)])
  func irrepsAgreeWithCharacters(_ orbitals: HamiltonianFamily) throws {
    let fixture = TightBindingFixture(orbitals)
    for seed in 0..<4 {
      var (lanes, models) = filled(
        orbitals, points: KSet.special.points, bands: min(7, orbitals.dimension),
        seed: UInt64(40 + seed))
      for (corner, label) in ["Gamma", "K", "M"].enumerated() {
        let merged = lanes.energies(at: corner)
        let found = lanes.specialPoint(corner)
        #expect(found.count == TightBindingLanes.width)
        for (lane, c) in models.enumerated() {
          let expected = try fixture.specialPoint(label, c)
          for n in 0..<lanes.bands {
            #expect(found[lane].irreps[n] == expected.irreps[n], "\(label) \(lane) \(n)")
            #expect(abs(Double(found[lane].energies[n]) - expected.energies[n]) < 3e-6)
            #expect(found[lane].energies[n] == merged[n][lane])
          }
        }
      }
    }
  }

  /// The members of a pair have one energy to the last bit, and stand side by side.
  @Test func pairsAreExact() {
    var (lanes, _) = filled(.standard, points: KSet.special.points, bands: 8, seed: 50)
    for corner in 0..<2 {
      for (energies, irreps) in lanes.specialPoint(corner) {
        var n = 0
        while n + 1 < 8 {
          if irreps[n].dimension == 2 {
            #expect(irreps[n + 1] == irreps[n] && energies[n + 1] == energies[n])
            n += 1
          }
          n += 1
        }
      }
    }
  }

  /// sum of weights[n] E_n of one model, by central differences of its coefficients.
  private func differences(
    _ model: TightBindingModel, _ coefficients: [Double], _ k: KPoint, _ weights: [Double]
  ) throws -> [Double] {
    func sum(_ c: [Double]) throws -> Double {
      zip(weights, try model.bands(coefficients: c, at: k, count: weights.count))
        .reduce(0) { $0 + $1.0 * $1.1 }
    }
    let h = 1e-5
    return try coefficients.indices.map { at in
      var (up, down) = (coefficients, coefficients)
      up[at] += h
      down[at] -= h
      return (try sum(up) - sum(down)) / (2 * h)
    }
  }

  /// Smallest distance of two of the lowest `count` levels and the next; members of a pair are one
  /// level.
  private func gap(_ energies: [Double], _ count: Int) -> Double {
    zip(energies, energies.dropFirst()).prefix(count).map { $1 - $0 }
      .filter { $0 > 1e-10 }.min() ?? 1
  }

  /// Single-precision vectors turn into each other by rounding errors over the gap.
  private func check(
    _ lanes: TightBindingLanes, _ models: [[Double]], _ k: KPoint, _ weights: [[Double]]
  ) throws {
    for (lane, c) in models.enumerated() {
      let all = try lanes.model.bands(coefficients: c, at: k, count: lanes.model.family.dimension)
      let expected = try differences(lanes.model, c, k, weights[lane])
      var worst = 0.0
      for (a, b) in zip(lanes.gradient, expected) { worst = max(worst, abs(Double(a[lane]) - b)) }
      let accuracy = min(5e-4, 1e-5 / gap(all, weights[lane].count))
      #expect(worst < accuracy, "lane \(lane) at \(k)")
      #expect((expected.map { abs($0) }.max() ?? 0) > 0.1)
    }
  }

  /// [lanes][bands], one number after the other.
  private func weights(_ bands: Int, seed: UInt64) -> [[Double]] {
    var source = TightBindingSource(seed)
    return (0..<TightBindingLanes.width).map { _ in
      (0..<bands).map { _ in Double(Float(source.next())) }
    }
  }

  @Test(arguments: [7, 21]) func gradientAgreesWithFiniteDifferences(_ bands: Int) throws {
    let k = KPoint(0.21, 0.13)
    var (lanes, models) = filled(.standard, points: [.gamma, k], bands: bands, seed: 60)
    let weights = weights(bands, seed: 61)
    lanes.solve(1, withVectors: true, tolerance: 0)
    for (n, value) in lanes.values.enumerated() {
      for (lane, c) in models.enumerated() {
        let expected = try lanes.model.bands(coefficients: c, at: k, count: bands)[n]
        #expect(abs(Double(value[lane]) - expected) < 3e-6)
      }
    }
    let own = (0..<bands).map { n in
      var lane = Lane.zero
      for l in 0..<TightBindingLanes.width { lane[l] = Float(weights[l][n]) }
      return lane
    }
    lanes.addGradient(1, weights: own)
    try check(lanes, models, k, weights)
    // A second call adds the same again.
    let once = lanes.gradient
    lanes.addGradient(1, weights: own)
    for (a, b) in zip(once, lanes.gradient) {
      for lane in 0..<TightBindingLanes.width { #expect(abs(b[lane] - 2 * a[lane]) < 1e-5) }
    }
  }

  /// With blocks at Gamma, K and M: both states of a pair take half of what the pair's bands weigh,
  /// also when only one of them is among the bands.
  @Test(arguments: [(0, KPoint.gamma), (1, .k), (2, .m), (1, .kPrime), (2, KPoint(0.5, 0))])
  func cornerGradientAgreesWithFiniteDifferences(_ corner: Int, _ k: KPoint) throws {
    for bands in [6, 7] {
      var (lanes, models) = filled(.standard, points: [k], bands: bands, seed: 70)
      let weights = weights(bands, seed: 71)
      lanes.solveCorner(corner, 0, withVectors: true, tolerance: 0)
      var own = lanes.blocks[corner].map { [Lane](repeating: .zero, count: $0.count) }
      for lane in 0..<TightBindingLanes.width {
        lanes.order(corner, lane)
        for (n, level) in lanes.levels.enumerated() {
          let weight = Float(weights[lane][n])
          if lanes.blocks[corner][level.block].irrep.dimension == 1 {
            own[level.block][level.state][lane] += weight
          } else {
            let first = level.state - level.state % 2
            own[level.block][first][lane] += weight / 2
            own[level.block][first + 1][lane] += weight / 2
          }
        }
      }
      lanes.addCornerGradient(corner, 0, weights: own)
      try check(lanes, models, k, weights)
    }
  }

  /// Models whose lowest s level at Gamma is put to 0: the level itself, and derivatives along a direction against
  /// differences in double precision.
  @Test func pinnedModelsHaveTheirDerivatives() throws {
    let k = KPoint(0.21, 0.13)
    var (lanes, models) = filled(.standard, points: [k], bands: 6, seed: 80)
    let weights = weights(6, seed: 81)
    let orbitals = HamiltonianFamily.standard
    func pinned(_ model: [Double]) throws -> [Double] {
      let gamma = try lanes.model.specialPoints(coefficients: model, count: orbitals.dimension)[0]
      let lowest = zip(gamma.energies, gamma.irreps).first { $0.1 == .s }!.0
      return model.enumerated().map { $0 < orbitals.s ? $1 - lowest : $1 }
    }
    func cost(_ model: [Double], _ lane: Int) throws -> Double {
      zip(try lanes.model.bands(coefficients: pinned(model), at: k, count: 6), weights[lane])
        .reduce(0) { $0 + $1.0 * $1.1 }
    }
    lanes.pinLowest()
    for (lane, model) in models.enumerated() {
      let expected = try pinned(model)
      for c in 0..<orbitals.s {
        #expect(abs(Double(lanes.coefficients[c][lane]) - expected[c]) < 2e-6)
      }
    }
    lanes.solve(0, withVectors: true, tolerance: 0)
    lanes.addGradient(
      0,
      weights: (0..<6).map { n in
        var lane = Lane.zero
        for l in 0..<TightBindingLanes.width { lane[l] = Float(weights[l][n]) }
        return lane
      })
    lanes.addPinGradient((0..<orbitals.s).reduce(Lane.zero) { $0 + lanes.gradient[$1] })
    for (lane, model) in models.enumerated() {
      let direction = arbitraryNumbers(model.count, seed: UInt64(90 + lane))
      func moved(_ step: Double) throws -> Double {
        try cost(zip(model, direction).map { $0 + step * $1 }, lane)
      }
      let difference = (try moved(1e-5) - moved(-1e-5)) / 2e-5
      let found = zip(lanes.gradient, direction).reduce(0) { $0 + Double($1.0[lane]) * $1.1 }
      #expect(abs(found - difference) < 2e-4 * max(1, abs(difference)), "lane \(lane)")
    }
  }
}
