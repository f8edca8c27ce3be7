import BlochCore
import Glibc
import LinearAlgebra
import Testing
import WallpaperGroups

/// The exact solver in every wallpaper group, on random patterns with that group's symmetry.
@Suite struct AllGroupsTests {
  static func lattice(_ system: LatticeSystem) -> Lattice {
    switch system {
    case .oblique: Lattice(ratio: 1.2, cosine: 0.28, sine: 0.96)
    case .rectangular: .rectangular(ratio: 1.3)
    case .rhombic: Lattice(a1: (0.5, 0.65), a2: (-0.5, 0.65))
    case .square: .square
    case .hexagonal: .hexagonal
    }
  }

  /// A band-limited random pattern, averaged over the group's operations.
  /// - Parameter isSharp: whether it is cut into two levels.
  static func cell(_ group: WallpaperGroup, seed: UInt64, vMax: Double, isSharp: Bool) -> UnitCell {
    let n = 36
    var state = seed
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53) - 0.5
    }
    for _ in 0..<10 { _ = next() }
    var field = [Double](repeating: 0, count: n * n)
    for a in 0...3 {
      for b in -3...3 {
        let scale = 1 / Double(1 + a * a + b * b)
        let (x, y) = (next() * scale, next() * scale)
        for at in field.indices {
          let phase = 2 * Double.pi * Double(a * (at / n) + b * (at % n)) / Double(n)
          field[at] += x * cos(phase) + y * sin(phase)
        }
      }
    }
    func wrapped(_ i: Int) -> Int { ((i % n) + n) % n }
    let pattern = field.indices.map { at in
      group.operations.map { o in
        let (i, j) = (at / n, at % n)
        let image = (
          wrapped(o.w11 * i + o.w12 * j + o.t1 * n / 2),
          wrapped(o.w21 * i + o.w22 * j + o.t2 * n / 2)
        )
        return field[image.0 * n + image.1]
      }.sorted().reduce(0, +)
    }
    let (low, high) = (pattern.min()!, pattern.max()!)
    let values = pattern.map { value -> Float in
      let share = (value - low) / (high - low)
      return isSharp ? (share > 0.5 ? 1 : 0) : Float(share)
    }
    return UnitCell(
      symmetry: CrystalSymmetry(group: group, lattice: lattice(group.system))!, vMax: vMax,
      pixels: n, potential: values, source: "random")
  }

  static let points = [
    KPoint(0, 0), KPoint(0.5, 0), KPoint(0, 0.5), KPoint(0.5, 0.5), KPoint(2.0 / 3, 1.0 / 3),
    KPoint(1.0 / 3, 2.0 / 3), KPoint(0.1, 0.2), KPoint(-0.2, 0.41), KPoint(0.5, 0.2),
    KPoint(0.2, 0.5), KPoint(-0.3, -0.3), KPoint(0.31, -0.22),
  ]

  static func kset(_ points: [KPoint]) throws -> KSet {
    try .list(points.map { "\($0.x1),\($0.x2)" }.joined(separator: ";"))
  }

  /// Levels against one dense matrix of all plane waves, which knows no symmetry.
  @Test(arguments: WallpaperGroup.names) func energiesAreThoseOfDenseMatrices(name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    for (seed, isSharp) in [(1, false), (2, true)] {
      let cell = Self.cell(group, seed: UInt64(seed), vMax: 100, isSharp: isSharp)
      let kset = try Self.kset(Self.points)
      let solver = try BandSolver(symmetry: cell.symmetry, kset: kset, bands: 6, tolerance: 2e-3)
      let solution = try solver.solve(cell)
      let dense = try DenseBands.solve(cell, at: Self.points, bands: 6, cutoff: 70)
      for (own, exact) in zip(solution.energies, dense.energies) {
        #expect((own - exact).magnitude < solution.errorEstimate + dense.errorEstimate, "\(name)")
      }
      #expect(solution.errorEstimate < 2e-3)
    }
  }

  /// Levels that symmetry makes equal are equal, and other members of a star have the same ones.
  @Test(arguments: WallpaperGroup.names) func degeneraciesAreExact(name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    let cell = Self.cell(group, seed: 3, vMax: 100, isSharp: true)
    var points: [KPoint] = []
    let k = KPoint(0.13, 0.29)
    for o in group.operations {
      let (x, y) = o.image(x1: k.x1, x2: k.x2)
      points += [KPoint(x, y), KPoint(1 - x, -y)]
    }
    // Boundary lines on which glides pair all bands.
    let lines = [KPoint(0.21, 0.5), KPoint(0.5, 0.37)]
    let kset = try Self.kset(points + lines)
    let solution = try BandSolver(symmetry: cell.symmetry, kset: kset, bands: 6, tolerance: 2e-3)
      .solve(cell)
    for at in points.indices {
      for n in 0..<6 { #expect((solution.energies[at * 6 + n] - solution.energies[n]).magnitude < 1e-5) }
    }
    let paired: [String: [Bool]] = [
      "pg": [true, false], "pmg": [false, true], "pgg": [true, true], "p4g": [true, true],
    ]
    for (line, isPaired) in (paired[name] ?? []).enumerated() where isPaired {
      let from = (points.count + line) * 6
      for n in stride(from: 0, to: 6, by: 2) {
        #expect(solution.energies[from + n] == solution.energies[from + n + 1])
      }
    }
    for point in solution.specialPoints {
      var n = 0
      while n < 6 {
        let size = point.irreps[n].dimension
        for m in n..<min(n + size, 6) { #expect(point.energies[m] == point.energies[n]) }
        n += size
      }
    }
    // Perron and Frobenius: the lowest state is symmetric.
    let first = try #require(solution.specialPoints.first?.irreps.first)
    #expect(["A", "A'", "A1", "s", "+"].contains(first.symbol))
  }
}
