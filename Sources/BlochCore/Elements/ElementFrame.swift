import LinearAlgebra
import Meshes

/// A crystal solved at the points of a plan, in coordinates turned by some times 60 degrees.
struct ElementFrame {
  let solver: MeshSolver
  /// [points of the layout]
  private(set) var modes: [ElementModes]
  /// [pieces]: states in the middle of each, where they have been found.
  private(set) var middles: [ElementModes?]

  /// - Parameters:
  ///   - tolerance: of lambda, 1/a^2, as the iteration leaves it.
  /// - Throws: `SolverError`, `LinearAlgebraError`.
  init(
    _ plan: ElementPlan, _ mesh: CrystalMesh, _ crystal: ElementSolver.Crystal<some LevelSet>,
    turns: Int, tolerance: Double
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
    let own = self.solver
    modes = try plan.layout.points.indices.map {
      try own.modes(point: $0, tolerance: tolerance)
    }
    middles = plan.layout.pieces.map { _ in nil }
  }

  /// The reduced basis of a piece; responses must have been set.
  /// - Parameter tolerance: of lambda, 1/a^2, as the iteration leaves it.
  /// - Throws: `LinearAlgebraError`.
  mutating func basis<Matrix: DenseMatrix>(
    piece: Int, _ richness: BasisRichness, tolerance: Double, _: Matrix.Type
  ) throws -> PieceBasis<Matrix> {
    let found = try solver.basis(
      modes, piece: piece, richness, middle: middles[piece], tolerance: tolerance, Matrix.self)
    middles[piece] = found.middle
    return found
  }

  /// Puts the changes of the lowest states with the wave vector beside the modes.
  mutating func setResponses(_ richness: BasisRichness) {
    for point in modes.indices {
      let count = richness.responses(
        bands: solver.plan.bands, atGamma: point == 0, components: solver.plan.components)
      if count > 0 { solver.addResponses(to: &modes[point], point: point, count: count) }
    }
  }

  /// What makes the mesh or its corrections doubtful.
  var flags: [String] {
    var flags: [String] = []
    let folded = solver.elements.matrices.foldedTriangles
    if folded > 0 { flags.append("\(folded) triangles are nearly folded over") }
    if solver.skippedPoints > 0 {
      flags.append("the interface is far from the mesh at \(solver.skippedPoints) points")
    }
    return flags
  }

  /// Bands at zero frequency at each point of the layout.
  private func zeros(bands: Int) -> [Int] {
    levels(bands: bands).map { $0.prefix { $0.value == 0 }.count }
  }

  /// Bands at zero frequency everywhere: fields that are constant in closed pockets.
  func flatBands(bands: Int) -> Int {
    guard solver.mayHavePockets else { return 0 }
    return zeros(bands: bands).dropFirst().min() ?? 0
  }

  /// Bands at zero frequency at wave vectors of a piece: besides the flat ones those of channels between rigid bodies,
  /// which reach through the crystal in one direction, on the line between two points that both have more.
  func zeroBands(bands: Int, piece: Int, at points: [KPoint]) -> [Int] {
    let flat = flatBands(bands: bands)
    guard solver.mayHavePockets else { return points.map { _ in 0 } }
    let zeros = zeros(bands: bands)
    let corners = solver.plan.sources[piece].dropLast()
    return points.map { k in
      var count = flat
      for a in corners where zeros[a.point] > flat {
        for b in corners where zeros[b.point] > flat && a.k != b.k {
          let (x1, x2) = (b.k.x1 - a.k.x1, b.k.x2 - a.k.x2)
          let (y1, y2) = (k.x1 - a.k.x1, k.x2 - a.k.x2)
          let share = (x1 * y1 + x2 * y2) / (x1 * x1 + x2 * x2)
          if abs(x1 * y2 - x2 * y1) < 1e-9, (0...1).contains(share) {
            count = max(count, min(zeros[a.point], zeros[b.point]))
          }
        }
      }
      return count
    }
  }

  /// A level with the estimate of its error, both 1/a^2.
  struct Level {
    var value: Double
    var error: Double
    var irrep: Irrep
  }

  /// The lowest bands at each point of the layout, multiplets counted in full.
  func levels(bands: Int) -> [[Level]] {
    modes.map { own in
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
