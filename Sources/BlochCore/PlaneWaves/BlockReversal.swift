import Glibc
import LinearAlgebra

/// What time reversal makes of the symmetrised plane waves f of a block of one dimension, at a wave vector that equals
/// its negative: T f_c = phase f_c'. In functions that T leaves unchanged,
///
///     phase^(1/2) f_c,   or   (f_c + phase f_c')/2^(1/2)  and  i (f_c - phase f_c')/2^(1/2),
///
/// the Hermitian block is real symmetric.
struct BlockReversal: Sendable {
  /// [columns]: c'.
  private let partners: [Int]
  /// [columns]: of c, and its square root where c' = c.
  private let phases: [Complex]

  /// Nil where T does not map the block's explicit functions to themselves.
  init?(_ layout: BlockLayout, point: LittleGroup, orbits: [[ReciprocalVector]]) {
    guard layout.block.dimension == 1, !layout.block.isReal, !layout.block.isPaired,
      (2 * point.p1) % point.q == 0, (2 * point.p2) % point.q == 0
    else { return nil }
    var places: [ReciprocalVector: (orbit: Int, factor: Int)] = [:]
    var factor = 0
    for (orbit, members) in orbits.enumerated() {
      for g in members {
        places[g] = (orbit, factor)
        factor += layout.columnsOfOrbit[orbit].count
      }
    }
    let (shift1, shift2) = (2 * point.p1 / point.q, 2 * point.p2 / point.q)
    var partners: [Int] = []
    var phases: [Complex] = []
    for (at, column) in layout.columns.enumerated() {
      let g = orbits[column.orbit][0]
      let image = ReciprocalVector(-g.n1 - shift1, -g.n2 - shift2)
      guard let place = places[image],
        let partner = layout.columnsOfOrbit[place.orbit].first,
        (partner < layout.size) == (at < layout.size)
      else { return nil }
      let phase = layout.factors[place.factor].conjugate
      partners.append(partner)
      let half = 0.5 * phase.argument
      phases.append(partner == at ? Complex(angle: half) : phase)
    }
    self.partners = partners
    self.phases = phases
  }

  /// The explicit block and its coupling to the folded columns, in functions that T leaves unchanged.
  func real(_ explicit: ComplexMatrix, _ coupling: ComplexMatrix) -> (RealMatrix, RealMatrix) {
    (transformed(explicit, firstColumn: 0), transformed(coupling, firstColumn: explicit.columns))
  }

  private func transformed(_ a: ComplexMatrix, firstColumn: Int) -> RealMatrix {
    var result = RealMatrix(rows: a.rows, columns: a.columns)
    let rows = a.rows
    let root = 0.5.squareRoot()
    var mixed = [Complex](repeating: .zero, count: rows)
    a.storage.withUnsafeBufferPointer { a in
      func element(_ i: Int, _ j: Int) -> Complex {
        Complex(a[2 * (i + j * rows)], a[2 * (i + j * rows) + 1])
      }
      for j in 0..<result.columns {
        let column = firstColumn + j
        let partner = partners[column]
        let other = partner - firstColumn
        // The first of a pair is the sum, the second i times the difference.
        for i in 0..<rows {
          if partner == column {
            mixed[i] = phases[column] * element(i, j)
          } else if partner > column {
            let sum = element(i, j) + phases[column] * element(i, other)
            mixed[i] = Complex(root * sum.re, root * sum.im)
          } else {
            let difference = element(i, other) - phases[partner] * element(i, j)
            mixed[i] = Complex(-root * difference.im, root * difference.re)
          }
        }
        for i in 0..<rows {
          let value: Double
          if partners[i] == i {
            value = (phases[i].conjugate * mixed[i]).re
          } else if partners[i] > i {
            value = root * (mixed[i] + phases[i].conjugate * mixed[partners[i]]).re
          } else {
            let first = partners[i]
            value = root * (mixed[first] - phases[first].conjugate * mixed[i]).im
          }
          result.storage[i + j * rows] = value
        }
      }
    }
    return result
  }

  /// The coefficient of f_c of a state whose real coefficients are known.
  func coefficient(_ column: Int, _ real: (Int) -> Double) -> Complex {
    let partner = partners[column]
    let root = 0.5.squareRoot()
    if partner == column {
      let x = real(column)
      return Complex(x * phases[column].re, x * phases[column].im)
    }
    if partner > column { return Complex(root * real(column), root * real(partner)) }
    return phases[partner] * Complex(root * real(partner), -root * real(column))
  }
}
