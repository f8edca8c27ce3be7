import BlochCore
import Glibc
import Testing

/// dE/dV against finite differences of the bands and against sum rules.
@Suite struct BandGradientTests {
  private static let points = "0,0;0.6666666666666666,0.3333333333333333;0.5,0.5;0.21,0.13;0.4,0.1"

  private func gradient(
    _ cell: UnitCell, symmetry: CrystalSymmetry = .c6, bands: Int = 5, tolerance: Double = 5e-5
  ) throws -> (BandSolution, BandGradient) {
    let solver = try BandSolver(
      symmetry: symmetry, kset: .list(Self.points), bands: bands, tolerance: tolerance)
    let solution = try solver.solve(cell, withGradient: true)
    return (solution, try #require(solution.gradient))
  }

  /// V + t cos terms of one orbit, compared with (E(t) - E(-t)) / 2t.
  @Test(arguments: [1, 2, 3, 5, 11, 40]) func agreesWithFiniteDifferences(_ orbit: Int) throws {
    let cell = SolverFixture.twoLevel(seed: 4, pixels: 60)
    let (_, gradient) = try gradient(cell)
    let members = FourierOrbits.all(.c6)[orbit]
    let step = 2e-3
    func energies(_ t: Double) throws -> [Double] {
      var moved = cell
      moved.potential =
        SolverFixture.cell(pixels: 60) { r in
          let waves = members.map {
            cos(2 * Double.pi * (Double($0.n1) * r.0 + Double($0.n2) * r.1))
          }
          return t * waves.reduce(0, +)
        }.potential
      for i in moved.potential.indices { moved.potential[i] += cell.potential[i] }
      return try self.gradient(moved).0.energies
    }
    let (up, down) = (try energies(step), try energies(-step))
    for at in up.indices {
      let difference = (up[at] - down[at]) / (2 * step)
      #expect(abs(difference - gradient.values[at * gradient.orbits.count + orbit]) < 3e-3)
    }
  }

  /// V_0 shifts every band by itself; no derivative exceeds the number of vectors in its orbit.
  @Test func densityIsNormalised() throws {
    let (_, gradient) = try gradient(SolverFixture.twoLevel(seed: 1))
    let orbits = FourierOrbits.all(.c6)
    #expect(gradient.orbits.count == 156 && gradient.orbits == orbits.map { $0[0] })
    #expect(orbits.map(\.count) == [1] + Array(repeating: 6, count: 155))
    #expect(gradient.values.count == 5 * 5 * 156)
    for state in 0..<25 {
      #expect(abs(gradient.values[state * 156] - 1) < 1e-10)
      for o in 1..<156 { #expect(abs(gradient.values[state * 156 + o]) <= 6) }
    }
  }

  /// Solved as a C2 cell, the derivatives by the three C2 orbits of a C6 orbit add up to its own.
  @Test func lowerSymmetryAddsUp() throws {
    let cell = SolverFixture.twoLevel(seed: 2, pixels: 48)
    let (_, high) = try gradient(cell, bands: 3)
    var lowered = cell
    lowered.symmetry = .c2
    let (_, low) = try gradient(lowered, symmetry: .c2, bands: 3)
    var sums = [Double](repeating: 0, count: high.values.count)
    let home = Dictionary(
      uniqueKeysWithValues: FourierOrbits.all(.c6).enumerated().flatMap { o, members in
        members.map { ($0, o) }
      })
    for state in 0..<15 {
      for (o, g) in low.orbits.enumerated() {
        let to = try #require(home[g])
        sums[state * high.orbits.count + to] += low.values[state * low.orbits.count + o]
      }
    }
    for (a, b) in zip(sums, high.values) { #expect(abs(a - b) < 5e-3) }
  }

  /// First order in a weak potential: the second shell at Gamma moves by 2 V_1 cos(pi m/3), m the angular
  /// momentum of the irrep; the lowest band does not move.
  @Test func weakPotentialGivesFirstOrderTheory() throws {
    let cell = SolverFixture.threeCosines(v1: 0.05)
    let (solution, gradient) = try gradient(cell, bands: 7, tolerance: 1e-5)
    let slope: [Irrep: Double] = [.s: 2, .p: 1, .d: -1, .f: -2]
    #expect(abs(gradient.values[1]) < 0.02)
    for n in 1..<7 {
      let irrep = solution.specialPoints[0].irreps[n]
      let value = gradient.values[n * gradient.orbits.count + 1]
      #expect(abs(value - (slope[irrep] ?? .nan)) < 0.05, "\(irrep) \(value)")
    }
  }
}
