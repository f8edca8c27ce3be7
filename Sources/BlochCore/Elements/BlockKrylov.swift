import LinearAlgebra

/// The lowest states of one block, by block Krylov iteration with A^-1 M, A = K + shift M: Rayleigh and Ritz in the span
/// of X_i = (A^-1 M)^i X_0.
///
/// A^-1 M is symmetric, so that X_i^+ M X_j and X_i^+ A X_j depend on i + j alone: one product of functions for each
/// half step.
struct BlockKrylov {
  let elements: CrystalElements
  let inverse: BlockInverse
  /// K + shift M is what has been factored.
  let shift: Double
  /// Functions iterated, a multiple of eight.
  let count: Int
  /// X_0 ... and M X_0 ...
  private var x: [LaneField]
  private var y: [LaneField]
  /// [2 i + 1], [2 i + 2]: X_(i+1)^+ M X_i and X_(i+1)^+ M X_(i+1), each [count x count] column by column.
  private var moments: [[Double]] = []
  /// How often it has begun anew.
  private var restarts = 0

  /// What an iteration has reached.
  struct States {
    /// [count], ascending.
    var values: [Double]
    /// [count]: what the last step has changed the values by.
    var changes: [Double]
    /// Whether these are all states that the block has.
    var isWhole: Bool
    /// [functions X_1, X_2 ... x states]
    fileprivate var vectors: Vectors
  }

  fileprivate enum Vectors {
    case real(RealMatrix)
    case complex(ComplexMatrix)
  }

  private var gluing: BlockGluing { inverse.boundary.gluing }
  private var groups: Int { count / 8 }
  var steps: Int { x.count - 1 }

  /// - Parameter start: X_0, [rows][copies][parts][groups].
  init(_ elements: CrystalElements, _ inverse: BlockInverse, shift: Double, start: LaneField) {
    self.elements = elements
    self.inverse = inverse
    self.shift = shift
    let gluing = inverse.boundary.gluing
    count = 8 * start.width / (gluing.copies * gluing.parts)
    x = [start]
    y = [LaneField(nodes: start.nodes, width: start.width)]
    elements.multiplyMass(start, into: y[0])
  }

  /// Whether going on can still help.
  var mayGoOn: Bool { elements.components == 1 ? steps < 8 : restarts < 8 }

  /// One step further; of two components two from the states reached: more of their levels are needed, and powers of one
  /// start would lose them in rounding.
  mutating func goOn(_ states: States) {
    if elements.components > 1 {
      let start = field(states)
      let image = LaneField(nodes: start.nodes, width: start.width)
      elements.multiplyMass(start, into: image)
      (x, y, moments) = ([start], [image], [])
      restarts += 1
      advance()
    }
    advance()
  }

  /// One step further.
  mutating func advance() {
    let next = LaneField(copying: y[y.count - 1])
    inverse.apply(next, groups: groups)
    moments.append(moment(next, y[y.count - 1]))
    let image = LaneField(nodes: next.nodes, width: next.width)
    elements.multiplyMass(next, into: image)
    moments.append(moment(next, image))
    x.append(next)
    y.append(image)
  }

  /// The lowest states in X_1, X_2 ...
  /// - Throws: `LinearAlgebraError`.
  func states() throws -> States {
    gluing.parts == 1
      ? try states { .real($0) } : try states { .complex($0) }
  }

  private func states<Matrix: DenseMatrix>(_ wrap: (Matrix) -> Vectors) throws -> States {
    let all: (values: [Double], vectors: Matrix) = try ritz(steps, withVectors: true)
    var before: [Double] = []
    if steps > 1 {
      let last: (values: [Double], vectors: Matrix) = try ritz(steps - 1, withVectors: false)
      before = last.values
    }
    return States(
      values: all.values.map { $0 - shift },
      changes: all.values.indices.map { $0 < before.count ? before[$0] - all.values[$0] : 0 },
      isWhole: all.values.count < count, vectors: wrap(all.vectors))
  }

  /// Several states at each node side by side, u^+ M u = 1 over the copies: [rows][copies][parts][groups].
  func field(_ states: States) -> LaneField {
    let field = LaneField(nodes: x[0].nodes, width: x[0].width)
    for i in 1...steps {
      switch states.vectors {
      case .real(let vectors): add(x[i], vectors, step: i, to: field)
      case .complex(let vectors): add(x[i], vectors, step: i, to: field)
      }
    }
    return field
  }

  private func add<Matrix: DenseMatrix>(
    _ x: LaneField, _ vectors: Matrix, step: Int, to field: LaneField
  ) {
    LaneGram.addProduct(
      x, vectors, firstRow: (step - 1) * count, copies: gluing.copies, parts: gluing.parts,
      groups: groups, to: field)
  }

  private func moment(_ x: LaneField, _ y: LaneField) -> [Double] {
    if gluing.parts == 1 {
      var result = RealMatrix(rows: count, columns: count)
      LaneGram.add(x, y, copies: gluing.copies, parts: 1, groups: groups, &result, 0, 0)
      return result.storage
    }
    var result = ComplexMatrix(rows: count, columns: count)
    LaneGram.add(x, y, copies: gluing.copies, parts: 2, groups: groups, &result, 0, 0)
    return result.storage
  }

  /// Rayleigh and Ritz in the span of X_1 ... X_p.
  private func ritz<Matrix: DenseMatrix>(_ p: Int, withVectors: Bool) throws -> (
    values: [Double], vectors: Matrix
  ) {
    let size = p * count
    let height = Matrix.components * count
    var (a, m) = (Matrix(rows: size, columns: size), Matrix(rows: size, columns: size))
    for i in 0..<p {
      for j in 0...i {
        for column in 0..<count {
          let from = column * height
          let to = Matrix.components * (i * count + (j * count + column) * size)
          for at in 0..<height {
            a.storage[to + at] = moments[i + j][from + at]
            m.storage[to + at] = moments[i + j + 1][from + at]
          }
        }
      }
    }
    return try RitzProblem.solve(a, m, size: size, count: count, withVectors: withVectors)
  }
}
