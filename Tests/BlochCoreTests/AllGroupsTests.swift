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
      for n in 0..<6 {
        #expect((solution.energies[at * 6 + n] - solution.energies[n]).magnitude < 1e-5)
      }
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

  /// A crystal solved with less symmetry than it has: the same bands, and labels that restrict as characters say.
  @Test(arguments: [
    ("p6m", ["p6", "p3m1", "p31m", "p3", "cmm", "cm", "p2", "p1"]),
    ("p4m", ["p4", "pmm", "cmm", "pm", "cm", "p2", "p1"]), ("p4g", ["p4", "pgg", "p2"]),
    ("pmg", ["p2"]),
  ]) func subgroupsAgree(name: String, others: [String]) throws {
    let group = try #require(WallpaperGroup.named(name))
    var cell = Self.cell(group, seed: 5, vMax: 100, isSharp: false)
    let points = [KPoint(0, 0), KPoint(0.5, 0.5), KPoint(0.17, 0.08), KPoint(0.4, -0.3)]
    let kset = try Self.kset(points)
    let lattice = cell.symmetry.lattice
    let whole = try BandSolver(symmetry: cell.symmetry, kset: kset, bands: 8, tolerance: 2e-3)
      .solve(cell)
    let gamma = try #require(whole.specialPoints.first)
    // Where a level ends.
    let count = try #require((4..<8).last { gamma.energies[$0] - gamma.energies[$0 - 1] > 1e-2 })
    for other in others {
      let part = try #require(WallpaperGroup.named(other))
      cell.symmetry = try #require(CrystalSymmetry(group: part, lattice: lattice))
      let solution = try BandSolver(
        symmetry: cell.symmetry, kset: kset, bands: 8, tolerance: 2e-3
      ).solve(cell)
      let error = whole.errorEstimate + solution.errorEstimate
      for (a, b) in zip(whole.energies, solution.energies) {
        #expect((a - b).magnitude < error, "\(name) as \(other)")
      }
      let expected = try Self.restricted(
        gamma.irreps.prefix(count).map(\.symbol), from: group, to: part)
      let own = try #require(solution.specialPoints.first)
      var found: [String: Int] = [:]
      for irrep in own.irreps.prefix(count) { found[irrep.symbol, default: 0] += 1 }
      #expect(found == expected, "\(name) as \(other)")
    }
  }

  /// Bands at Gamma by label in a subgroup with the same origin and axes.
  /// - Parameter symbols: one for each band, in the group.
  static func restricted(_ symbols: [String], from group: WallpaperGroup, to part: WallpaperGroup)
    throws -> [String: Int]
  {
    let (large, small) = (group.points[0], part.points[0])
    func character(_ point: SpecialPoint, _ entry: Int, _ operation: Int) -> Double {
      point.corepresentations[entry].irreps.reduce(0) {
        $0 + point.irreps[$1].characters[operation].real
      }
    }
    let places = try part.operations.map { operation in
      try #require(group.operations.firstIndex(of: operation))
    }
    var result: [String: Int] = [:]
    let names = group.irreps(at: large).map(\.symbol)
    for symbol in Set(symbols) {
      let entry = try #require(names.firstIndex(of: symbol))
      let copies = symbols.count { $0 == symbol } / large.corepresentations[entry].bands
      for (own, irrep) in part.irreps(at: small).enumerated() {
        // Real characters of what time reversal has joined; a joined pair has twice the norm.
        let members = Double(small.corepresentations[own].irreps.count)
        let overlap = places.indices.reduce(0.0) {
          $0 + character(large, entry, places[$1]) * character(small, own, $1)
        }
        let number = Int((overlap / Double(places.count) / members).rounded())
        if number > 0 {
          result[irrep.symbol, default: 0] += copies * number * irrep.dimension
        }
      }
    }
    return result
  }

  /// A hundredth of E0 above free particles, on lattices of all five systems.
  @Test(arguments: ["p2", "pmm", "cmm", "p4m", "p6m"]) func emptyLatticesAreFree(name: String)
    throws
  {
    let group = try #require(WallpaperGroup.named(name))
    let cell = Self.cell(group, seed: 7, vMax: 1e-2, isSharp: false)
    let points = [KPoint(0.1, 0.2), KPoint(0.5, 0.3), KPoint(0.5, 0.5)]
    let solution = try BandSolver(
      symmetry: cell.symmetry, kset: try Self.kset(points), bands: 6, tolerance: 1e-1
    ).solve(cell)
    for (at, k) in points.enumerated() {
      var free: [Double] = []
      for n1 in -4...4 {
        for n2 in -4...4 {
          let q = cell.symmetry.lattice.waveVector(x1: k.x1 + Double(n1), x2: k.x2 + Double(n2))
          free.append(q.x * q.x + q.y * q.y)
        }
      }
      free.sort()
      for n in 0..<6 {
        let above = solution.energies[at * 6 + n] * cell.vMax - free[n]
        #expect(above > -1e-3 && above < 1.1e-2)
      }
    }
  }

  /// V = f(x) + g(y) on a rectangle: energies are sums of those of two equations in one dimension.
  @Test func separableCrystalsAreSums() throws {
    let n = 48
    let (f, g) = (0.6, 0.4)
    let wave = (0..<n).map { 0.5 + 0.5 * cos(2 * Double.pi * Double($0) / Double(n)) }
    let vMax = 80.0
    let ratio = 1.3
    let cell = UnitCell(
      symmetry: try #require(
        CrystalSymmetry(group: .named("pmm")!, lattice: .rectangular(ratio: ratio))),
      vMax: vMax, pixels: n,
      potential: (0..<n * n).map { Float(f * wave[$0 / n] + g * wave[$0 % n]) }, source: "formula")
    let k = KPoint(0.21, 0.34)
    let solution = try BandSolver(
      symmetry: cell.symmetry, kset: try Self.kset([k]), bands: 6, tolerance: 1e-3
    ).solve(cell)
    /// Energies of -u'' + V/2 (1 + cos(2 pi x/a)) u.
    func levels(_ height: Double, _ k: Double, _ length: Double) throws -> [Double] {
      let size = 21
      var h = RealMatrix(rows: size, columns: size)
      for i in 0..<size {
        let q = 2 * Double.pi * (k + Double(i - 10)) / length
        h[i, i] = q * q + height / 2
        if i > 0 { h[i, i - 1] = height / 4 }
      }
      return try RealMatrix.lowestEigenpairs(h, count: 6, withVectors: false).values
    }
    let (along, across) = (try levels(f * vMax, k.x1, 1), try levels(g * vMax, k.x2, ratio))
    let sums = along.flatMap { a in across.map { a + $0 } }.sorted()
    for band in 0..<6 {
      #expect((solution.energies[band] - sums[band] / vMax).magnitude < solution.errorEstimate)
    }
  }
}
