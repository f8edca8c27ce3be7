import LinearAlgebra
import Meshes

/// A crystal solved at the points of a plan, in coordinates turned by some times 60 degrees.
struct ElementFrame {
  let solver: MeshSolver
  /// [points]: those of the layout and, where they are needed, the middles of the pieces.
  private(set) var modes: [ElementModes]

  /// - Parameters:
  ///   - tolerance: of lambda, 1/a^2, as the iteration leaves it.
  ///   - needsMiddle: whether bands between the special points are wanted.
  /// - Throws: `SolverError`, `LinearAlgebraError`.
  init(
    _ plan: ElementPlan, _ mesh: CrystalMesh, _ crystal: ElementSolver.Crystal<some LevelSet>,
    turns: Int, tolerance: Double, needsMiddle: Bool
  ) throws {
    func solver(_ levelSet: some LevelSet) throws -> MeshSolver {
      try MeshSolver(
        plan, mesh: mesh.turned(sixths: turns), levelSet: levelSet, inside: crystal.inside,
        outside: crystal.outside, leavingOut: crystal.exclusion.side,
        isSoft: crystal.exclusion.isSoft)
    }
    self.solver =
      turns == 0
      ? try solver(crystal.levelSet)
      : try solver(TurnedLevelSet(base: crystal.levelSet, turns: turns))
    let count = needsMiddle ? plan.points.count : plan.layout.points.count
    let own = self.solver
    modes = try (0..<count).map { try own.modes(point: $0, tolerance: tolerance) }
  }

  /// Puts the changes of the lowest states with the wave vector beside the modes.
  mutating func setResponses(_ level: ResponseLevel) {
    for point in 0..<solver.plan.layout.points.count {
      let count = point == 0 ? level.atGamma : level.elsewhere
      if count > 0 { solver.addResponses(to: &modes[point], count: count) }
    }
  }

  /// What makes the mesh or its corrections doubtful.
  var flags: [String] {
    var flags: [String] = []
    let folded = solver.elements.matrices.foldedTriangles
    if folded > 0 { flags.append("\(folded) triangles are nearly folded over") }
    if solver.shifts.skipped > 0 {
      flags.append("the interface is far from the mesh at \(solver.shifts.skipped) points")
    }
    return flags
  }

  /// A level with the estimate of its error, both 1/a^2.
  struct Level {
    var value: Double
    var error: Double
    var irrep: Irrep
  }

  /// The lowest bands at each point of the layout, multiplets counted in full.
  func levels(bands: Int) -> [[Level]] {
    modes.prefix(solver.plan.layout.points.count).map { own in
      var levels: [Level] = []
      for state in own.states where levels.count < bands {
        let block = own.blocks[state.block]
        let level = Level(
          value: state.level, error: block.error(state.number),
          irrep: block.copies.block.irrep)
        for _ in 0..<block.copies.block.bands { levels.append(level) }
      }
      return Array(levels.prefix(bands))
    }
  }
}
