import BlochCore
import Testing
import WallpaperGroups
import Walls

@Suite struct ElementWallTests {
  /// Two rods or holes a cell at 1/3 and 2/3 of its height.
  static func cell(
    _ first: Double, _ second: Double, _ equation: WaveEquation, holes: Bool
  ) throws -> UnitCell {
    let symmetry = try #require(CrystalSymmetry(group: .p3m1, lattice: .hexagonal))
    let shapes = try ShapeUnion(
      shapes: [(1.0 / 3, first), (2.0 / 3, second)].map {
        .ellipse(.init(x1: $0.0, x2: $0.0, radius1: $0.1, radius2: $0.1, turn: 0))
      }, inside: holes ? 0 : 1, outside: holes ? 1 : 0)
    var cell = try shapes.cell(PixelOrbits(pixels: 48, symmetry: symmetry), vMax: 256)
    cell.medium = try CrystalMedium(equation, [.init(name: "epsilon", low: 1, high: 12)])
    return cell
  }

  private static func strip(
    _ cells: [UnitCell], _ layers: [Int], along: (Int, Int) = (1, 0), edge: Double = 0
  ) throws -> Strip {
    let frame = try #require(StripFrame(along: along.0, along.1, of: .hexagonal))
    return try Strip(frame, crystals: cells, layers: layers, edge: edge)
  }

  private static func options(_ points: Int, tolerance: Double = 1e-3) throws -> ExactWallSolver {
    try ExactWallSolver(bands: 3, gap: 1, points: points, tolerance: tolerance)
  }

  /// TM needs no elements: they and plane waves have nothing in common but the strip.
  @Test func elementsAgreeWithPlaneWaves() throws {
    let strip = try Self.strip(
      [Self.cell(0.19, 0.15, .tm, holes: false), Self.cell(0.15, 0.19, .tm, holes: false)],
      [0, 0, 0, 1, 1, 1])
    let options = try Self.options(4)
    let (elements, waves) = (
      try ElementWallSolver(options).solve(strip), try options.solve(strip)
    )
    #expect(elements.lower == waves.lower && elements.upper == waves.upper)
    #expect(elements.states.joined().count > 4)
    for (own, other) in zip(elements.states, waves.states) {
      #expect(own.map(\.wall) == other.map(\.wall))
      for (a, b) in zip(own, other) {
        #expect(abs(a.energy - b.energy) < a.error + b.error)
        #expect(abs(a.slope - b.slope) < 2e-3 * (abs(b.slope) + a.energy))
        #expect(abs(a.depth - b.depth) < 0.03)
        #expect(abs(a.share - b.share) < 0.02)
      }
    }
  }

  /// A crystal beside itself has its own bands, folded, and no state between them; a slanted wall has other layers.
  @Test(arguments: [(1, 0), (1, 1)])
  func equalCrystalsAreOne(along: (Int, Int)) throws {
    let cell = try Self.cell(0.14, 0.28, .te, holes: true)
    let strip = try Self.strip([cell, cell], [0, 0, 1, 1], along: along, edge: 0.3)
    let found = try ElementWallSolver(Self.options(3)).solve(strip)
    #expect(found.hasGap && found.states.allSatisfy(\.isEmpty))
    #expect(!found.energies.joined().isEmpty)
    for (at, kappa) in found.kappas.enumerated() {
      let points = (0..<4).map { strip.frame.wave(kappa, Double($0) / 4) }
      let bands = try CrystalSolver(
        symmetry: cell.symmetry, equation: .te, kset: .list(of: points), bands: 4,
        tolerance: 2e-4
      ).solve(cell)
      let folded = bands.energies.sorted()
      for (level, error) in zip(found.energies[at], found.errors[at]) {
        let distance = folded.map { abs($0 - level) }.min() ?? .infinity
        #expect(distance < error + bands.errorEstimate)
      }
    }
  }

  /// Walls along a1 and along a2 - a1, which a third of a turn takes into each other, of other meshes.
  @Test func turnedWallsAreAlike() throws {
    let cells = [
      try Self.cell(0.14, 0.28, .te, holes: true), try Self.cell(0.28, 0.14, .te, holes: true),
    ]
    let layers = [0, 0, 0, 1, 1, 1]
    let found = try [(1, 0), (-1, 1)].map {
      try ElementWallSolver(Self.options(3)).solve(Self.strip(cells, layers, along: $0))
    }
    for (own, other) in zip(found[0].states, found[1].states) {
      #expect(own.count == other.count && !own.isEmpty)
      for (a, b) in zip(own, other) { #expect(abs(a.energy - b.energy) < a.error + b.error) }
    }
  }

  /// Where contours cross a wall they are joined; a finer mesh is nearer than the error bars.
  @Test func errorsHoldWhereContoursAreJoined() throws {
    let cells = [
      try Self.cell(0.14, 0.28, .te, holes: true), try Self.cell(0.28, 0.14, .te, holes: true),
    ]
    // The wall goes through the large holes.
    let strip = try Self.strip(cells, [0, 0, 1, 1], edge: 0.6)
    let coarse = try ElementWallSolver(Self.options(3)).solve(strip)
    let fine = try ElementWallSolver(Self.options(3), ladder: [.fine]).solve(strip)
    #expect(fine.functions > coarse.functions)
    var compared = 0
    for (own, other) in zip(coarse.states, fine.states) where own.count == other.count {
      for (a, b) in zip(own, other) {
        compared += 1
        #expect(abs(a.energy - b.energy) < a.error + b.error)
      }
    }
    #expect(compared > 2)
  }

  /// d omega^2/d kappa against neighbouring wave vectors.
  @Test func slopesAreDerivatives() throws {
    let strip = try Self.strip(
      [Self.cell(0.14, 0.28, .te, holes: true), Self.cell(0.28, 0.14, .te, holes: true)],
      [0, 0, 0, 1, 1, 1])
    let found = try ElementWallSolver(Self.options(101)).solve(strip)
    let step = found.kappas[1]
    var largest = 0.0
    for at in 40..<60 {
      for state in found.states[at] {
        guard
          let before = found.states[at - 1].first(where: { $0.branch == state.branch }),
          let after = found.states[at + 1].first(where: { $0.branch == state.branch })
        else { continue }
        let slope = (after.energy - before.energy) / (2 * step)
        largest = max(largest, abs(slope))
        #expect(abs(slope - state.slope) < 1e-3)
      }
    }
    #expect(largest > 0.05)
  }

  @Test func refusals() throws {
    let cell = try Self.cell(0.14, 0.28, .te, holes: true)
    var other = cell
    other.medium = try CrystalMedium(.te, [.init(name: "epsilon", low: 1, high: 9)])
    #expect(throws: SolverError.self) {
      try ElementWallSolver(Self.options(3)).solve(Self.strip([cell, other], [0, 1]))
    }
  }
}
