import BlochCore
import Testing

/// The exact solver's small matrix.
@Suite struct ReducedModelTests {
  static func solution(_ grid: Int = 6, tolerance: Double = 1e-4) throws -> (BandSolution, KSet) {
    let field = try RandomField(alpha: 0.5, variance: 2, cutoff: 6)
    let sampler = try FieldSampler(pixels: 48, representatives: field.representatives)
    let cell = try sampler.cell(
      FourierField(
        representatives: field.representatives, amplitudes: field.amplitudes(seed: 31, index: 4),
        beta: 2, threshold: 0),
      vMax: 256, source: "random")
    let kset = try KSet.grid(grid)
    let solver = try BandSolver(symmetry: .c6, kset: kset, bands: 7, tolerance: tolerance)
    return (try solver.solve(cell, withModel: true), kset)
  }

  /// Energies at Gamma, K, K' and M are those of the irreps' blocks, and so pairs are pairs.
  @Test func exactAtTheSpecialPoints() throws {
    let (solution, _) = try Self.solution()
    let model = try #require(solution.model)
    let energies = model.energies(at: [.gamma, .k, .m, .kPrime])
    let exact = solution.specialPoints.map(\.energies)
    for (own, wanted) in zip(energies, exact + [exact[1]]) {
      // Bisection stops at 1e-9.
      for (a, b) in zip(own, wanted) { #expect(abs(a - b) < 3e-9) }
    }
    #expect(model.belongs(to: solution.specialPoints))
    var others = solution.specialPoints
    others[1].energies[0] += 1e-5
    #expect(!model.belongs(to: others))
  }

  /// In between it meets the bands of a finer solution to the tolerance.
  @Test func bandsInTheWedge() throws {
    let (solution, kset) = try Self.solution()
    let model = try #require(solution.model)
    let (fine, _) = try Self.solution(tolerance: 2e-5)
    for (i, own) in model.energies(at: kset.points).enumerated() {
      for n in 0..<7 { #expect(abs(own[n] - fine.energies[7 * i + n]) < 1e-4) }
    }
  }

  @Test func slopesAreDerivatives() throws {
    let model = try #require(try Self.solution().0.model?.single)
    typealias Lane = SIMD8<Double>
    let count = model.order * (model.order + 1) / 2
    func fill(_ x1: Double, _ x2: Double) -> [Lane] {
      var h = [Lane](repeating: .zero, count: count)
      h.withUnsafeMutableBufferPointer {
        model.fill($0.baseAddress!, Lane(repeating: x1), Lane(repeating: x2))
      }
      return h
    }
    var (x, y) = (fill(0, 0), fill(0, 0))
    x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        model.fillSlopes(
          x.baseAddress!, y.baseAddress!, Lane(repeating: 0.3), Lane(repeating: 0.2))
      }
    }
    // H is quadratic in k, so central differences are exact but for rounding.
    let step = 1e-3
    let (a, b) = (fill(0.3 + step, 0.2), fill(0.3 - step, 0.2))
    let (c, d) = (fill(0.3, 0.2 + step), fill(0.3, 0.2 - step))
    let (bx, by) = (KPoint(1, 0).cartesian, KPoint(0, 1).cartesian)
    for at in 0..<count {
      let along1 = (a[at][0] - b[at][0]) / (2 * step)
      let along2 = (c[at][0] - d[at][0]) / (2 * step)
      #expect(abs(along1 - (bx.x * x[at][0] + bx.y * y[at][0])) < 1e-8)
      #expect(abs(along2 - (by.x * x[at][0] + by.y * y[at][0])) < 1e-8)
    }
  }

  @Test func trianglesMustFit() throws {
    let model = try #require(try Self.solution().0.model?.single)
    #expect(
      ReducedModel(bands: 7, a0: model.a0, x: model.x, y: model.y, a2: model.a2) == model)
    #expect(
      ReducedModel(bands: 7, a0: model.a0.dropLast(), x: model.x, y: model.y, a2: model.a2) == nil)
    #expect(
      ReducedModel(
        bands: model.order + 1, a0: model.a0, x: model.x, y: model.y, a2: model.a2) == nil)
  }
}
