import BlochCore
import Glibc
import Testing

@Suite struct NetworkInputTests {
  /// Fourier coefficients against the sum over pixels, for even, odd, few and many pixels.
  @Test(arguments: [12, 37, 40, 100, 129]) func coefficientsAreTheSum(_ n: Int) throws {
    let cell = SolverFixture.twoLevel(seed: 5, pixels: n)
    let found = try NetworkInput.fourier.values(of: cell).features
    #expect(found.count == 156)
    for (g, x) in zip(FourierOrbits.all(.c6).map({ $0[0] }), found) {
      // Only where the pixels tell G from all longer vectors.
      if 2 * max(abs(g.n1), abs(g.n2), abs(g.n1 - g.n2)) >= n { continue }
      var sum = 0.0
      for i in 0..<n {
        for j in 0..<n {
          let angle = 2 * Double.pi * Double(g.n1 * i + g.n2 * j) / Double(n)
          sum += Double(cell.potential[i * n + j]) * cos(angle)
        }
      }
      #expect(abs(Double(x) - sum / Double(n * n)) < 1e-6, "\(g)")
    }
  }

  /// V = 2 V1 sum of three cosines: V1 on the first star, nothing else, whatever the number of pixels.
  @Test(arguments: [24, 60, 101]) func pixelsDoNotMatter(_ n: Int) throws {
    let found = try NetworkInput.fourier.values(
      of: SolverFixture.threeCosines(v1: -20, pixels: n)
    ).features
    for (i, x) in found.enumerated() {
      #expect(abs(Double(x) - (i == 1 ? -20.0 / 256 : 0)) < 1e-6)
    }
  }

  @Test func unsuitableCellsAreRefused() throws {
    var cell = SolverFixture.twoLevel(seed: 1, pixels: 40)
    #expect(throws: SolverError.self) { try NetworkInput.pixels(100).values(of: cell) }
    cell.symmetry = .c2
    #expect(throws: SolverError.self) { try NetworkInput.fourier.values(of: cell) }
    cell.symmetry = .c6
    cell.potential[3] = .nan
    #expect(throws: SolverError.self) { try NetworkInput.fourier.values(of: cell) }
  }
}
