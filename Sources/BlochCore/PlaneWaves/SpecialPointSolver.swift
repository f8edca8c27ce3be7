import Glibc
import LinearAlgebra

/// Solves an operator at a wave vector with a little group C_n: the plane-wave matrix falls into one
/// block for each irrep, so that degeneracies and labels are exact. Plane waves between the inner
/// and the outer cut-off are folded in to second order (Loewdin): with T(E) = A - E M,
///
///     T_PP(E) - T_PQ(E) D(E)^-1 T_QP(E),  D the diagonal of T_QQ,
///
/// taken to first order in E about `energyZero`; its slope is the overlap matrix of what is solved.
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
    let n = orbits.point.order
    return try orbits.point.sectors.map { sector in
      let first = sector.m == 0 || orbits.orbits[0].count == n ? 0 : 1
      let block = Block(
        momentum: sector.m, irrep: sector.irrep, first: first, size: orbits.innerCount - first)
      return 2 * sector.m % n == 0
        ? try solve(block, as: RealMatrix.self, tables, count, withFunctions, withResponses)
        : try solve(block, as: ComplexMatrix.self, tables, count, withFunctions, withResponses)
    }
  }

  /// One irrep: orbits from `first` on take part in it.
  struct Block {
    let momentum: Int
    let irrep: Irrep
    let first: Int
    let size: Int
  }

  /// Elements <G_o | . | R^l G_o'> for explicit o and every o', [o'][l][o], and diagonals.
  struct Tables {
    /// T(energyZero).
    var wave: [Double]
    /// M; empty for a unit mass.
    var mass: [Double]
    /// [folded orbits]: diagonal of T_QQ(energyZero) and of M_QQ.
    var foldedWave: [Double]
    var foldedMass: [Double]
  }

  private func tables() -> Tables {
    let rows = orbits.innerRepresentatives
    let columns = orbits.rotatedColumns
    let size = rows.count * columns.count
    let k = orbits.point.k.cartesian
    let folded = orbits.orbits[orbits.innerCount...].map { operatorInUse.element($0[0], $0[0]) }
    return Tables(
      wave: [Double](unsafeUninitializedCapacity: size) { table, count in
        operatorInUse.elements(
          rows: rows, columns: columns, k: k, energy: energyZero, into: table.baseAddress!)
        count = size
      },
      mass: Operator.hasUnitMass
        ? []
        : [Double](unsafeUninitializedCapacity: size) { table, count in
          operatorInUse.masses(rows: rows, columns: columns, into: table.baseAddress!)
          count = size
        },
      foldedWave: folded.map { $0.at(k.x, k.y, energy: energyZero) },
      foldedMass: folded.map(\.mass))
  }

  /// Factors exp(-2 pi i m l/n) of the members of an orbit.
  func phases(_ momentum: Int) -> [Complex] {
    let n = orbits.point.order
    return (0..<n).map { l in
      let angle = 2 * Double.pi * Double(momentum * l % n) / Double(n)
      return 2 * momentum % n == 0
        ? Complex(cos(angle).rounded(), 0) : Complex(cos(angle), -sin(angle))
    }
  }

  /// The explicit and the folded columns of a table between symmetrised plane waves.
  private func project<Matrix: DenseMatrix>(
    _ table: [Double], _ block: Block, as _: Matrix.Type
  ) -> (explicit: Matrix, folded: Matrix) {
    let n = orbits.point.order
    let (first, size, inner) = (block.first, block.size, orbits.innerCount)
    let phases = phases(block.momentum)
    let parts = Matrix.components
    var explicit = Matrix(rows: size, columns: size)
    var folded = Matrix(rows: size, columns: orbits.orbits.count - inner)
    // A fixed point stands n times in the table; its normalised state carries sqrt(1/n) of the sum.
    let norms = orbits.orbits.map { (Double($0.count) / Double(n)).squareRoot() }
    table.withUnsafeBufferPointer { table in
      explicit.storage.withUnsafeMutableBufferPointer { explicit in
        folded.storage.withUnsafeMutableBufferPointer { folded in
          for column in first..<orbits.orbits.count {
            let to =
              column < inner
              ? explicit.baseAddress! + parts * (column - first) * size
              : folded.baseAddress! + parts * (column - inner) * size
            var from = table.baseAddress! + column * inner * n + first
            for phase in phases {
              let (re, im) = (phase.re, phase.im)
              if parts == 1 {
                for row in 0..<size { to[row] += re * from[row] }
              } else {
                for row in 0..<size {
                  to[2 * row] += re * from[row]
                  to[2 * row + 1] += im * from[row]
                }
              }
              from += inner
            }
            if norms[column] != 1 { for at in 0..<(parts * size) { to[at] *= norms[column] } }
            if norms[first] != 1 {
              for at in 0..<parts { to[at] *= norms[first] }
            }
          }
        }
      }
    }
    return (explicit, folded)
  }

  private func solve<Matrix: DenseMatrix>(
    _ block: Block, as type: Matrix.Type, _ tables: Tables, _ count: Int, _ withFunctions: Bool,
    _ withResponses: Bool
  ) throws -> IrrepModes {
    let (explicit, coupling) = project(tables.wave, block, as: type)
    var h = explicit
    let mass = Operator.hasUnitMass ? nil : project(tables.mass, block, as: type)
    let inverse = tables.foldedWave.map { 1 / $0 }
    // Overlap: M_PP + W M_QQ W^+ - M_PQ W^+ - W M_QP with W = T_PQ / D.
    var s: Matrix
    if let mass {
      s = mass.explicit
      var w = coupling
      w.scaleColumns(inverse)
      s.addSymmetricProduct(-1, mass.folded, w)
      w.scaleColumns(tables.foldedMass.map { $0.squareRoot() })
      s.addSquare(1, w)
    } else {
      s = Matrix(rows: block.size, columns: block.size)
      s.addDiagonal(1)
      let slow = orbits.slowCount - orbits.innerCount
      var w = Matrix(prefix: slow, of: coupling)
      w.scaleColumns(Array(inverse.prefix(slow)))
      s.addSquare(1, w)
    }
    var scaled = coupling
    var weights = inverse
    let tail = 1 + operatorInUse.foldingTail(outer: orbits.outer)
    for q in (orbits.outerHalf - orbits.innerCount)..<weights.count { weights[q] *= tail }
    scaled.scaleColumns(weights.map { $0.squareRoot() })
    h.addSquare(-1, scaled)
    let pairs = try Matrix.lowestEigenpairs(
      h, overlap: s, count: count, withVectors: withFunctions || withResponses)
    var modes = IrrepModes(
      irrep: block.irrep, energies: pairs.values.map { $0 + energyZero },
      foldings: try foldings(pairs, explicit, mass?.explicit), functions: [])
    if withFunctions {
      modes.functions = functions(pairs, coupling, mass?.folded, block, tables)
    }
    if withResponses { modes.responses = responses(pairs, coupling, weights, block, tables) }
    return modes
  }

  /// What the folding lowers each energy by: x^+ h x - e with the explicit part h where there are states x, else
  /// the difference from the energy without folding.
  private func foldings<Matrix: DenseMatrix>(
    _ pairs: Eigenpairs<Matrix>, _ explicit: Matrix, _ mass: Matrix?
  ) throws -> [Double] {
    if pairs.vectors.columns == 0 {
      let plain = try Matrix.lowestEigenpairs(
        explicit, overlap: mass, count: pairs.values.count, withVectors: false)
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

  /// Coefficients of the near plane waves: c_Q = -(T_QP - e M_QP) x / (D - e M_QQ), e the energy above
  /// `energyZero`.
  private func functions<Matrix: DenseMatrix>(
    _ pairs: Eigenpairs<Matrix>, _ coupling: Matrix, _ foldedMass: Matrix?, _ block: Block,
    _ tables: Tables
  ) -> [[[Double]]] {
    let parts = Matrix.components
    let near = orbits.nearCount - orbits.innerCount
    let wave = Matrix.adjointProduct(Matrix(prefix: near, of: coupling), pairs.vectors)
    let mass = foldedMass.map {
      Matrix.adjointProduct(Matrix(prefix: near, of: $0), pairs.vectors)
    }
    let phases = phases(block.momentum)
    return pairs.values.enumerated().map { state, energy in
      var real: [Double] = []
      var imaginary: [Double] = []
      real.reserveCapacity(orbits.nearPlaneWaves.count)
      for o in 0..<orbits.nearCount {
        var value = Complex.zero
        if o >= block.first && o < orbits.innerCount {
          let at = parts * (o - block.first + state * block.size)
          value.re = pairs.vectors.storage[at]
          if parts == 2 { value.im = pairs.vectors.storage[at + 1] }
        } else if o >= orbits.innerCount {
          let q = o - orbits.innerCount
          let at = parts * (q + state * near)
          let scale = -1 / (tables.foldedWave[q] - energy * tables.foldedMass[q])
          value.re = scale * (wave.storage[at] - energy * (mass?.storage[at] ?? 0))
          if parts == 2 {
            value.im = scale * (wave.storage[at + 1] - energy * (mass?.storage[at + 1] ?? 0))
          }
        }
        let members = orbits.orbits[o].count
        let scale = (Double(parts) / Double(members)).squareRoot()
        for phase in phases.prefix(members) {
          let turned = value * phase
          real.append(scale * turned.re)
          if parts == 2 { imaginary.append(scale * turned.im) }
        }
      }
      return parts == 2 ? [real, imaginary] : [real]
    }
  }
}
