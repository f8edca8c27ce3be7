import BlochCore
import Glibc
import Meshes
import Testing
import WallpaperGroups

/// Elastic waves in the plane against closed forms, waves of one component, and another code.
@Suite struct ElasticSolverTests {
  static func solid(_ rho: Double, _ lambda: Double, _ mu: Double) -> Medium {
    Medium(a: mu, b: rho, lame: lambda)
  }

  /// In one material longitudinal waves are those of a scalar, transverse ones of a pseudoscalar, whose mirrors turn
  /// round: the same frequencies, and the same irreps.
  @Test(arguments: WallpaperGroup.names)
  func oneMaterial(_ name: String) throws {
    let crystal = try ElementCrystal(ElementCrystal.symmetry(name), index: 3)
    let symmetry = crystal.symmetry
    let kset = try KSet.list("0.31,0.17;0.5,0.2", symmetry: symmetry)
    let (bands, rho, lambda, mu) = (6, 1.6, 1.3, 0.7)
    func solve(_ field: WaveEquation.Field, _ medium: Medium) throws -> BandSolution {
      try ElementSolver(
        symmetry: symmetry, kset: kset, bands: bands, tolerance: 1e-3, field: field
      ).solve(crystal.levels, inside: medium, outside: medium)
    }
    let whole = try solve(.vector, Self.solid(rho, lambda, mu))
    let parts = [
      try solve(.scalar, Medium(a: lambda + 2 * mu, b: rho)),
      try solve(.pseudoscalar, Medium(a: mu, b: rho)),
    ]
    let allowed = parts.reduce(whole.tolerated) { $0 + $1.tolerated }
    for (at, point) in whole.specialPoints.enumerated() {
      let levels = frequencies(point.energies)
      if point.label == "Gamma" { #expect(levels[0] == 0 && levels[1] == 0) }
      // The constant is a number there, and a vector here.
      let first = point.label == "Gamma" ? 1 : 0
      var expected = parts.flatMap { part in
        let other = part.specialPoints[at]
        return zip(frequencies(other.energies), other.irreps).dropFirst(first).map { ($0, $1) }
      }
      expected.sort { $0.0 < $1.0 }
      let found = Array(zip(levels, point.irreps).dropFirst(2 * first))
      for (n, (f, _)) in found.enumerated() {
        #expect(abs(f - expected[n].0) < 2e-5, "\(name) \(point.label): \(f) \(expected[n].0)")
      }
      // Of levels that coincide either may come first, and the last ones may be cut off.
      let highest = min(found.last!.0, expected[found.count - 1].0) - 1e-3
      let own = found.filter { $0.0 < highest }.map { $0.1.symbol }.sorted()
      let others = expected.filter { $0.0 < highest }.map { $0.1.symbol }.sorted()
      #expect(own == others, "\(name) \(point.label)")
    }
    for at in kset.points.indices {
      let own = frequencies(whole.energies[bands * at..<bands * (at + 1)])
      let expected = parts.flatMap { frequencies($0.energies[bands * at..<bands * (at + 1)]) }
        .sorted()
      for (f, g) in zip(own, expected) { #expect(abs(f - g) < allowed, "\(name)") }
    }
  }

  /// Layers at normal incidence: longitudinal and transverse waves by themselves, each as of Rytov.
  @Test func layersAtNormalIncidence() throws {
    let lattice = Lattice.rectangular(ratio: 0.2)
    let symmetry = CrystalSymmetry(group: .named("pmm")!, lattice: lattice)!
    let media = [Self.solid(2, 3, 1.5), Self.solid(1, 0.8, 0.5)]
    let solver = try ElementSolver(
      symmetry: symmetry, kset: .list("0.3,0;0.5,0", symmetry: symmetry), bands: 6,
      tolerance: 3e-4, field: .vector)
    let solution = try solver.solve(
      LayerLevels(lattice: lattice), inside: media[0], outside: media[1])
    for (at, k1) in [0.3, 0.5].enumerated() {
      var exact: [Double] = []
      for isLongitudinal in [true, false] {
        exact += ElementPhysicsTests.layered(
          media.map { Medium(a: isLongitudinal ? $0.a * 2 + $0.lame! : $0.a, b: $0.b) },
          k: KPoint(k1, 0), count: 8)
      }
      let expected = frequencies(exact.sorted().prefix(6)).map { $0 / (2 * Double.pi) }
      for (f, g) in zip(frequencies(solution.energies[6 * at..<6 * at + 6]), expected) {
        #expect(abs(f - g) < min(solution.tolerated, 1e-4), "\(k1): \(f) \(g)")
      }
    }
  }

  /// A disc with a free or a clamped rim: zeros of combinations of Bessel functions (Love); three motions without
  /// strain where the rim is free, at every wave vector.
  @Test(arguments: [false, true]) func discsHaveTheirModes(isClamped: Bool) throws {
    let (radius, lambda) = (0.3, 1.4)
    let ratio = 1 / (lambda + 2).squareRoot()
    func determinant(_ n: Int, _ y: Double) -> Double {
      let x = ratio * y
      func bessel(_ m: Int, _ z: Double) -> Double { jn(Int32(m), z) }
      func slope(_ z: Double) -> Double { Double(n) * bessel(n, z) - z * bessel(n + 1, z) }
      let m = Double(n)
      if isClamped { return slope(x) * slope(y) - m * m * bessel(n, x) * bessel(n, y) }
      func normal(_ z: Double) -> Double {
        (m * m - m - y * y / 2) * bessel(n, z) + z * bessel(n + 1, z)
      }
      func shear(_ z: Double) -> Double { (m - 1) * bessel(n, z) - z * bessel(n + 1, z) }
      return normal(x) * normal(y) - m * m * shear(x) * shear(y)
    }
    var exact: [Double] = isClamped ? [] : [0, 0, 0]
    for n in 0..<5 {
      var (y, before) = (0.05, determinant(n, 0.05))
      while y < 8 {
        let after = determinant(n, y + 0.01)
        if (before > 0) != (after > 0) {
          var (low, high) = (y, y + 0.01)
          for _ in 0..<40 {
            let middle = 0.5 * (low + high)
            if (determinant(n, middle) > 0) == (before > 0) { low = middle } else { high = middle }
          }
          let root = 0.5 * (low + high)
          exact += [Double](repeating: root / (2 * Double.pi * radius), count: n == 0 ? 1 : 2)
        }
        (y, before) = (y + 0.01, after)
      }
    }
    exact.sort()
    let solver = try ElementSolver(
      symmetry: .c6, kset: .list("0,0;0.5,0.5;0.2,0.1"), bands: 8, tolerance: 1e-3, field: .vector)
    let medium = Self.solid(1, lambda, 1)
    let found = try solver.solve(
      DiscLevels(radius: radius), inside: medium, outside: medium,
      excluding: isClamped ? .soft(isInside: false) : .rigid(isInside: false))
    for (at, energy) in found.energies.enumerated() {
      let f = exact[at % 8]
      #expect(abs(energy.squareRoot() - f) < min(found.tolerated, 3e-4), "\(at): \(f)")
      if f == 0 { #expect(energy == 0) }
    }
    if !isClamped {
      // Two translations and a rotation.
      let names = found.specialPoints[0].irreps.prefix(3).map(\.symbol)
      #expect(names.filter { $0 == "p" }.count == 2 && names.contains("s"))
    }
  }
}
