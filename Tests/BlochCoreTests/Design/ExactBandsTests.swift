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

  /// Its bands are those of the adaptive solver, at few pixels and at so many that Fourier sums are taken one
  /// direction after the other; there too the derivative is that of the loss.
  @Test(arguments: [24, 120]) func bandsAgreeWithTheSolver(_ pixels: Int) throws {
    let space = try DesignSpace(cutoff: 3, pixels: pixels)
    let goal = try DesignFixture.goal("match")
    let exact = ExactBands(ExactTables(space: space, goal: goal, vMax: 256, accuracy: 6e-5))
    let x = DesignFixture.parameters(seed: 4, count: 1)
    let v = space.potentials(x, beta: 1)
    let slope = space.pullback(try exact.evaluate(v).derivative, at: v, beta: 1)
    let cell = try space.cell(x.storage, beta: 1, vMax: 256)
    let solution = try BandSolver(symmetry: .c6, kset: goal.kset, bands: 5, tolerance: 2e-5)
      .solve(cell)
    for (a, b) in zip(exact.lastSample.energies, solution.energies) { #expect(abs(a - b) < 1e-4) }

    let direction = (0..<x.rows).map { $0 % 2 == 0 ? 1.0 : -0.6 }
    func loss(_ step: Double) throws -> Double {
      var y = x
      for i in direction.indices { y[i, 0] += step * direction[i] }
      return try exact.evaluate(space.potentials(y, beta: 1)).losses[0]
    }
    let along = zip(direction, slope.storage).reduce(0) { $0 + $1.0 * $1.1 }
    let difference = try (loss(1e-4) - loss(-1e-4)) / 2e-4
    #expect(abs(along - difference) < 1e-5 * abs(along), "\(along) \(difference)")
  }
}
