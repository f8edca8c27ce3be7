import LinearAlgebra

/// The reduced basis of a piece of the zone, with what tells how good it is.
struct PieceBasis<Matrix: DenseMatrix> {
  var whole: ReducedBasis<Matrix>
  /// Without the modes in the middle of the piece.
  var outer: ReducedBasis<Matrix>
  /// The states in the middle.
  var middle: ElementModes
  /// The functions that the first is made of, and in which order.
  var products: ElementProducts<Matrix>
  var order: [Int]
}

extension MeshSolver {
  /// - Parameters:
  ///   - modes: at the points of the layout.
  ///   - middle: states in the middle of the piece, where they have been found before.
  /// - Throws: `LinearAlgebraError`.
  func basis<Matrix: DenseMatrix>(
    _ modes: [ElementModes], piece: Int, _ richness: BasisRichness, middle known: ElementModes?,
    tolerance: Double, _: Matrix.Type
  ) throws -> PieceBasis<Matrix> {
    let sources = plan.sources[piece]
    let last = sources.count - 1
    let own = sources.dropLast().map { modes[$0.point] }
    let first = Choice(sources, own, from: 0, count: plan.bands + richness.extraModes)
    var products = ElementProducts<Matrix>(elements, images: plan.images)
    products.append(fields(first.functions, sources, own), count: first.functions.count)
    let responses = first.functions.count - first.modes.count
    let outer = try basis(
      products, piece, first.modes, Self.order(first.modes.count, responses: responses, others: 0))
    let middle =
      try known ?? self.middle(outer, products, piece: piece, tolerance: tolerance)
    let second = Choice(sources, own + [middle], from: last, count: plan.bands + 2)
    products.append(
      fields(second.functions, sources, own + [middle]), count: second.functions.count)
    let order = Self.order(
      first.modes.count, responses: responses, others: second.functions.count)
    let whole = try basis(products, piece, first.modes + second.modes, order)
    return PieceBasis(
      whole: whole, outer: outer, middle: middle, products: products, order: order)
  }

  /// Modes, then others that were added behind the responses, then responses.
  private static func order(_ modes: Int, responses: Int, others: Int) -> [Int] {
    let first = modes + responses
    return Array(0..<modes) + Array(first..<first + others) + Array(modes..<first)
  }

  /// The modes of some sources that a basis is made of.
  struct Choice {
    /// Modes, then what they change by with the wave vector.
    var functions: [CellFunctions.Mode] = []
    /// [modes]
    var modes: [(level: Double, k: KPoint)] = []

    /// - Parameters:
    ///   - modes: of the sources.
    ///   - first: sources before it are left out.
    ///   - count: modes of each source at least, multiplets whole.
    init(
      _ sources: [ElementPlan.Source], _ modes: [ElementModes], from first: Int, count: Int
    ) {
      for number in first..<modes.count {
        let source = sources[number]
        var own: [(mode: CellFunctions.Mode, level: Double)] = []
        for state in modes[number].states where own.count < count {
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
        functions += own.map(\.mode)
        self.modes += own.map { ($0.level, source.k) }
      }
      for number in first..<modes.count {
        for (block, own) in modes[number].blocks.enumerated() {
          for function in sources[number].expansions[block].indices {
            for state in 0..<(own.responses?.count ?? 0) {
              functions.append(
                .init(
                  source: number, block: block, state: state, function: function,
                  isResponse: true))
            }
          }
        }
      }
    }
  }

  func fields(
    _ chosen: [CellFunctions.Mode], _ sources: [ElementPlan.Source], _ modes: [ElementModes]
  ) -> [LaneField] {
    CellFunctions(
      plan: plan, domain: elements.domain, sources: sources, modes: modes, chosen: chosen
    ).fields
  }

  /// Directions whose overlap is smaller are dropped from a reduced basis.
  private static let overlapFloor = 1e-10

  /// - Parameters:
  ///   - modes: of the first functions of the order.
  private func basis<Matrix: DenseMatrix>(
    _ products: ElementProducts<Matrix>, _ piece: Int, _ modes: [(level: Double, k: KPoint)],
    _ order: [Int]
  ) throws -> ReducedBasis<Matrix> {
    return try ReducedBasis(
      modes: ReducedBasis<Matrix>.Modes(
        functions: Matrix(rows: 0, columns: order.count), energies: modes.map(\.level),
        points: modes.map(\.k)),
      products: products.products(order), piece: plan.layout.pieces[piece],
      overlapFloor: Self.overlapFloor, bands: plan.bands, corners: .modes)
  }

  /// The lowest states in the middle of a piece, from those of a basis without them.
  private func middle<Matrix: DenseMatrix>(
    _ basis: ReducedBasis<Matrix>, _ products: ElementProducts<Matrix>, piece: Int,
    tolerance: Double
  ) throws -> ElementModes {
    let point = plan.layout.points.count + piece
    let source = plan.sources[piece].last!
    let copies = plan.blocks[point][0].copies
    let gluing = BlockGluing(copies, boundary, components: plan.components)
    let inverse = BlockInverse(
      factor: factor, boundary: try BlockFactor(gluing, schur: factor.schur))
    let count = 8 * ((plan.bands + 2 + 7) / 8)
    let states = basis.states(
      at: [source.k], count: count, tolerance: 1e-9, withVectors: true
    ).vectors
    let start = products.combination(basis, states, source, count: count)
    var iteration = BlockKrylov(elements, inverse, shift: shift, start: start)
    iteration.advance()
    iteration.advance()
    var found = try iteration.states()
    while iteration.steps < 6, iteration.mayGoOn,
      unfinished(found, upTo: found.values[min(plan.bands, found.values.count) - 1]) > tolerance
    {
      iteration.goOn(found)
      found = try iteration.states()
    }
    return ElementModes(
      point: plan.points[point], blocks: [solved(copies, iteration, found)])
  }
}
