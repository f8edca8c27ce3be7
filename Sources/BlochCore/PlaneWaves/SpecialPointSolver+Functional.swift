import Glibc
import LinearAlgebra

/// States of A u = E M u, where A is diagonal on plane waves and M is not.
///
/// Folding linearised in the energy is worse than none: what couples to a folded wave is E M_QP u, so that the fold goes
/// with E^2. Instead the explicit waves alone give u with u^+ M u = 1 and u^+ A u = e, and each state's energy is the root
/// near e of
///
///     F(E) = e - E - E^2 sum over Q of t_Q |(M_QP u)_Q|^2/(A_Q - E M_QQ),
///
/// which is stationary in u (a Rayleigh functional); t_Q puts what lies beyond the outer cut-off.
extension SpecialPointSolver {
  /// - Parameters:
  ///   - mass: M between the explicit functions of the block.
  ///   - coupling: M from these to the folded ones.
  func solveByFunctional<Matrix: DenseMatrix>(
    mass: Matrix, _ coupling: Matrix, _ layout: BlockLayout, _ tables: Tables, _ count: Int,
    _ reversal: BlockReversal?, _ withFunctions: Bool
  ) throws -> IrrepModes {
    let block = layout.block
    var wave = Matrix(rows: layout.size, columns: layout.size)
    for (row, column) in layout.columns.prefix(layout.size).enumerated() {
      wave.storage[Matrix.components * (row + row * layout.size)] =
        tables.explicitWave[column.orbit]
    }
    let pairs = try Matrix.lowestEigenpairs(wave, overlap: mass, count: count, withVectors: true)
    let own = layout.columns[layout.size...].map { $0.orbit - orbits.innerCount }
    let tail = 1 + operatorInUse.foldingTail(outer: orbits.outer)
    var states = FunctionalStates(
      energies: pairs.values, vectors: pairs.vectors,
      images: .adjointProduct(coupling, pairs.vectors),
      weights: own.map { $0 + orbits.innerCount >= orbits.outerHalf ? tail : 1 },
      wave: own.map { tables.foldedWave[$0] }, mass: own.map { tables.foldedMass[$0] })
    states.separateNeighbours()
    let energies = states.energies.indices.map(states.root)
    var modes = IrrepModes(
      irrep: block.irrep, bands: block.bands, energies: energies,
      foldings: zip(states.energies, energies).map { $0 - $1 }, functions: [])
    if withFunctions {
      let near = layout.columns[layout.size...].count { $0.orbit < orbits.nearCount }
      modes.functions = functions(
        states.vectors, states.folded(energies, near: near), layout, reversal)
    }
    return modes
  }
}

/// States of explicit waves, and what their energies become with the folded ones.
private struct FunctionalStates<Matrix: DenseMatrix> {
  /// e of each state.
  var energies: [Double]
  /// [explicit x states], normalised in M.
  var vectors: Matrix
  /// [folded x states]: M_QP u.
  var images: Matrix
  /// [folded]: t_Q, A_Q and M_QQ.
  let weights: [Double]
  let wave: [Double]
  let mass: [Double]

  /// The root of F near the energy of a state, by Newton's steps.
  func root(_ state: Int) -> Double {
    let parts = Matrix.components
    let rows = weights.count
    // t_Q |(M_QP u)_Q|^2
    let power = (0..<rows).map { q -> Double in
      var sum = 0.0
      for at in parts * (q + state * rows)..<parts * (q + 1 + state * rows) {
        sum += images.storage[at] * images.storage[at]
      }
      return weights[q] * sum
    }
    var energy = energies[state]
    for _ in 0..<6 {
      var (sum, slope) = (0.0, 0.0)
      for q in 0..<rows {
        let inverse = 1 / (wave[q] - energy * mass[q])
        let term = power[q] * inverse
        sum += term
        slope += term * inverse * mass[q]
      }
      let value = energies[state] - energy - energy * energy * sum
      let step = value / (1 + 2 * energy * sum + energy * energy * slope)
      energy += step
      if abs(step) <= 1e-12 * abs(energy) { break }
    }
    return energy
  }

  /// Turns neighbours that the folded waves mix, so that they no longer do: one state's equation is right only where
  /// no other state is near.
  mutating func separateNeighbours() {
    let parts = Matrix.components
    let rows = weights.count
    for state in energies.indices.dropLast() {
      let next = state + 1
      let energy = 0.5 * (energies[state] + energies[next])
      var mixing = Complex.zero
      for q in 0..<rows {
        let (a, b) = (number(images, q, state), number(images, q, next))
        let scale = -energy * energy * weights[q] / (wave[q] - energy * mass[q])
        mixing = mixing + Complex(scale, 0) * (a.conjugate * b)
      }
      let size = mixing.squaredMagnitude.squareRoot()
      let gap = energies[next] - energies[state]
      if size <= 0.02 * gap { continue }
      // The folded waves lower both: the difference of that matters too, but not to first order in what is left.
      let (first, second) = (lowering(state, at: energy), lowering(next, at: energy))
      let angle = 0.5 * atan2(2 * size, gap - second + first)
      let phase = Complex(1 / size, 0) * mixing
      turn(&vectors, state, next, angle, phase, parts)
      turn(&images, state, next, angle, phase, parts)
      let (c, s) = (cos(angle), sin(angle))
      let (low, high) = (energies[state], energies[next])
      energies[state] = c * c * low + s * s * high
      energies[next] = s * s * low + c * c * high
    }
  }

  /// E^2 sum of t g/(A - E M).
  private func lowering(_ state: Int, at energy: Double) -> Double {
    var sum = 0.0
    for q in weights.indices {
      sum +=
        weights[q] * number(images, q, state).squaredMagnitude / (wave[q] - energy * mass[q])
    }
    return energy * energy * sum
  }

  private func number(_ matrix: Matrix, _ row: Int, _ column: Int) -> Complex {
    let at = Matrix.components * (row + column * matrix.rows)
    return Complex(matrix.storage[at], Matrix.components == 2 ? matrix.storage[at + 1] : 0)
  }

  /// u' = c u - s phase^* v, v' = s phase u + c v.
  private func turn(
    _ matrix: inout Matrix, _ first: Int, _ second: Int, _ angle: Double, _ phase: Complex,
    _ parts: Int
  ) {
    let (c, s) = (cos(angle), sin(angle))
    for row in 0..<matrix.rows {
      let (u, v) = (number(matrix, row, first), number(matrix, row, second))
      let one = Complex(c, 0) * u - Complex(s, 0) * (phase.conjugate * v)
      let two = Complex(s, 0) * (phase * u) + Complex(c, 0) * v
      for (column, value) in [(first, one), (second, two)] {
        let at = parts * (row + column * matrix.rows)
        matrix.storage[at] = value.re
        if parts == 2 { matrix.storage[at + 1] = value.im }
      }
    }
  }

  /// [near x states]: c_Q = E (M_QP u)_Q/(A_Q - E M_QQ).
  func folded(_ roots: [Double], near: Int) -> Matrix {
    let parts = Matrix.components
    var result = Matrix(rows: near, columns: roots.count)
    for (state, energy) in roots.enumerated() {
      for q in 0..<near {
        let scale = energy / (wave[q] - energy * mass[q])
        for part in 0..<parts {
          result.storage[parts * (q + state * near) + part] =
            scale * images.storage[parts * (q + state * weights.count) + part]
        }
      }
    }
    return result
  }
}
