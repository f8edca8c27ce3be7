import BlochCore
import Glibc
import Meshes
import Testing
import WallpaperGroups

/// Derivatives by the pattern against those of plane waves, and against finite differences of solved levels.
@Suite struct ElementGradientTests {
  /// Special points, and one between.
  private static let points = "0,0;0.5,0;0.5,0.5;0.21,0.13"

  /// Of a medium whose b alone jumps, |u|^2 by elements is that by plane waves.
  @Test(arguments: ["p6", "p4m", "cm", "p3", "p2", "pg"])
  func agreesWithPlaneWaves(_ name: String) throws {
    let symmetry = ElementCrystal.symmetry(name)
    let crystal = try ElementCrystal(symmetry, index: 5)
    let kset = try KSet.list(Self.points, symmetry: symmetry)
    let medium = try CrystalMedium(.tm, [.init(name: "epsilon", low: 1, high: 6)])
    let waves = try #require(
      try BandSolver(symmetry: symmetry, kset: kset, bands: 4, tolerance: 1e-4)
        .solve(
          crystal.cell(medium), withGradient: true
        ).gradient)
    let (low, high) = medium.media
    let elements = try #require(
      try ElementSolver(symmetry: symmetry, kset: kset, bands: 4, tolerance: 3e-4)
        .solve(crystal.levels, inside: high, outside: low, withGradient: true).gradient)
    #expect(elements.orbits == waves.orbits)
    #expect(elements.values.count == waves.values.count)
    #expect(elements.imaginaryValues.count == waves.imaginaryValues.count)
    let size = waves.values.reduce(0) { max($0, abs($1)) }
    func largest(_ first: [Double], _ second: [Double]) -> Double {
      zip(first, second).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
    #expect(largest(elements.values, waves.values) < 3e-3 * size)
    #expect(largest(elements.imaginaryValues, waves.imaginaryValues) < 3e-3 * size)
  }

  /// The field's coefficients change a little, and the pattern with them: levels change by the sum over stars of dE/dV_G
  /// times the change of V_G. Stars end at |G| = 16 |b|, which leaves a part in a hundred of what is smooth and three of
  /// what has jumps.
  @Test(
    arguments: ["p6", "p6m", "p4", "pmg", "p3", "p1"],
    [
      (Medium(a: 1, b: 6), 0.015), (Medium(a: 0.5), 0.025), (Medium(a: 1.0 / 8, b: 1.5), 0.06),
    ])
  func agreesWithFiniteDifferences(_ name: String, _ of: (inside: Medium, within: Double)) throws {
    let symmetry = ElementCrystal.symmetry(name)
    let crystal = try ElementCrystal(symmetry, index: 3)
    let kset = try KSet.list(Self.points, symmetry: symmetry)
    let solver = try ElementSolver(symmetry: symmetry, kset: kset, bands: 4, tolerance: 3e-4)
    func solve(_ levels: FieldLevels, withGradient: Bool = false) throws -> BandSolution {
      try solver.solve(
        levels, inside: of.inside, outside: Medium(), withGradient: withGradient)
    }
    let gradient = try #require(try solve(crystal.levels, withGradient: true).gradient)
    let size = gradient.orbits.count
    func moved(_ step: Double) -> FieldLevels {
      var field = crystal.field
      field.amplitudes[1] += step
      if !field.sines.isEmpty { field.sines[1] -= 0.7 * step }
      return FieldLevels(field, symmetry)!
    }
    let (up, down) = (moved(4e-3), moved(-4e-3))
    let changes = Self.change(from: down, to: up, gradient.orbits)
    var (error, whole) = (0.0, 0.0)
    for (at, (above, below)) in zip(try solve(up).energies, try solve(down).energies).enumerated() {
      var expected = 0.0
      for o in 0..<size {
        expected += gradient.values[at * size + o] * changes[o].re
        if !gradient.imaginaryValues.isEmpty {
          expected += gradient.imaginaryValues[at * size + o] * changes[o].im
        }
      }
      error += (above - below - expected) * (above - below - expected)
      whole += (above - below) * (above - below)
    }
    let part = (error / whole).squareRoot()
    #expect(part < of.within, "\(part)")
    // Bands at zero frequency stay there.
    #expect(gradient.values[0..<size].allSatisfy { abs($0) < 1e-12 })
  }

  /// Coefficients V_G of the difference of two patterns, from areas on a grid.
  private static func change(
    from first: FieldLevels, to second: FieldLevels, _ waves: [ReciprocalVector]
  ) -> [(re: Double, im: Double)] {
    let n = 400
    var sums = [(re: Double, im: Double)](repeating: (0, 0), count: waves.count)
    /// The share of a pixel that is inside, its rim three pixels wide.
    func share(_ levels: FieldLevels, _ place: Place) -> Double {
      let sample = levels.sample(at: place)
      let slope = (sample.x * sample.x + sample.y * sample.y).squareRoot()
      return min(max(0.5 + sample.value * Double(n) / (3 * max(slope, 1e-9)), 0), 1)
    }
    for i in 0..<n {
      for j in 0..<n {
        let place = Place(Double(i) / Double(n), Double(j) / Double(n))
        let difference = share(second, place) - share(first, place)
        if difference == 0 { continue }
        for (o, g) in waves.enumerated() {
          let phase = 2 * Double.pi * (Double(g.n1) * place.x1 + Double(g.n2) * place.x2)
          sums[o].re += difference * cos(phase)
          sums[o].im -= difference * sin(phase)
        }
      }
    }
    let scale = 1 / Double(n * n)
    return sums.map { (scale * $0.re, scale * $0.im) }
  }

  @Test func boundariesHaveNone() throws {
    let solver = try ElementSolver(symmetry: .c6, kset: .special(.c6), bands: 3, tolerance: 1e-2)
    #expect(throws: SolverError.self) {
      try solver.solve(
        DiscLevels(radius: 0.3), inside: Medium(), outside: Medium(),
        excluding: .rigid(isInside: true), withGradient: true)
    }
  }
}
