import LinearAlgebra
import Meshes

/// Levels and modes of one crystal on one mesh.
struct MeshSolver {
  let plan: ElementPlan
  let elements: CrystalElements
  let factor: DomainFactor
  let boundary: DomainBoundary
  let bubbles: any BubbleLowering
  let shifts: any InterfaceShift
  /// Points of the interface that are too far from the mesh.
  let skippedPoints: Int
  /// K - floor M + shift M is what is factored.
  let shift: Double
  /// Whether lambda = 0 is a level at Gamma: where v vanishes and the field need not.
  let isZeroAllowed: Bool
  /// Whether it may be one at any wave vector: where what is left of the crystal may have closed pockets.
  let mayHavePockets: Bool

  /// - Parameters:
  ///   - left: the side whose triangles are left out, nil for none.
  ///   - isSoft: whether the field vanishes there.
  /// - Throws: `SolverError`.
  init(
    _ plan: ElementPlan, mesh: CrystalMesh, levelSet: some LevelSet, inside: Medium,
    outside: Medium, leavingOut left: Bool? = nil, isSoft: Bool = false
  ) throws {
    self.plan = plan
    let domain = ElementDomain(mesh, leavingOut: left, isSoft: isSoft)
    let elements = CrystalElements(domain, inside: inside, outside: outside)
    self.elements = elements
    let shift = Self.shift(domain, inside, outside)
    self.shift = shift
    isZeroAllowed = !isSoft && inside.v == 0 && outside.v == 0
    mayHavePockets = isZeroAllowed && left != nil
    factor = try DomainFactor(DissectionTree(domain, components: elements.components)) {
      elements.stiffness($0, shift: shift, into: $1)
    }
    let nodes = factor.boundary.map { $0 / Int32(elements.components) }
    boundary = DomainBoundary(domain, nodes: nodes)
    let interface = InterfacePoints(domain, levelSet, leavingOut: left)
    skippedPoints = interface.skipped
    if let elastic = elements.elastic {
      bubbles = ElasticBubbles(elements, elastic, boundary, nodes: nodes)
      shifts = ElasticShift(elements, interface, leavingOut: left, isSoft: isSoft)
    } else {
      bubbles = BubbleCorrection(elements, boundary, nodes: nodes)
      shifts = ShiftCorrection(elements, interface, leavingOut: left, isSoft: isSoft)
    }
  }

  /// What makes K + shift M positive definite, small beside the distances of levels: from below all v/b by the level of
  /// a wave as long as two cells.
  private static func shift(_ domain: ElementDomain, _ inside: Medium, _ outside: Medium) -> Double
  {
    let own = [
      domain.isInside.contains(true) ? inside : outside,
      domain.isInside.contains(false) ? outside : inside,
    ]
    let floor = own.map { $0.v / $0.b }.min()!
    let least = own.map { $0.a / $0.b }.min()!
    let most = own.map { $0.a / $0.b }.max()!
    let wave = Double.pi * Double.pi / domain.symmetry.lattice.area
    return wave * (least * most).squareRoot() - floor
  }

  /// The states of all blocks at a special point.
  /// - Parameter tolerance: of the lowest levels, 1/a^2, as the iteration leaves them.
  /// - Throws: `LinearAlgebraError`.
  func modes(point number: Int, tolerance: Double) throws -> ElementModes {
    let point = plan.points[number]
    let blocks = plan.blocks[number]
    var starts = blocks.map(\.start)
    let reach = starts.map(\.reach).max() ?? 0
    var waves = PlaneWaveTable(elements.domain, denominator: point.q, reach: reach)
    func krylov(_ block: Int) throws -> BlockKrylov {
      let gluing = BlockGluing(blocks[block].copies, boundary, components: plan.components)
      let inverse = BlockInverse(
        factor: factor, boundary: try BlockFactor(gluing, schur: factor.schur))
      let field = LaneField(nodes: elements.rows, width: starts[block].width / plan.components)
      starts[block].fill(field, elements.domain, waves)
      var result = BlockKrylov(elements, inverse, shift: shift, start: field)
      // Where few of the functions' states are wanted, they are there sooner.
      let share = plan.bands * blocks[block].copies.dimension
      let isFew = plan.components > 1 || 5 * share <= point.order * result.count
      for _ in 0..<(isFew ? 2 : 3) { result.advance() }
      return result
    }
    var iterations = try blocks.indices.map(krylov)
    var states = try iterations.map { try $0.states() }
    while true {
      let highest = Self.level(
        band: plan.bands, zip(blocks, states).map { ($0.copies.block.bands, $1.values) })
      var isFinished = true
      for (at, own) in states.enumerated() where !own.isWhole {
        if own.values[own.values.count - 2] <= highest && starts[at].count < 96 {
          // More states of the block may be among the lowest than were looked for.
          starts[at] = PlaneWaveStart(
            blocks[at].copies, count: starts[at].count + 8, components: plan.components)
          waves = PlaneWaveTable(
            elements.domain, denominator: point.q, reach: max(reach, starts[at].reach))
          iterations[at] = try krylov(at)
        } else if unfinished(own, upTo: highest) > tolerance && iterations[at].mayGoOn {
          iterations[at].goOn(own)
        } else {
          continue
        }
        states[at] = try iterations[at].states()
        isFinished = false
      }
      if isFinished { break }
    }
    return ElementModes(
      point: point,
      blocks: blocks.indices.map { solved(blocks[$0].copies, iterations[$0], states[$0]) })
  }

  /// The level of the last of some bands, of blocks with as many bands for each state.
  private static func level(band: Int, _ blocks: [(bands: Int, values: [Double])]) -> Double {
    let all = blocks.flatMap { block in
      block.values.flatMap { [Double](repeating: $0, count: block.bands) }
    }.sorted()
    return all[min(band, all.count) - 1]
  }

  /// The states that an iteration has reached, with corrections.
  func solved(_ copies: BlockCopies, _ iteration: BlockKrylov, _ states: BlockKrylov.States)
    -> ElementModes.Block
  {
    let gluing = iteration.inverse.boundary.gluing
    let field = iteration.field(states)
    let groups = iteration.count / 8
    var values = states.values
    var unfinished = unfinished(states)
    let least = least(copies.point)
    for i in values.indices where abs(values[i]) < least { (values[i], unfinished[i]) = (0, 0) }
    var levels = [FieldLane](repeating: .zero, count: groups)
    for (i, value) in values.enumerated() { levels[i / 8][i % 8] = value }
    let lowering = lowering(field, levels: levels, iteration.inverse, groups: groups)
    let rise = shifts.rise(
      field, levels: levels, rows: gluing.copies * gluing.parts, groups: groups)
    var corrected = values
    var errors = [Double](repeating: 0, count: values.count)
    for (i, value) in values.enumerated() where value != 0 {
      let own = lowering[i / 8]
      let rise = rise[i / 8][i % 8]
      corrected[i] = value - own.change[i % 8] + rise
      errors[i] = own.error[i % 8] + 0.5 * abs(rise)
    }
    return ElementModes.Block(
      copies: copies, inverse: iteration.inverse, field: field, groups: groups,
      isWhole: states.isWhole, levels: corrected, plain: values, errors: errors,
      unfinished: unfinished)
  }

  /// Levels below it are zero: what is constant, everywhere or in a closed pocket, has no stiffness but for rounding and
  /// what the iteration leaves.
  private func least(_ point: LittleGroup) -> Double {
    mayHavePockets ? 1e-6 * shift : isZeroAllowed && point.isGamma ? 1e-9 * shift : 0
  }

  /// The most that an iteration leaves of levels up to one; of two components in terms of their square roots, since
  /// low levels are many where ligaments bend.
  func unfinished(_ states: BlockKrylov.States, upTo level: Double) -> Double {
    let zero = 1e-6 * shift
    return zip(states.values, unfinished(states)).reduce(0) {
      let (value, left) = $1
      if value > level || plan.components > 1 && abs(value) < zero { return $0 }
      let size = plan.components == 1 ? 1 : min(1, (abs(value) / CrystalMedium.unit).squareRoot())
      return max($0, left / size)
    }
  }

  /// What the next steps of an iteration will change levels by at most, from what the last one has: they fall by the
  /// square of the ratio to the highest level iterated, and faster. Of two components, whose iterations begin anew, the
  /// last change is told from fewer steps.
  private func unfinished(_ states: BlockKrylov.States) -> [Double] {
    guard let last = states.values.last else { return [] }
    return zip(states.values, states.changes).map { value, change in
      let ratio = (value + shift) / (last + shift)
      return plan.components == 1
        ? min(0.3 * ratio * ratio, 0.1) * change : min(ratio * ratio, 0.3) * abs(change)
    }
  }
}
