import BlochCore
import LinearAlgebra
import Testing

/// Goals by the exact solver.
@Suite struct ExactBandsTests {
  /// The pairs at Gamma and K, and the sector of K that most goals look at, are degenerate by symmetry.
  @Test(arguments: DesignFixture.names)
  func gradientAgreesWithCentralDifferences(_ name: String) throws {
    let goal = try DesignFixture.goal(name)
    let exact = ExactBands(
      ExactTables(space: DesignFixture.space, goal: goal, vMax: 256, accuracy: 6e-4))
    let x = DesignFixture.parameters(seed: 3, count: 1)
    let gradient = try DesignFixture.gradient(x, exact)
    let error = try DesignFixture.relativeError(gradient, x, column: 0, step: 1e-3) {
      try exact.evaluate($0).losses[0]
    }
    #expect(error < 1e-5, "\(name): \(error)")
  }

  /// Its bands are those of the adaptive solver.
  @Test func bandsAgreeWithTheSolver() throws {
    let goal = try DesignFixture.goal("match")
    let exact = ExactBands(
      ExactTables(space: DesignFixture.space, goal: goal, vMax: 256, accuracy: 6e-5))
    let x = DesignFixture.parameters(seed: 4, count: 1)
    _ = try exact.evaluate(DesignFixture.space.potentials(x, beta: 1))
    let cell = try DesignFixture.space.cell(x.storage, beta: 1, vMax: 256)
    let solution = try BandSolver(symmetry: .c6, kset: goal.kset, bands: 5, tolerance: 2e-5)
      .solve(cell)
    for (a, b) in zip(exact.lastSample.energies, solution.energies) { #expect(abs(a - b) < 1e-4) }
  }
}
