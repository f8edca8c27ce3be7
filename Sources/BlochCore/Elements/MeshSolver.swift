import LinearAlgebra
import Meshes

/// Levels and modes of one crystal on one mesh.
struct MeshSolver {
  let plan: ElementPlan
  let elements: CrystalElements
  let factor: DomainFactor
  let boundary: DomainBoundary
  let bubbles: BubbleCorrection
  let shifts: ShiftCorrection
  /// K - floor M + shift M is what is factored.
  let shift: Double
  /// Whether lambda = 0 is a level at Gamma: where v vanishes and the field need not.
  let isZeroAllowed: Bool

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
    factor = try DomainFactor(DissectionTree(domain)) {
      elements.stiffness($0, shift: shift, into: $1)
    }
    boundary = DomainBoundary(domain, nodes: factor.boundary)
    bubbles = BubbleCorrection(elements, boundary, nodes: factor.boundary)
    shifts = ShiftCorrection(elements, levelSet, leavingOut: left, isSoft: isSoft)
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

  /// The states of all blocks at a point.
  /// - Parameter tolerance: of the lowest levels, 1/a^2, as the iteration leaves them.
  /// - Throws: `LinearAlgebraError`.
  func modes(point: Int, tolerance: Double) throws -> ElementModes {
    let own = plan.points[point]
    var starts = plan.blocks[point].map(\.start)
    var steps = [Int](repeating: 3, count: starts.count)
    var blocks = [ElementModes.Block?](repeating: nil, count: starts.count)
    while true {
      let reach = starts.map(\.reach).max() ?? 0
      let waves = PlaneWaveTable(elements.domain, denominator: own.q, reach: reach)
      for (at, block) in plan.blocks[point].enumerated() where blocks[at] == nil {
        blocks[at] = try solve(block.copies, starts[at], waves, steps: steps[at])
      }
      let result = ElementModes(point: own, blocks: blocks.map { $0! })
      let highest = result.level(band: plan.bands)
      for (at, block) in result.blocks.enumerated() {
        if block.isWhole { continue }
        if block.plain[block.plain.count - 2] <= highest && starts[at].count < 96 {
          // More states of the block may be among the lowest than were looked for.
          starts[at] = PlaneWaveStart(block.copies, count: starts[at].count + 8)
          blocks[at] = nil
        } else if steps[at] < 8 {
          let left = zip(block.plain, block.unfinished).filter { $0.0 <= highest }.map(\.1).max()
          if left ?? 0 > tolerance {
            steps[at] += 1
            blocks[at] = nil
          }
        }
      }
      if !blocks.contains(where: { $0 == nil }) { return result }
    }
  }

  private func solve(
    _ copies: BlockCopies, _ start: PlaneWaveStart, _ waves: PlaneWaveTable, steps: Int
  ) throws -> ElementModes.Block {
    let gluing = BlockGluing(copies, boundary)
    let inverse = BlockInverse(
      factor: factor, boundary: try BlockFactor(gluing, schur: factor.schur))
    let solver = BlockSolver(
      elements: elements, inverse: inverse, block: copies, start: start, waves: waves,
      shift: shift)
    let states = try solver.solve(steps: steps)
    let groups = start.count / 8
    var values = states.values
    if isZeroAllowed && copies.point.isGamma {
      // What is constant has no stiffness but for rounding.
      for i in values.indices where abs(values[i]) < 1e-9 * shift { values[i] = 0 }
    }
    var levels = [FieldLane](repeating: .zero, count: groups)
    for (i, value) in values.enumerated() { levels[i / 8][i % 8] = value }
    let lowering = bubbles.lowering(states.field, levels: levels, gluing: gluing, groups: groups)
    let rise = shifts.rise(
      states.field, levels: levels, rows: gluing.copies * gluing.parts, groups: groups)
    var (withBubbles, corrected) = (values, values)
    for (i, value) in values.enumerated() where value != 0 {
      withBubbles[i] = value - lowering[i / 8][i % 8]
      corrected[i] = withBubbles[i] + rise[i / 8][i % 8]
    }
    return ElementModes.Block(
      copies: copies, inverse: inverse, field: states.field, groups: groups,
      isWhole: states.isWhole, levels: corrected, plain: values, withBubbles: withBubbles,
      unfinished: states.changes.map { Self.unfinished * $0 })
  }

  /// Of what the last step of the iteration changes a level by, what the next ones would change it by at most.
  private static let unfinished = 0.05

  /// Adds what the lowest states change by in first order with the wave vector.
  func addResponses(to modes: inout ElementModes, count: Int) {
    var chosen: [ElementModes.State] = []
    var taken = 0
    for state in modes.states where taken < count {
      chosen.append(state)
      taken += modes.blocks[state.block].copies.block.bands
    }
    let lattice = elements.domain.symmetry.lattice
    for (at, block) in modes.blocks.enumerated() {
      modes.blocks[at].responses = nil
      let parts = block.copies.isReal ? 1 : 2
      let rows = block.copies.count * parts
      var columns: [[Double]] = []
      for state in chosen {
        let source = modes.blocks[state.block]
        let table = BlockDerivatives(of: source.copies, in: block.copies) { lattice.rotation($0) }
        if table.factors.isEmpty { continue }
        let vector = elements.gradientCoupling(source, state.number)
        for own in table.factors {
          var column = [Double](repeating: 0, count: elements.domain.nodeCount * rows)
          for node in 0..<elements.domain.nodeCount {
            for copy in 0..<block.copies.count {
              var sum = Complex.zero
              for from in 0..<2 * table.sources {
                sum =
                  sum + own[copy * 2 * table.sources + from]
                  * vector[node * 2 * table.sources + from]
              }
              column[node * rows + copy * parts] = sum.re
              if parts == 2 { column[node * rows + copy * parts + 1] = sum.im }
            }
          }
          columns.append(column)
        }
      }
      if columns.isEmpty { continue }
      let groups = (columns.count + 7) / 8
      let field = LaneField(nodes: elements.domain.nodeCount, width: rows * groups)
      for (number, column) in columns.enumerated() {
        for (row, value) in column.enumerated() {
          field.base[row * groups + number / 8][number % 8] = value
        }
      }
      block.inverse.apply(field, groups: groups)
      modes.blocks[at].responses = (field, columns.count)
    }
  }

  /// The reduced basis of a piece, and the same without the modes in its middle.
  /// - Throws: `LinearAlgebraError`.
  func bases<Matrix: DenseMatrix>(_ modes: [ElementModes], piece: Int, _: Matrix.Type) throws
    -> (whole: ReducedBasis<Matrix>, withoutMiddle: ReducedBasis<Matrix>)
  {
    let sources = plan.sources[piece]
    let (chosen, levels, points) = choose(modes, sources)
    let functions = CellFunctions(
      plan: plan, domain: elements.domain, sources: sources, modes: modes, chosen: chosen)
    let products = ElementProducts(elements: elements, functions: functions).products(Matrix.self)
    func basis(_ kept: [Int]) throws -> ReducedBasis<Matrix> {
      let own = kept.filter { $0 < levels.count }
      return try ReducedBasis(
        modes: ReducedBasis<Matrix>.Modes(
          functions: Matrix(rows: 0, columns: kept.count), energies: own.map { levels[$0] },
          points: own.map { points[$0] }),
        products: kept.count == chosen.count ? products : products.selected(kept),
        piece: plan.layout.pieces[piece], overlapFloor: Self.overlapFloor, bands: plan.bands,
        corners: .modes)
    }
    let outer = chosen.indices.filter { chosen[$0].source < sources.count - 1 }
    return (try basis(Array(chosen.indices)), try basis(outer))
  }

  /// Directions whose overlap is smaller are dropped from a reduced basis.
  private static let overlapFloor = 1e-10

  /// The lowest modes of each source, multiplets whole.
  func choose(_ modes: [ElementModes], _ sources: some Sequence<ElementPlan.Source>) -> (
    chosen: [CellFunctions.Mode], levels: [Double], points: [KPoint]
  ) {
    var chosen: [CellFunctions.Mode] = []
    var levels: [Double] = []
    var points: [KPoint] = []
    for (number, source) in sources.enumerated() {
      var own: [(mode: CellFunctions.Mode, level: Double)] = []
      for state in modes[source.point].states
      where own.count < plan.bands + ElementPlan.extraModes {
        for function in source.expansions[state.block].indices {
          own.append(
            (
              .init(
                source: number, block: state.block, state: state.number, function: function),
              state.level
            ))
        }
      }
      // Modes of one block stand together, so that they are made together.
      own.sort {
        ($0.mode.block, $0.mode.function, $0.mode.state)
          < ($1.mode.block, $1.mode.function, $1.mode.state)
      }
      for (mode, level) in own {
        chosen.append(mode)
        levels.append(level)
        points.append(source.k)
      }
    }
    for (number, source) in sources.enumerated() {
      for (at, block) in modes[source.point].blocks.enumerated() {
        for function in source.expansions[at].indices {
          for state in 0..<(block.responses?.count ?? 0) {
            chosen.append(
              .init(source: number, block: at, state: state, function: function, isResponse: true))
          }
        }
      }
    }
    return (chosen, levels, points)
  }
}
