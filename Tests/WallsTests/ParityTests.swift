import BlochCore
import Testing
import WallpaperGroups
import Walls

@Suite struct ParityTests {
  private static func strip(_ cells: [UnitCell], _ layers: [Int]) throws -> Strip {
    let frame = try #require(StripFrame(along: 1, 0, of: .hexagonal))
    return try Strip(frame, crystals: cells, layers: layers, edge: 0)
  }

  /// Crystals that C2 takes into each other: both mirrors and C2 leave the walls where they are, and one after the other mirrors
  /// are C2. Plane waves and elements have nothing in common, and the same parities.
  @Test func valleyWall() throws {
    let strip = try Self.strip(
      [
        ElementWallTests.cell(0.19, 0.15, .tm, holes: false),
        ElementWallTests.cell(0.15, 0.19, .tm, holes: false),
      ],
      [0, 0, 0, 1, 1, 1])
    let options = try ExactWallSolver(bands: 3, gap: 1, points: 2, tolerance: 1e-3)
    let (waves, elements) = (try options.solve(strip), try ElementWallSolver(options).solve(strip))
    #expect(waves.operations.map(\.kind) == [.mirrorAcross, .mirrorAlong, .rotation])
    #expect(waves.operations == elements.operations)
    #expect(waves.states.contains { !$0.isEmpty })
    for (own, other) in zip(waves.states, elements.states) {
      #expect(own.map(\.parities) == other.map(\.parities))
    }
    for state in waves.states[0] {
      #expect(state.parities.allSatisfy { abs($0) == 1 })
      #expect(state.parities[0] * state.parities[1] == state.parities[2])
    }
    // Valleys of images under C2 are opposite, and so are those of the bands below.
    let valleys = waves.invariants.map { $0.valley ?? 0 }
    #expect(abs(valleys[0] + valleys[1]) < 2e-2 && abs(valleys[0]) > 0.1)
  }

  /// Without its image on the other side a crystal leaves the mirror across alone, turned ones no operation at all.
  @Test func lessSymmetry() throws {
    let options = try ExactWallSolver(bands: 3, gap: 1, points: 2, tolerance: 2e-3)
    let (a, b) = (
      try ElementWallTests.cell(0.19, 0.15, .tm, holes: false),
      try ElementWallTests.cell(0.15, 0.18, .tm, holes: false)
    )
    let found = try options.solve(Self.strip([a, b], [0, 0, 0, 1, 1, 1]))
    #expect(found.operations.map(\.kind) == [.mirrorAcross])
    let armchair = try #require(StripFrame(along: 1, 1, of: .hexagonal))
    let other = try options.solve(
      Strip(armchair, crystals: [a, b], layers: [0, 0, 1, 1], edge: 0))
    #expect(other.operations.isEmpty && other.states.joined().allSatisfy { $0.parities.isEmpty })
  }

  /// Mirrors turn H_z round: the lowest mode of a line of holes with one sign of H_z everywhere is odd.
  @Test func pseudoscalar() throws {
    let cells = [
      try ElementWallTests.cell(0.14, 0.28, .te, holes: true),
      try ElementWallTests.cell(0.28, 0.14, .te, holes: true),
    ]
    let strip = try Self.strip(cells, [0, 0, 0, 1, 1, 1])
    let options = try ExactWallSolver(bands: 3, gap: 1, points: 2, tolerance: 2e-3)
    let found = try ElementWallSolver(options).solve(strip)
    #expect(found.operations.map(\.kind) == [.mirrorAcross, .mirrorAlong, .rotation])
    for state in found.states[0] {
      #expect(state.parities[0] * state.parities[1] == state.parities[2])
    }
  }
}
