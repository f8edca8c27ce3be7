extension MeshSolver {
  /// Puts what the lowest states of a special point change by in first order with the wave vector beside the states.
  ///
  /// (K - lambda M) u' = -X u needs what is orthogonal to the states; (K + shift M)^-1 X u differs from it mostly by
  /// low states, which are in the reduced basis anyway.
  func addResponses(to modes: inout ElementModes, point: Int, count: Int) {
    var chosen = [[Int]](repeating: [], count: modes.blocks.count)
    var taken = 0
    for state in modes.states where taken < count {
      chosen[state.block].append(state.number)
      taken += modes.blocks[state.block].copies.block.bands
    }
    let vectors = zip(modes.blocks, chosen).map { block, states in
      states.isEmpty ? nil : elements.gradientCoupling(block)
    }
    for target in modes.blocks.indices {
      let tables = plan.derivatives[point][target]
      let total = tables.indices.reduce(0) { $0 + tables[$1].factors.count * chosen[$1].count }
      if total == 0 {
        modes.blocks[target].responses = nil
        continue
      }
      let groups = (total + 7) / 8
      let own = modes.blocks[target]
      let field = LaneField(
        nodes: elements.rows, width: own.copies.count * own.parts * groups)
      var first = 0
      for (source, table) in tables.enumerated() {
        guard let vector = vectors[source] else { continue }
        for factors in table.factors {
          fill(
            field, groups, from: first, own, factors, vector, modes.blocks[source],
            chosen[source])
          first += chosen[source].count
        }
      }
      own.inverse.apply(field, groups: groups)
      modes.blocks[target].responses = (field, total)
    }
  }

  /// Writes one function of several states of a block.
  /// - Parameters:
  ///   - first: number of the first among the functions of the field.
  ///   - factors: as of `BlockDerivatives`.
  ///   - vector: [rows][2][copies][parts][groups] of the source.
  private func fill(
    _ field: LaneField, _ groups: Int, from first: Int, _ target: ElementModes.Block,
    _ factors: [Complex], _ vector: LaneField, _ source: ElementModes.Block, _ states: [Int]
  ) {
    let rows = 2 * source.copies.count
    let (parts, sourceParts) = (target.parts, source.parts)
    let copies = target.copies.count
    var column = first
    for group in 0..<source.groups {
      let own = states.filter { $0 / 8 == group }
      if own.isEmpty { continue }
      let run = LaneRun(lanes: own.map { $0 % 8 }, first: column)
      column += own.count
      for copy in 0..<copies {
        let terms = (0..<rows).compactMap { row -> (row: Int, factor: Complex)? in
          let factor = factors[copy * rows + row]
          return factor.squaredMagnitude < 1e-24 ? nil : (row, factor)
        }
        for node in 0..<field.nodes {
          let from = vector.base + vector.width * node + group
          var (re, im) = (FieldLane.zero, FieldLane.zero)
          for (row, factor) in terms {
            let u = from[row * sourceParts * source.groups]
            re.addProduct(u, FieldLane(repeating: factor.re))
            im.addProduct(u, FieldLane(repeating: factor.im))
            if sourceParts == 2 {
              let v = from[(row * 2 + 1) * source.groups]
              re.addProduct(v, FieldLane(repeating: -factor.im))
              im.addProduct(v, FieldLane(repeating: factor.re))
            }
          }
          let to = UnsafeMutableRawPointer(field.base + groups * parts * (node * copies + copy))
            .assumingMemoryBound(to: Double.self)
          run.store(re, to: to, size: 8 * groups)
          if parts == 2 { run.store(im, to: to + 8 * groups, size: 8 * groups) }
        }
      }
    }
  }
}
