import BlochCore
import Glibc
import Testing

/// Cells and references for the solver's tests.
enum SolverFixture {
  /// A two-level C6 potential from a few cosines with fixed pseudo-random amplitudes.
  static func twoLevel(seed: Int, pixels n: Int = 100) -> UnitCell {
    var state = UInt64(seed &* 7919 &+ 17)
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53) - 0.5
    }
    var stars: [(ReciprocalVector, Double)] = []
    for n1 in 1...6 {
      for n2 in 0..<n1 {
        let g = ReciprocalVector(n1, n2)
        let size = Double(g.squaredIndex).squareRoot().squareRoot()
        stars.append((g, (next() + next() + next()) / size))
      }
    }
    return cell(pixels: n) { r in
      var phi = 0.0
      for (g, a) in stars { for l in 0..<3 { phi += a * wave(g.rotated(sixths: l), r) } }
      return phi > 0 ? 1 : 0
    }
  }

  /// V = 2 V1 (sum of three cosines), in E0 with vMax = 256.
  static func threeCosines(v1: Double, pixels: Int = 24) -> UnitCell {
    cell(pixels: pixels) { r in
      var sum = 0.0
      for l in 0..<3 { sum += wave(ReciprocalVector(1, 0).rotated(sixths: l), r) }
      return 2 * v1 * sum / 256
    }
  }

  private static func wave(_ g: ReciprocalVector, _ r: (Double, Double)) -> Double {
    cos(2 * Double.pi * (Double(g.n1) * r.0 + Double(g.n2) * r.1))
  }

  /// Fills a C6-symmetric cell, one pixel of each orbit evaluated.
  static func cell(pixels n: Int, _ value: ((Double, Double)) -> Double) -> UnitCell {
    var potential = [Float](repeating: .nan, count: n * n)
    for i in 0..<n {
      for j in 0..<n where potential[i * n + j].isNaN {
        let v = Float(value((Double(i) / Double(n), Double(j) / Double(n))))
        var (p, q) = (i, j)
        for _ in 0..<6 {
          potential[p * n + q] = v
          (p, q) = ((n - q) % n, (p + q) % n)
        }
      }
    }
    return UnitCell(
      symmetry: .c6, vMax: 256, pixels: n, potential: potential, source: "test")
  }
}

@Suite struct BandSolverTests {
  /// Values from an independent program, in E0.
  @Test func threeCosinesReproducePublishedValues() throws {
    let cell = SolverFixture.threeCosines(v1: -20)
    let solver = try BandSolver(symmetry: .c6, kset: .special, bands: 7, tolerance: 1e-5)
    let points = try solver.solve(cell).specialPoints
    let expected: [(String, [(Double, Irrep)])] = [
      (
        "Gamma",
        [
          (-48.212216, .s), (19.004055, .p), (19.004055, .p), (44.095170, .s), (63.824071, .d),
          (63.824071, .d), (89.227221, .f),
        ]
      ),
      (
        "K",
        [
          (-47.552894, .zero), (13.199551, .one), (13.199551, .one), (66.646631, .one),
          (66.646631, .one), (68.939088, .zero),
        ]
      ),
      (
        "M",
        [
          (-47.627323, .plus), (11.143561, .minus), (17.091251, .minus), (51.916758, .plus),
          (79.317044, .plus), (82.172975, .plus), (84.106785, .minus),
        ]
      ),
    ]
    for (point, (label, levels)) in zip(points, expected) {
      #expect(point.label == label)
      for (n, (energy, irrep)) in levels.enumerated() {
        #expect(abs(point.energies[n] * 256 - energy) < 2e-4)
        #expect(point.irreps[n] == irrep)
      }
    }
  }

  /// The reduced basis between the special points against the finest cut-off that fits a test.
  @Test(arguments: 1...6) func sixLowestBandsAreAccurate(_ seed: Int) throws {
    let cell = SolverFixture.twoLevel(seed: seed)
    let grid = try KSet.grid(12)
    let quick = try BandSolver(symmetry: .c6, kset: grid, bands: 7, tolerance: 4e-4).solve(cell)
    let fine = try BandSolver(symmetry: .c6, kset: grid, bands: 7, tolerance: 2e-5).solve(cell)
    var squares = 0.0
    var largest = 0.0
    for at in 0..<grid.points.count {
      for n in 0..<6 {
        let error = quick.energies[at * 7 + n] - fine.energies[at * 7 + n]
        squares += error * error
        largest = max(largest, abs(error))
      }
    }
    #expect((squares / Double(6 * grid.points.count)).squareRoot() < 1e-4)
    #expect(largest < 5e-4)
  }

  /// A dense matrix without symmetry, folding or reduced basis agrees where it converges: for a
  /// smooth potential, at any wave vector.
  @Test func agreesWithOneDenseMatrixAtEveryPoint() throws {
    let cell = SolverFixture.threeCosines(v1: 30)
    let path = try KSet.path("Gamma-K-M-Gamma", count: 19)
    let solution = try BandSolver(symmetry: .c6, kset: path, bands: 6, tolerance: 1e-6).solve(cell)
    let dense = try DenseBands.solve(cell, at: path.points, bands: 6, cutoff: 60)
    for (a, b) in zip(solution.energies, dense.energies) { #expect(abs(a - b) < 1e-5) }
  }

  /// E(k) = E(-k) = E(C6 k) = E(k + G).
  @Test func bandsHaveTheSymmetryOfTheLattice() throws {
    let k = KPoint(0.171, 0.083)
    let images = [
      k, KPoint(-k.x1, -k.x2), k.rotated60, k.rotated60.rotated60, KPoint(k.x1 + 2, k.x2 - 1),
    ]
    let list = try KSet.list(images.map { "\($0.x1),\($0.x2)" }.joined(separator: ";"))
    let cell = SolverFixture.twoLevel(seed: 3)
    let solution = try BandSolver(symmetry: .c6, kset: list, bands: 5, tolerance: 1e-3).solve(cell)
    for image in 1..<images.count {
      for n in 0..<5 {
        #expect(abs(solution.energies[image * 5 + n] - solution.energies[n]) < 1e-6)
      }
    }
  }

  /// Members of a pair share their energy, and no pair but a last one is cut.
  @Test func pairsAreDegenerate() throws {
    let solver = try BandSolver(symmetry: .c6, kset: .special, bands: 8, tolerance: 1e-3)
    for seed in 1...5 {
      for point in try solver.solve(SolverFixture.twoLevel(seed: seed)).specialPoints {
        var n = 0
        while n < 8 {
          if point.irreps[n].dimension == 2 && n + 1 < 8 {
            #expect(point.irreps[n + 1] == point.irreps[n])
            #expect(abs(point.energies[n + 1] - point.energies[n]) < 1e-10)
          }
          n += point.irreps[n].dimension
        }
      }
    }
  }

  /// V + c shifts every band by c; a C6 cell solved as a C2 one has the same bands.
  @Test func shiftAndLowerSymmetry() throws {
    var cell = SolverFixture.twoLevel(seed: 2, pixels: 48)
    let list = try KSet.list("0.1,0.2;0.3,-0.1;0.5,0.5;0.5,0")
    let base = try BandSolver(symmetry: .c6, kset: list, bands: 5, tolerance: 1e-3).solve(cell)
    cell.symmetry = .c2
    let lower = try BandSolver(symmetry: .c2, kset: list, bands: 5, tolerance: 1e-3).solve(cell)
    for (a, b) in zip(base.energies, lower.energies) { #expect(abs(a - b) < 5e-4) }
    cell.symmetry = .c6
    for i in cell.potential.indices { cell.potential[i] += 0.25 }
    let shifted = try BandSolver(symmetry: .c6, kset: list, bands: 5, tolerance: 1e-3).solve(cell)
    for (a, b) in zip(base.energies, shifted.energies) { #expect(abs(a + 0.25 - b) < 5e-4) }
  }

  @Test func badCellsAreRefused() throws {
    let solver = try BandSolver(symmetry: .c6, kset: .special, bands: 3, tolerance: 1e-2)
    var cell = SolverFixture.twoLevel(seed: 1, pixels: 20)
    cell.potential = [Float](repeating: 1, count: 400)
    #expect(throws: SolverError.self) { try solver.solve(cell) }
    cell.potential[5] = .nan
    #expect(throws: SolverError.self) { try solver.solve(cell) }
    cell.potential[5] = 0
    #expect(throws: SolverError.self) { try solver.solve(cell) }
    #expect(throws: SolverError.self) {
      try BandSolver(symmetry: .c6, kset: .special, bands: 0, tolerance: 1e-2)
    }
    #expect(throws: SolverError.self) { try KSet.grid(0) }
    #expect(throws: SolverError.self) { try KSet.path("Gamma-X", count: 5) }
  }

  @Test func gridsAreThePapers() throws {
    #expect(try KSet.grid(12).points.count == 79)
    let fine = try KSet.grid(40)
    #expect(fine.points.count == 821)
    #expect(abs(fine.weights.reduce(0, +) - 1) < 1e-12)
  }
}
