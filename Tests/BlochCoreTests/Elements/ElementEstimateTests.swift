import BlochCore
import Glibc
import Meshes
import Testing
import WallpaperGroups

/// Estimates against finer solutions, potentials against the solver of potentials, kept models.
@Suite struct ElementEstimateTests {
  /// Coarse solutions lie as near to fine ones as they promise.
  @Test(arguments: ["p6", "p4g", "p3", "pg"])
  func estimatesHold(_ name: String) throws {
    let symmetry = ElementCrystal.symmetry(name)
    let kset = try KSet.grid(5, symmetry: symmetry)
    func solver(_ tolerance: Double) throws -> ElementSolver {
      try ElementSolver(
        symmetry: symmetry, kset: kset, bands: 5, tolerance: tolerance, field: .pseudoscalar)
    }
    for index in 10..<13 {
      let crystal = try ElementCrystal(symmetry, index: UInt64(index), cutoff: 4)
      func solve(_ tolerance: Double) throws -> BandSolution {
        try solver(tolerance).solve(
          crystal.levels, inside: Medium(a: 1.0 / 12), outside: Medium())
      }
      let (coarse, fine) = (try solve(2e-3), try solve(2e-4))
      var largest = 0.0
      for (f, g) in zip(frequencies(coarse.energies), frequencies(fine.energies)) {
        largest = max(largest, abs(f - g))
      }
      #expect(coarse.tolerated <= 2e-3 && fine.tolerated <= 2e-4)
      #expect(largest < coarse.tolerated + fine.tolerated, "\(name) \(index): \(largest)")
      #expect(largest > 1e-7)
    }
  }

  /// A potential with two levels: energies in units of Vmax by elements and by plane waves.
  @Test(arguments: ["p6", "pmg", "p1"])
  func potentials(_ name: String) throws {
    let crystal = try ElementCrystal(ElementCrystal.symmetry(name), index: 9)
    let symmetry = crystal.symmetry
    let kset = try KSet.grid(3, symmetry: symmetry)
    let vMax = 60.0
    let waves = try BandSolver(symmetry: symmetry, kset: kset, bands: 5, tolerance: 5e-3)
      .solve(crystal.cell(nil, vMax: vMax))
    let elements = try ElementSolver(
      symmetry: symmetry, kset: kset, bands: 5, tolerance: 4e-3, unit: vMax, isFrequency: false
    ).solve(crystal.levels, inside: Medium(v: vMax), outside: Medium())
    // The cell has 48 x 48 pixels and no contour: its staircase moves energies by one part in a hundred.
    for (e, g) in zip(elements.energies, waves.energies) {
      #expect(abs(e - g) < 1.5e-2, "\(e) \(g)")
    }
    for (own, other) in zip(elements.specialPoints, waves.specialPoints) {
      #expect(own.irreps[0] == other.irreps[0])
    }
  }

  /// Every point of the zone has the bands that the kept model gives, but for the pairs on the lines of glides, which the
  /// model splits a little.
  @Test(arguments: ["p6", "p4g", "cm"])
  func keptModels(_ name: String) throws {
    let crystal = try ElementCrystal(ElementCrystal.symmetry(name), index: 11)
    let kset = try KSet.grid(4, symmetry: crystal.symmetry)
    let solution = try ElementSolver(
      symmetry: crystal.symmetry, kset: kset, bands: 4, tolerance: 2e-3
    ).solve(
      crystal.levels, inside: Medium(a: 0.2, b: 2), outside: Medium(), withModel: true)
    let model = try #require(solution.model)
    for (at, energies) in model.energies(at: kset.points).enumerated() {
      for n in 0..<4 { #expect(abs(energies[n] - solution.energies[4 * at + n]) < 3e-5) }
    }
    #expect(model.belongs(to: solution.specialPoints))
  }

  @Test func wrongInputIsRefused() throws {
    let kset = KSet.special(.c6)
    #expect(throws: SolverError.self) {
      try ElementSolver(symmetry: .c6, kset: kset, bands: 0, tolerance: 1e-3)
    }
    #expect(throws: SolverError.self) {
      try ElementSolver(symmetry: .c6, kset: kset, bands: 6, tolerance: 0)
    }
    let solver = try ElementSolver(symmetry: .c6, kset: kset, bands: 6, tolerance: 1e-3)
    #expect(throws: SolverError.self) {
      try solver.solve(DiscLevels(radius: 0.3), inside: Medium(a: -1), outside: Medium())
    }
    // The whole cell is inside.
    #expect(throws: SolverError.self) {
      try solver.solve(DiscLevels(radius: 0.9), inside: Medium(a: 0.5), outside: Medium())
    }
    #expect(throws: SolverError.self) {
      try ElementSolver(symmetry: .c6, kset: kset, bands: 6, tolerance: 1e-6)
        .solve(DiscLevels(radius: 0.3), inside: Medium(a: 0.1), outside: Medium())
    }
  }
}
