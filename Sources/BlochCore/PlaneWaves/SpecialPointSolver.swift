import Glibc
import LinearAlgebra

/// Solves an operator at a wave vector with a little group C_n: the plane-wave matrix falls into one
/// block for each irrep, so that degeneracies and labels are exact. Plane waves between the inner
/// and the outer cut-off are folded in to second order (Loewdin): with T(E) = A - E M,
///
///     T_PP(E) - T_PQ(E) D(E)^-1 T_QP(E),  D the diagonal of T_QQ,
///
/// taken to first order in E about `energyZero`; its slope is the overlap matrix of what is solved. Where M is not the
/// unit matrix that does not hold, and each state has an equation of its own (`SpecialPointSolver+Functional`).
struct SpecialPointSolver<Operator: AffineOperator> {
  let orbits: PlaneWaveOrbits
  let operatorInUse: Operator
  /// Energy about which the folding is linearised, E0.
  let energyZero: Double

  /// The lowest states of every irrep.
  /// - Parameters:
  ///   - count: states wanted of each irrep.
  ///   - withFunctions: whether the coefficients are wanted too.
  ///   - withResponses: whether what derivatives need is wanted too; for a unit mass only.
  /// - Throws: `LinearAlgebraError` when a block cannot be diagonalised.
  func solve(count: Int, withFunctions: Bool, withResponses: Bool = false) throws -> [IrrepModes] {
    precondition(!withResponses || Operator.hasUnitMass)
    let tables = self.tables()
    return try zip(orbits.layouts, orbits.reversals).map { layout, reversal in
      if layout.size == 0 {
        let block = layout.block
        return IrrepModes(
          irrep: block.irrep, bands: block.bands, energies: [], foldings: [], functions: [])
      }
      func solve<Matrix: DenseMatrix>(_ parts: Parts<Matrix>) throws -> IrrepModes {
        try self.solve(parts, layout, tables, count, withFunctions, withResponses)
      }
      if layout.block.isReal { return try solve(parts(tables, layout, as: RealMatrix.self)) }
      let hermitian = parts(tables, layout, as: ComplexMatrix.self)
      guard let reversal, !withResponses else {
        return try solve(hermitian)
      }
      let (explicit, coupling) = reversal.real(hermitian.explicit, hermitian.coupling)
      return try solve(
        Parts(explicit: explicit, coupling: coupling, reversal: reversal))
    }
  }

  /// A block of T or, where that is not the unit matrix, M between symmetrised plane waves.
  private struct Parts<Matrix: DenseMatrix> {
    var explicit: Matrix
    /// To the folded ones.
    var coupling: Matrix
    /// What has made them real.
    var reversal: BlockReversal?
  }

  private func parts<Matrix: DenseMatrix>(
    _ tables: Tables, _ layout: BlockLayout, as type: Matrix.Type
  ) -> Parts<Matrix> {
    let (explicit, coupling) = project(tables.elements, layout, as: type)
    return Parts(explicit: explicit, coupling: coupling, reversal: nil)
  }

  /// Elements <G_o | . | g G_o'> for explicit o and every o', [o'][g][o], complex ones as pairs of numbers where the
  /// operator is, and diagonals.
  struct Tables {
    /// T(energyZero) for a unit mass, else M.
    var elements: [Double]
    /// [orbits]: diagonal of A.
    var explicitWave: [Double]
    /// [folded orbits]: diagonal of T_QQ(energyZero) and of M_QQ.
    var foldedWave: [Double]
    var foldedMass: [Double]
  }

  private func tables() -> Tables {
    let rows = orbits.innerRepresentatives
    let columns = orbits.imageColumns
    let size = Operator.Matrix.components * rows.count * columns.count
    let k = orbits.point.metric.cartesian(orbits.point.k)
    let diagonal = orbits.orbits.map { operatorInUse.element($0[0], $0[0]) }
    let folded = diagonal[orbits.innerCount...]
    return Tables(
      elements: [Double](unsafeUninitializedCapacity: size) { table, count in
        if Operator.hasUnitMass {
          operatorInUse.elements(
            rows: rows, columns: columns, k: k, energy: energyZero, into: table.baseAddress!)
        } else {
          operatorInUse.masses(rows: rows, columns: columns, into: table.baseAddress!)
        }
        count = size
      },
      explicitWave: Operator.hasUnitMass
        ? [] : diagonal.prefix(orbits.innerCount).map { $0.at(k.x, k.y) },
      foldedWave: folded.map { $0.at(k.x, k.y, energy: energyZero) },
      foldedMass: folded.map(\.mass))
  }

  /// The explicit and the folded columns of a table between symmetrised plane waves.
  private func project<Matrix: DenseMatrix>(
    _ table: [Double], _ layout: BlockLayout, as _: Matrix.Type
  ) -> (explicit: Matrix, folded: Matrix) {
    let operations = orbits.point.order
    let rows = orbits.innerCount
    let size = layout.size
    let parts = Matrix.components
    let tableParts = Operator.Matrix.components
    let hasPhases = !orbits.imagePhases.isEmpty
    var explicit = Matrix(rows: size, columns: size)
    var folded = Matrix(rows: size, columns: layout.columns.count - size)
    let kinds = layout.vectors.count
    table.withUnsafeBufferPointer { table in
      explicit.storage.withUnsafeMutableBufferPointer { explicit in
        folded.storage.withUnsafeMutableBufferPointer { folded in
          layout.weights.withUnsafeBufferPointer { weights in
            for (at, column) in layout.columns.enumerated() {
              let to =
                at < size
                ? explicit.baseAddress! + parts * at * size
                : folded.baseAddress! + parts * (at - size) * size
              let first = column.orbit * operations
              for operation in 0..<operations {
                let from = table.baseAddress! + tableParts * (first + operation) * rows
                let own = (column.vector * operations + operation) * kinds
                for run in layout.runs {
                  var weight = weights[own + run.vector]
                  if hasPhases {
                    weight = weight * .twelfth(orbits.imagePhases[first + operation])
                  }
                  Self.add(
                    weight, from + tableParts * run.start, tableParts, to: to + parts * run.row,
                    parts, count: run.count)
                }
              }
              // A fixed point stands n times in the table; its normalised state carries sqrt(1/n) of the sum.
              if column.norm != 1 { for at in 0..<(parts * size) { to[at] *= column.norm } }
              for run in layout.runs where run.norm != 1 {
                for at in parts * run.row..<parts * (run.row + run.count) { to[at] *= run.norm }
              }
            }
          }
        }
      }
    }
    return (explicit, folded)
  }

  /// target += weight source, where either consists of real numbers or pairs of them.
  @inline(__always)
  private static func add(
    _ weight: Complex, _ source: UnsafePointer<Double>, _ sourceParts: Int,
    to target: UnsafeMutablePointer<Double>, _ parts: Int, count: Int
  ) {
    let (re, im) = (weight.re, weight.im)
    if parts == 1 {
      for row in 0..<count { target[row] += re * source[row] }
    } else if sourceParts == 1 {
      for row in 0..<count {
        target[2 * row] += re * source[row]
        target[2 * row + 1] += im * source[row]
      }
    } else {
      for row in 0..<count {
        let (x, y) = (source[2 * row], source[2 * row + 1])
        target[2 * row] += re * x - im * y
        target[2 * row + 1] += re * y + im * x
      }
    }
  }

  private func solve<Matrix: DenseMatrix>(
    _ parts: Parts<Matrix>, _ layout: BlockLayout, _ tables: Tables, _ count: Int,
    _ withFunctions: Bool, _ withResponses: Bool
  ) throws -> IrrepModes {
    let block = layout.block
    if !Operator.hasUnitMass {
      return try solveByFunctional(
        mass: parts.explicit, parts.coupling, layout, tables, count, parts.reversal, withFunctions)
    }
    let (explicit, coupling) = (parts.explicit, parts.coupling)
    var h = explicit
    // Of each folded column.
    let own = layout.columns[layout.size...].map { $0.orbit - orbits.innerCount }
    let foldedWave = own.map { tables.foldedWave[$0] }
    let inverse = foldedWave.map { 1 / $0 }
    // Overlap: 1 + W W^+ with W = T_PQ/D.
    var s = Matrix(rows: layout.size, columns: layout.size)
    s.addDiagonal(1)
    let slow = own.count { $0 + orbits.innerCount < orbits.slowCount }
    var w = Matrix(prefix: slow, of: coupling)
    w.scaleColumns(Array(inverse.prefix(slow)))
    s.addSquare(1, w)
    var scaled = coupling
    var weights = inverse
    let tail = 1 + operatorInUse.foldingTail(outer: orbits.outer)
    for (q, orbit) in own.enumerated() where orbit + orbits.innerCount >= orbits.outerHalf {
      weights[q] *= tail
    }
    scaled.scaleColumns(weights.map { $0.squareRoot() })
    h.addSquare(-1, scaled)
    let pairs = try Matrix.lowestEigenpairs(
      h, overlap: s, count: count, withVectors: withFunctions || withResponses)
    var modes = IrrepModes(
      irrep: block.irrep, bands: block.bands, energies: pairs.values.map { $0 + energyZero },
      foldings: try foldings(pairs, explicit), functions: [])
    if withFunctions {
      modes.functions = functions(pairs, coupling, layout, foldedWave, parts.reversal)
    }
    if withResponses { modes.responses = responses(pairs, coupling, weights, layout, foldedWave) }
    return modes
  }

  /// What the folding lowers each energy by: x^+ h x - e with the explicit part h where there are states x, else
  /// the difference from the energy without folding.
  private func foldings<Matrix: DenseMatrix>(
    _ pairs: Eigenpairs<Matrix>, _ explicit: Matrix
  ) throws -> [Double] {
    if pairs.vectors.columns == 0 {
      let plain = try Matrix.lowestEigenpairs(
        explicit, overlap: nil, count: pairs.values.count, withVectors: false)
      return zip(plain.values, pairs.values).map { $0 - $1 }
    }
    let images = Matrix.adjointProduct(explicit, pairs.vectors)
    let height = Matrix.components * explicit.rows
    return pairs.values.enumerated().map { state, energy in
      var sum = -energy
      for at in state * height..<(state + 1) * height {
        sum += images.storage[at] * pairs.vectors.storage[at]
      }
      return sum
    }
  }

  /// Coefficients of the near plane waves: c_Q = -T_QP x / (D - e), e the energy above `energyZero`.
  private func functions<Matrix: DenseMatrix>(
    _ pairs: Eigenpairs<Matrix>, _ coupling: Matrix, _ layout: BlockLayout,
    _ foldedWave: [Double], _ reversal: BlockReversal?
  ) -> [[[Double]]] {
    let near = layout.columns[layout.size...].count { $0.orbit < orbits.nearCount }
    var folded = Matrix.adjointProduct(Matrix(prefix: near, of: coupling), pairs.vectors)
    let parts = Matrix.components
    for (state, energy) in pairs.values.enumerated() {
      for q in 0..<near {
        let scale = -1 / (foldedWave[q] - energy)
        for at in parts * (q + state * near)..<parts * (q + 1 + state * near) {
          folded.storage[at] *= scale
        }
      }
    }
    return functions(pairs.vectors, folded, layout, reversal)
  }

  /// Coefficients of the near plane waves of states.
  /// - Parameters:
  ///   - explicit: [explicit columns x states]
  ///   - folded: [near folded columns x states]
  func functions<Matrix: DenseMatrix>(
    _ explicit: Matrix, _ folded: Matrix, _ layout: BlockLayout, _ reversal: BlockReversal?
  ) -> [[[Double]]] {
    let parts = Matrix.components
    return (0..<explicit.columns).map { state in
      func coefficient(_ column: Int) -> Complex {
        let isExplicit = column < layout.size
        let from = isExplicit ? explicit : folded
        let at = parts * ((isExplicit ? column : column - layout.size) + state * from.rows)
        return Complex(from.storage[at], parts == 2 ? from.storage[at + 1] : 0)
      }
      return expanded(
        layout, orbitCount: orbits.nearCount, parts: reversal == nil ? parts : 2
      ) { column in
        reversal?.coefficient(column) { coefficient($0).re } ?? coefficient(column)
      }
    }
  }

  /// Coefficients of the functions of a multiplet on the plane waves of the first orbits.
  /// - Parameters:
  ///   - parts: of the block's numbers.
  ///   - value: coefficient of a column.
  /// - Returns: as of `IrrepModes.functions`.
  func expanded(
    _ layout: BlockLayout, orbitCount: Int, parts: Int, value: (Int) -> Complex
  ) -> [[Double]] {
    let d = layout.block.dimension
    let isSplit = parts == 2 && Operator.Matrix.components == 1
    let waves = orbits.orbits.prefix(orbitCount).reduce(0) { $0 + $1.count }
    let values = (0..<(layout.orbitColumns.prefix(layout.orbitStarts[orbitCount]).max() ?? -1) + 1)
      .map(value)
    // Real parts, then imaginary ones, of each function.
    var result = [[Double]](repeating: [Double](repeating: 0, count: parts * waves), count: d)
    layout.factors.withUnsafeBufferPointer { factors in
      layout.orbitColumns.withUnsafeBufferPointer { columns in
        for m in 0..<d {
          result[m].withUnsafeMutableBufferPointer { to in
            var from = 0
            var at = 0
            for o in 0..<orbitCount {
              let members = orbits.orbits[o].count
              let own = layout.orbitStarts[o]..<layout.orbitStarts[o + 1]
              let scale = (Double((isSplit ? 2 : 1) * d) / Double(members)).squareRoot()
              for _ in 0..<members {
                var sum = Complex.zero
                for column in own {
                  sum = sum + values[columns[column]] * factors[from + m]
                  from += d
                }
                to[at] = scale * sum.re
                if parts == 2 { to[waves + at] = scale * sum.im }
                at += 1
              }
            }
          }
        }
      }
    }
    if parts == 1 { return result }
    if isSplit { return result.flatMap { [Array($0.prefix(waves)), Array($0.suffix(waves))] } }
    return result
  }
}
