import BlochCore
import Glibc
import Meshes
import Testing
import WallpaperGroups

/// Finite elements against closed forms, published values and plane waves.
@Suite struct ElementSolverTests {
  /// Two equal materials: f = |k + G|/(2 pi eps^(1/2)), at the special points and between.
  @Test(arguments: WallpaperGroup.names)
  func emptyLattice(_ name: String) throws {
    let crystal = try ElementCrystal(ElementCrystal.symmetry(name), index: 3)
    let symmetry = crystal.symmetry
    let kset = try KSet.grid(4, symmetry: symmetry)
    let solver = try ElementSolver(
      symmetry: symmetry, kset: kset, bands: 6, tolerance: 2e-3)
    let medium = Medium(a: 1 / 2.5)
    let solution = try solver.solve(crystal.levels, inside: medium, outside: medium)
    func exact(_ k: KPoint) -> [Double] {
      var values: [Double] = []
      for n1 in -5...5 {
        for n2 in -5...5 {
          let (x, y) = symmetry.lattice.waveVector(x1: k.x1 + Double(n1), x2: k.x2 + Double(n2))
          values.append(((x * x + y * y) / 2.5).squareRoot() / (2 * Double.pi))
        }
      }
      return Array(values.sorted().prefix(6))
    }
    var largest = 0.0
    for (at, k) in kset.points.enumerated() {
      let own = frequencies(solution.energies[6 * at..<6 * at + 6])
      for (f, g) in zip(own, exact(k)) { largest = max(largest, abs(f - g)) }
    }
    for point in solution.specialPoints {
      for (f, g) in zip(frequencies(point.energies), exact(point.k)) {
        #expect(abs(f - g) < solution.tolerated + 1e-7, "\(point.label): \(f) \(g)")
      }
    }
    #expect(largest < solution.tolerated, "\(name): \(largest), \(solution.tolerated)")
    #expect(solution.specialPoints[0].energies[0] == 0)
  }

  /// Rods and holes (docs/physics.md): cubic elements and two other codes agree to 1e-6.
  @Test(arguments: ["p6", "p6m"], [false, true])
  func discs(_ name: String, isHole: Bool) throws {
    let symmetry = ElementCrystal.symmetry(name)
    let (air, glass) = (1.0, 12.0)
    let (inside, outside) = isHole ? (air, glass) : (glass, air)
    let electric: [[Double]] =
      isHole
      ? [
        [0, 0.3981257, 0.4922268, 0.4922268, 0.6815232, 0.6815232],
        [0.2799352, 0.2799352, 0.4387798, 0.5799795, 0.5799795, 0.6996515],
        [0.2460933, 0.2934016, 0.4795095, 0.5239083, 0.6108452, 0.6959639],
      ]
      : [
        [0, 0.559615, 0.559615, 0.593487, 0.835711, 0.835711],
        [0.2744187, 0.4898422, 0.4898422, 0.7899898, 0.7899898, 0.863773],
        [0.2617885, 0.4452164, 0.5485904, 0.749712, 0.797174, 0.856130],
      ]
    let magnetic: [[Double]] =
      isHole
      ? [
        [0, 0.6550257, 0.7145069, 0.7145069, 0.7365385, 0.8256973],
        [0.2983439, 0.5266602, 0.5266602, 0.7560797, 0.7560797, 0.960090],
        [0.2733944, 0.4924161, 0.6472666, 0.6560148, 0.7965106, 0.946111],
      ]
      : [
        [0, 0.559615, 0.792024, 0.792024, 1.029298, 1.029298],
        [0.4903726, 0.562836, 0.562836, 0.820943, 0.862773, 0.862773],
        [0.4682713, 0.4724422, 0.682417, 0.765988, 0.864428, 0.998944],
      ]
    for isElectric in [true, false] {
      let solver = try ElementSolver(
        symmetry: symmetry, kset: .special(symmetry), bands: 6, tolerance: 4e-5,
        field: isElectric ? .scalar : .pseudoscalar)
      func medium(_ eps: Double) -> Medium { isElectric ? Medium(b: eps) : Medium(a: 1 / eps) }
      let solution = try solver.solve(
        DiscLevels(radius: isHole ? 0.45 : 0.2), inside: medium(inside), outside: medium(outside))
      for (point, expected) in zip(solution.specialPoints, isElectric ? electric : magnetic) {
        for (f, g) in zip(frequencies(point.energies), expected) {
          #expect(abs(f - g) < 3e-5, "\(point.label) \(isElectric): \(f) \(g)")
        }
      }
    }
  }

  /// Light with E along the rods by elements and by plane waves: energies, labels and degeneracies.
  @Test(arguments: WallpaperGroup.names)
  func agreesWithPlaneWaves(_ name: String) throws {
    let crystal = try ElementCrystal(ElementCrystal.symmetry(name), index: 2, threshold: 0.1)
    let symmetry = crystal.symmetry
    let kset = try KSet.grid(3, symmetry: symmetry)
    let medium = try CrystalMedium(.tm, [.init(name: "epsilon", low: 1, high: 8)])
    let waves = try BandSolver(symmetry: symmetry, kset: kset, bands: 5, tolerance: 1e-3)
      .solve(crystal.cell(medium))
    let (low, high) = medium.media
    let elements = try ElementSolver(symmetry: symmetry, kset: kset, bands: 5, tolerance: 6e-4)
      .solve(crystal.levels, inside: high, outside: low)
    let allowed = waves.tolerated + elements.tolerated
    var largest = 0.0
    for (f, g) in zip(frequencies(elements.energies), frequencies(waves.energies)) {
      largest = max(largest, abs(f - g))
    }
    #expect(largest < allowed, "\(name): \(largest), \(allowed)")
    for (own, other) in zip(elements.specialPoints, waves.specialPoints) {
      #expect(own.label == other.label)
      // Levels closer than the errors may stand in either order.
      func sorted(_ point: SpecialPointBands) -> [String] {
        let f = frequencies(point.energies)
        return point.irreps.indices.filter { f[4] - f[$0] > 2 * allowed }
          .map { point.irreps[$0].symbol }.sorted()
      }
      #expect(sorted(own) == sorted(other), "\(name) \(own.label)")
    }
  }
}
