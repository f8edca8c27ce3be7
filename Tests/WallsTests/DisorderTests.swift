import BlochCore
import Glibc
import Testing
import WallpaperGroups
import Walls

/// What disorder of the contour does to states of a wall, against strips of two periods in which one inclusion is another:
/// at the end of their zone the states at kappa = 1/4 and -1/4 meet, and are 2 |V| apart, V = <-k| dH |k>/2.
@Suite struct DisorderTests {
  /// Two discs a cell, of the two crystals; in units of one period, with one period or two in a cell.
  private struct Pair {
    let equation: WaveEquation
    let holes: Bool
    let radii: [(Double, Double)]

    /// - Parameter change: radius and place of one disc, in the first of two periods.
    func cell(
      _ crystal: Int, periods: Int,
      change: (disc: Int, radius: Double, x: Double, y: Double)? = nil
    ) throws -> UnitCell {
      let scale = 1 / Double(periods)
      let lattice = Lattice(
        ratio: scale, cosine: Lattice.hexagonal.cosine, sine: Lattice.hexagonal.sine)
      let symmetry = try #require(CrystalSymmetry(group: .p1, lattice: lattice))
      var shapes: [Shape] = []
      for period in 0..<periods {
        for disc in 0..<2 {
          var (x1, x2) = (Double(disc + 1) / 3, Double(disc + 1) / 3)
          var radius = disc == 0 ? radii[crystal].0 : radii[crystal].1
          if let change, change.disc == disc, period == 0 {
            radius += change.radius
            x2 += change.y / lattice.sine
            x1 += change.x - change.y * lattice.cosine / lattice.sine
          }
          shapes.append(
            .ellipse(
              .init(
                x1: scale * (x1 + Double(period)), x2: x2, radius1: scale * radius,
                radius2: scale * radius, turn: 0)))
        }
      }
      var cell = try ShapeUnion(
        shapes: shapes, lattice: lattice, inside: holes ? 0 : 1, outside: holes ? 1 : 0
      ).cell(PixelOrbits(pixels: 24, symmetry: symmetry), vMax: 256)
      cell.medium = try CrystalMedium(equation, [.init(name: "epsilon", low: 1, high: 12)])
      return cell
    }

    func solve(
      _ cells: [UnitCell], _ layers: [Int], points: Int, gap: Int, withDisorder: Bool
    ) throws -> DomainWall {
      let frame = try #require(StripFrame(along: 1, 0, of: cells[0].symmetry.lattice))
      let strip = try Strip(frame, crystals: cells, layers: layers, edge: 0)
      let options = try ExactWallSolver(
        bands: gap + 2, gap: gap, points: points, tolerance: 1e-3, withDisorder: withDisorder)
      return ElementWallSolver.isNeeded(strip)
        ? try ElementWallSolver(options).solve(strip) : try options.solve(strip)
    }
  }

  private static let layers = [0, 0, 0, 1, 1, 1]

  /// The state of the wall in the middle at kappa = 1/4, and the sum of the squares of the distances of the two in strips of
  /// two periods, over changes in some layers.
  private static func compare(
    _ pair: Pair, _ near: ClosedRange<Int>, _ changes: [(radius: Double, x: Double, y: Double)]
  ) throws -> (state: EdgeState, sum: Double) {
    let plain = try (0..<2).map { try pair.cell($0, periods: 1) }
    let found = try pair.solve(plain, layers, points: 3, gap: 1, withDisorder: true)
    let state = try #require(
      found.states[1].filter { $0.wall == 0 }.max { $0.share < $1.share })
    #expect(found.states[1].count { $0.wall == 0 } == 1)
    let doubled = try (0..<2).map { try pair.cell($0, periods: 2) }
    var sum = 0.0
    for layer in near {
      for disc in 0..<2 {
        for change in changes {
          let other = try pair.cell(
            layers[layer], periods: 2, change: (disc, change.radius, change.x, change.y))
          var own = layers
          own[layer] = 2
          let split = try pair.solve(
            doubled + [other], own, points: 2, gap: 2, withDisorder: false)
          // Frequencies are in units of one over the period, which is twice as long.
          let near = split.energies[1].map { $0 / 4 }
            .sorted { abs($0 - state.energy) < abs($1 - state.energy) }
          sum += pow(near[1] - near[0], 2)
        }
      }
    }
    return (state, sum)
  }

  @Test func radiiOfHoles() throws {
    let pair = Pair(equation: .te, holes: true, radii: [(0.14, 0.28), (0.28, 0.14)])
    let size = 0.006
    let (state, sum) = try Self.compare(pair, 1...4, [(size, 0, 0)])
    let coupling = try #require(state.couplings)
    #expect(coupling.radius > 0.01)
    #expect(abs(sum.squareRoot() / size / coupling.radius - 1) < 0.04)
  }

  @Test func placesOfHoles() throws {
    let pair = Pair(equation: .te, holes: true, radii: [(0.14, 0.28), (0.28, 0.14)])
    let size = 0.006
    let (state, sum) = try Self.compare(pair, 2...3, [(0, size, 0), (0, 0, size)])
    let coupling = try #require(state.couplings)
    #expect(coupling.position > 0.01)
    // The layers next to the wall alone, which are nearly all.
    #expect((0.9...1).contains(sum.squareRoot() / size / coupling.position))
  }

  @Test func radiiOfRods() throws {
    let pair = Pair(equation: .tm, holes: false, radii: [(0.19, 0.15), (0.15, 0.19)])
    let size = 0.006
    let (state, sum) = try Self.compare(pair, 1...4, [(size, 0, 0)])
    let coupling = try #require(state.couplings)
    #expect(abs(sum.squareRoot() / size / coupling.radius - 1) < 0.06)
  }

  /// The same states by elements and by plane waves, one from slopes and values, the other from values alone.
  @Test func elementsAgreeWithPlaneWaves() throws {
    let pair = Pair(equation: .tm, holes: false, radii: [(0.19, 0.15), (0.15, 0.19)])
    let cells = try (0..<2).map { try pair.cell($0, periods: 1) }
    let frame = try #require(StripFrame(along: 1, 0, of: .hexagonal))
    let strip = try Strip(frame, crystals: cells, layers: [0, 0, 0, 1, 1, 1], edge: 0)
    let options = try ExactWallSolver(
      bands: 3, gap: 1, points: 4, tolerance: 1e-3, withDisorder: true)
    let (a, b) = (try options.solve(strip), try ElementWallSolver(options).solve(strip))
    #expect(a.states.joined().count > 4)
    for (p, q) in zip(a.states.joined(), b.states.joined()) {
      let (own, other) = (try #require(p.couplings), try #require(q.couplings))
      #expect(abs(own.radius - other.radius) < 0.02 * other.radius + 1e-4)
      #expect(abs(own.position - other.position) < 0.02 * other.position + 1e-4)
    }
  }
}
