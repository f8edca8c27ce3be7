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
        factor += layout.columns(ofOrbit: orbit).count
      }
    }
    let (shift1, shift2) = (2 * point.p1 / point.q, 2 * point.p2 / point.q)
    var partners: [Int] = []
    var phases: [Complex] = []
    for (at, column) in layout.columns.enumerated() {
      let g = orbits[column.orbit][0]
      let image = ReciprocalVector(-g.n1 - shift1, -g.n2 - shift2)
      guard let place = places[image],
        let partner = layout.columns(ofOrbit: place.orbit).first,
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
    let rows = a.rows
    var result = RealMatrix(rows: rows, columns: a.columns)
    let root = 0.5.squareRoot()
    // Real and imaginary parts of a column between functions of either kind.
    var re = [Double](repeating: 0, count: rows)
    var im = re
    a.storage.withUnsafeBufferPointer { a in
      result.storage.withUnsafeMutableBufferPointer { result in
        re.withUnsafeMutableBufferPointer { re in
          im.withUnsafeMutableBufferPointer { im in
            func write(_ j: Int) {
              let to = result.baseAddress! + j * rows
              for i in 0..<rows where partners[i] >= i {
                let (p, q) = (phases[i].re, phases[i].im)
                let other = partners[i]
                if other == i {
                  to[i] = p * re[i] + q * im[i]
                  continue
                }
                // conj(phase) times the partner's.
                let (x, y) = (p * re[other] + q * im[other], p * im[other] - q * re[other])
                to[i] = root * (re[i] + x)
                to[other] = root * (im[i] - y)
              }
            }
            for j in 0..<self.partners.count where j >= firstColumn {
              let place = j - firstColumn
              if place >= result.count / max(rows, 1) { break }
              let partner = partners[j]
              if partner < j { continue }
              let (p, q) = (phases[j].re, phases[j].im)
              let first = a.baseAddress! + 2 * place * rows
              if partner == j {
                for i in 0..<rows {
                  re[i] = p * first[2 * i] - q * first[2 * i + 1]
                  im[i] = p * first[2 * i + 1] + q * first[2 * i]
                }
                write(place)
                continue
              }
              // The first of a pair is the sum, the second i times the difference.
              let second = a.baseAddress! + 2 * (partner - firstColumn) * rows
              for i in 0..<rows {
                let x = p * second[2 * i] - q * second[2 * i + 1]
                let y = p * second[2 * i + 1] + q * second[2 * i]
                re[i] = root * (first[2 * i] + x)
                im[i] = root * (first[2 * i + 1] + y)
              }
              write(place)
              for i in 0..<rows {
                let x = p * second[2 * i] - q * second[2 * i + 1]
                let y = p * second[2 * i + 1] + q * second[2 * i]
                re[i] = -root * (first[2 * i + 1] - y)
                im[i] = root * (first[2 * i] - x)
              }
              write(partner - firstColumn)
            }
          }
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
