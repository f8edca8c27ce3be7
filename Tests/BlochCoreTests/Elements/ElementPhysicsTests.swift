import BlochCore
import Glibc
import Meshes
import Testing
import WallpaperGroups

/// What finite elements must obey: closed forms of layers and guides, scaling, symmetry.
@Suite struct ElementPhysicsTests {
  static let square = CrystalSymmetry(group: .named("pmm")!, lattice: .rectangular(ratio: 1))!

  /// Layers normal to a1, both half a period thick: cos(k1 a) = cos(q1/2) cos(q2/2) - (z + 1/z)/2 sin(q1/2) sin(q2/2)
  /// with q_i^2 = lambda b_i/a_i - k2^2 and z = a1 q1/(a2 q2) (Kronig and Penney); roots in lambda, ascending.
  static func layered(_ media: [Medium], k: KPoint, count: Int) -> [Double] {
    let k2 = 2 * Double.pi * k.x2
    func halfTrace(_ lambda: Double) -> Double {
      // cos and sin/q of q = (s)^(1/2), whatever the sign of s.
      let parts = media.map { medium -> (cosine: Double, sine: Double, square: Double) in
        let square = lambda * medium.b / medium.a - k2 * k2
        let q = abs(square).squareRoot()
        if q < 1e-9 { return (1, 0.5, square) }
        return square > 0
          ? (cos(0.5 * q), sin(0.5 * q) / q, square)
          : (cosh(0.5 * q), sinh(0.5 * q) / q, square)
      }
      let (p, q) = (parts[0], parts[1])
      let mixed = media[0].a / media[1].a * p.square + media[1].a / media[0].a * q.square
      return p.cosine * q.cosine - 0.5 * mixed * p.sine * q.sine
    }
    let target = cos(2 * Double.pi * k.x1)
    var roots: [Double] = []
    // Waves along the layers repeat with every b2, so that k2 is one of k2 + 2 pi n: the caller adds these.
    let step = 0.01
    var (lambda, before) = (0.0, halfTrace(0) - target)
    while roots.count < count && lambda < 400 {
      let after = halfTrace(lambda + step) - target
      if (before > 0) != (after > 0) {
        var (low, high) = (lambda, lambda + step)
        for _ in 0..<60 {
          let middle = 0.5 * (low + high)
          if (halfTrace(middle) - target > 0) == (before > 0) {
            low = middle
          } else {
            high = middle
          }
        }
        roots.append(0.5 * (low + high))
      }
      (lambda, before) = (lambda + step, after)
    }
    return roots
  }

  @Test(arguments: [
    [Medium(a: 1.0 / 6), Medium()], [Medium(a: 0.4, b: 3), Medium(a: 1, b: 0.7)],
  ])
  func layersHaveTheirDispersion(_ media: [Medium]) throws {
    let k = KPoint(0.3, 0.2)
    let kset = try KSet.list("0.3,0.2", symmetry: Self.square)
    let solver = try ElementSolver(symmetry: Self.square, kset: kset, bands: 5, tolerance: 2e-4)
    let solution = try solver.solve(
      LayerLevels(lattice: Self.square.lattice), inside: media[0], outside: media[1])
    var exact: [Double] = []
    for n in -2...2 {
      exact += Self.layered(media, k: KPoint(k.x1, k.x2 + Double(n)), count: 6)
    }
    let expected = frequencies(exact.sorted().prefix(5)).map { $0 / (2 * Double.pi) }
    for (f, g) in zip(frequencies(solution.energies), expected) {
      #expect(abs(f - g) < min(solution.tolerated, 5e-5), "\(f) \(g)")
    }
  }

  /// Between walls half a period apart: lambda = (n pi/w)^2 + k2^2, n from 0 for rigid walls and from 1 for soft ones,
  /// whatever k1 is.
  @Test(arguments: [false, true], [false, true])
  func wallsMakeGuides(isSoft: Bool, isInside: Bool) throws {
    // At the last frequencies of rigid guides vanish, whatever k1.
    let kset = try KSet.list("0,0;0.5,0;0.2,0.3;0.2,0", symmetry: Self.square)
    let solver = try ElementSolver(symmetry: Self.square, kset: kset, bands: 5, tolerance: 5e-4)
    let solution = try solver.solve(
      LayerLevels(lattice: Self.square.lattice, threshold: 0.2), inside: Medium(),
      outside: Medium(),
      excluding: isSoft ? .soft(isInside: isInside) : .rigid(isInside: isInside))
    let filled = acos(0.2) / Double.pi
    let width = isInside ? 1 - filled : filled
    for (at, k) in kset.points.enumerated() {
      var exact: [Double] = []
      for m in -4...4 {
        for n in (isSoft ? 1 : 0)...4 {
          let (x, y) = (0.5 * Double(n) / width, k.x2 + Double(m))
          exact.append(x * x + y * y)
        }
      }
      exact.sort()
      for n in 0..<5 {
        let (f, g) = (solution.energies[5 * at + n].squareRoot(), exact[n].squareRoot())
        #expect(abs(f - g) < min(solution.tolerated, 2e-4), "\(k): \(f) \(g)")
      }
    }
    if !isSoft { #expect(solution.energies[0] == 0 && solution.energies[15] == 0) }
  }

  /// a and b times constants: lambda times their ratio, to rounding.
  @Test func scaling() throws {
    let crystal = try ElementCrystal(ElementCrystal.symmetry("p31m"), index: 4)
    let solver = try ElementSolver(
      symmetry: crystal.symmetry, kset: .special(crystal.symmetry), bands: 4, tolerance: 1e-2)
    func energies(_ a: Double, _ b: Double) throws -> [Double] {
      try solver.solve(
        crystal.levels, inside: Medium(a: 0.2 * a, b: 2 * b), outside: Medium(a: a, b: b)
      ).energies
    }
    for (x, y) in zip(try energies(1, 1), try energies(3, 0.5)) {
      #expect(abs(6 * x - y) < 1e-9 * (1 + y))
    }
  }

  /// Long waves: of E along the rods f = k/(2 pi <eps>^(1/2)) exactly; of H between the bounds of Wiener, and alike in
  /// all directions where there are threefold rotations.
  @Test func longWaves() throws {
    let symmetry = ElementCrystal.symmetry("p6")
    let kset = try KSet.list("0.02,0;0.01,0.03", symmetry: symmetry)
    let eps = 9.0
    let levels = DiscLevels(radius: 0.35)
    let share = Double.pi * 0.35 * 0.35 / symmetry.lattice.area
    let solver = try ElementSolver(symmetry: symmetry, kset: kset, bands: 3, tolerance: 1e-3)
    func slopes(_ inside: Medium) throws -> [Double] {
      let solution = try solver.solve(levels, inside: inside, outside: Medium())
      return kset.points.enumerated().map { at, k in
        let (x, y) = symmetry.lattice.waveVector(x1: k.x1, x2: k.x2)
        return 4 * Double.pi * Double.pi * solution.energies[3 * at] / (x * x + y * y)
      }
    }
    let mean = 1 + (eps - 1) * share
    for slope in try slopes(Medium(b: eps)) { #expect(abs(slope * mean - 1) < 5e-3) }
    let magnetic = try slopes(Medium(a: 1 / eps))
    let least = 1 / mean
    let most = 1 - share * (1 - 1 / eps)
    for slope in magnetic { #expect(slope > least && slope < most) }
    #expect(abs(magnetic[0] - magnetic[1]) < 5e-3 * magnetic[0])
    // Maxwell Garnett's formula is good to the fourth order of the share.
    let contrast = (1 / eps - 1) / (1 / eps + 1)
    let garnett = (1 + share * contrast) / (1 - share * contrast)
    #expect(abs(magnetic[0] / garnett - 1) < 2e-2)
  }

  /// Mirrors turn H round: the same levels, and A1 for A2, B1 for B2.
  @Test func pseudoscalarLabels() throws {
    let crystal = try ElementCrystal(ElementCrystal.symmetry("p6m"), index: 5)
    func solve(_ field: WaveEquation.Field) throws -> BandSolution {
      try ElementSolver(
        symmetry: crystal.symmetry, kset: .special(crystal.symmetry), bands: 6, tolerance: 1e-2,
        field: field
      ).solve(crystal.levels, inside: Medium(a: 0.1), outside: Medium())
    }
    let (scalar, magnetic) = (try solve(.scalar), try solve(.pseudoscalar))
    for (p, q) in zip(scalar.specialPoints, magnetic.specialPoints) {
      for (n, irrep) in p.irreps.enumerated() {
        #expect(abs(p.energies[n] - q.energies[n]) < 1e-6)
        let turned = irrep.symbol.map { $0 == "1" ? "2" : $0 == "2" ? "1" : $0 }
        #expect(q.irreps[n].symbol == (irrep.dimension == 1 ? String(turned) : irrep.symbol))
      }
    }
    #expect(scalar.specialPoints[0].irreps[0].symbol == "A1")
    #expect(magnetic.specialPoints[0].irreps[0].symbol == "A2")
  }

  /// A p6m crystal as one of p6, p3m1, p2 and p1: the same bands within the estimates.
  @Test(arguments: ["p6", "p3m1", "p2", "p1"])
  func subgroupsAgree(_ name: String) throws {
    let symmetry = ElementCrystal.symmetry("p6m")
    let crystal = try ElementCrystal(symmetry, index: 6)
    let smaller = CrystalSymmetry(group: .named(name)!, lattice: .hexagonal)!
    let text = "0.1,0.3;0.4,0.25;0.05,0.02"
    func solve(_ symmetry: CrystalSymmetry) throws -> BandSolution {
      try ElementSolver(
        symmetry: symmetry, kset: .list(text, symmetry: symmetry), bands: 5, tolerance: 4e-4
      ).solve(crystal.levels, inside: Medium(a: 1.0 / 8), outside: Medium())
    }
    let (whole, part) = (try solve(symmetry), try solve(smaller))
    for (f, g) in zip(frequencies(whole.energies), frequencies(part.energies)) {
      #expect(abs(f - g) < 0.6 * (whole.tolerated + part.tolerated), "\(f) \(g)")
    }
  }

  /// Pairs are one number, whatever the mesh.
  @Test func pairsAreExact() throws {
    let crystal = try ElementCrystal(ElementCrystal.symmetry("p6"), index: 8)
    let solution = try ElementSolver(
      symmetry: .c6, kset: .grid(3), bands: 6, tolerance: 1e-2
    ).solve(crystal.levels, inside: Medium(a: 0.1), outside: Medium())
    var pairs = 0
    for point in solution.specialPoints {
      var n = 0
      while n < point.irreps.count {
        if point.irreps[n].dimension == 2, n + 1 < point.irreps.count {
          #expect(point.energies[n] == point.energies[n + 1])
          pairs += 1
          n += 1
        }
        n += 1
      }
    }
    #expect(pairs > 2)
  }
}
