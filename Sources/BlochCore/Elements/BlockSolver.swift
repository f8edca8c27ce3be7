import LinearAlgebra

/// The lowest states of one block, by block Krylov iteration with (K + shift M)^-1 M.
struct BlockSolver {
  let elements: CrystalElements
  let inverse: BlockInverse
  let block: BlockCopies
  let start: PlaneWaveStart
  let waves: PlaneWaveTable
  /// K + shift M is what has been factored.
  let shift: Double

  /// States of one block, several at each node side by side.
  struct States {
    /// [count], ascending.
    var values: [Double]
    /// [nodes][copies][parts][groups]: on the domain, u^+ M u = 1 over the copies.
    var field: LaneField
    /// [count]: what the last step has changed the values by.
    var changes: [Double]
    /// Whether these are all states that the block has.
    var isWhole: Bool
  }

  private var groups: Int { start.count / 8 }
  private var parts: Int { block.isReal ? 1 : 2 }
  private var width: Int { start.width }

  /// - Parameter steps: of the iteration.
  func solve(steps: Int) throws -> States {
    block.isReal
      ? try solve(steps, RealMatrix.self) : try solve(steps, ComplexMatrix.self)
  }

  private func solve<Matrix: DenseMatrix>(_ steps: Int, _: Matrix.Type) throws -> States {
    let nodes = elements.domain.nodeCount
    func field() -> LaneField { LaneField(nodes: nodes, width: width) }
    let first = field()
    start.fill(first, elements.domain, waves)
    // X_i = A^-1 Y_(i-1), Y_i = M X_i.
    var (x, y) = ([first], [field()])
    elements.multiplyMass(x[0], into: y[0])
    for _ in 0..<steps {
      let next = field()
      next.copy(from: y[y.count - 1])
      inverse.apply(next, groups: groups)
      x.append(next)
      let image = field()
      elements.multiplyMass(next, into: image)
      y.append(image)
    }
    let size = steps * start.count
    var (a, m) = (Matrix(rows: size, columns: size), Matrix(rows: size, columns: size))
    gram(x, y, &a, &m)
    let all = try RitzProblem.solve(a, m, size: size, count: start.count, withVectors: true)
    let before =
      steps == 1
      ? []
      : try RitzProblem.solve(
        a, m, size: size - start.count, count: start.count, withVectors: false
      ).values
    return States(
      values: all.values.map { $0 - shift }, field: combined(x, all.vectors),
      changes: all.values.indices.map { $0 < before.count ? before[$0] - all.values[$0] : 0 },
      isWhole: all.values.count < start.count)
  }

  /// Lower triangles of A and M between X_1, X_2 ...
  private func gram<Matrix: DenseMatrix>(
    _ x: [LaneField], _ y: [LaneField], _ a: inout Matrix, _ m: inout Matrix
  ) {
    let b = start.count
    for i in 1..<x.count {
      for j in 1...i {
        // X_i^+ A X_j = X_i^+ Y_(j-1)
        LaneGram.add(
          x[i], y[j - 1], copies: block.count, parts: parts, groups: groups, &a, (i - 1) * b,
          (j - 1) * b)
        LaneGram.add(
          x[i], y[j], copies: block.count, parts: parts, groups: groups, &m, (i - 1) * b,
          (j - 1) * b)
      }
    }
  }

  /// X_1 c_1 + X_2 c_2 + ...
  private func combined<Matrix: DenseMatrix>(_ x: [LaneField], _ c: Matrix) -> LaneField {
    let result = LaneField(nodes: x[0].nodes, width: width)
    for i in 1..<x.count {
      LaneGram.addProduct(
        x[i], c, firstRow: (i - 1) * start.count, copies: block.count, parts: parts,
        groups: groups, to: result)
    }
    return result
  }
}
