import Glibc
import LinearAlgebra

/// The Fourier coefficients V_G = (1/N^2) sum_r V(r) exp(-iG.r) of the potential's trigonometric
/// interpolant: of all vectors G that agree on the N x N points, the shortest carries the
/// coefficient, and equally short ones share it. C2 symmetry makes every V_G real.
struct FourierPotential: Sendable {
  /// Table covers |n1|, |n2| <= reach.
  let reach: Int
  let stride: Int
  /// Radius |G|^2 in |b|^2 of the disc that holds as many vectors as the interpolant has coefficients.
  let bandLimit: Double
  /// [2 reach + 1][2 reach + 1], E0; V_(n1,n2) at (n1 + reach) * stride + n2 + reach.
  var values: [Double]

  /// - Parameters:
  ///   - cell: a cell with C2 symmetry (the sine parts are not computed).
  ///   - reach: largest |n1| and |n2| wanted.
  init(cell: UnitCell, reach: Int) {
    let n = cell.pixels
    let width = 2 * reach + 1
    self.reach = reach
    stride = width
    bandLimit = Self.bandLimit(pixels: n)
    // V(n1, n2) = sum_ij v_ij cos(2 pi (n1 i + n2 j)/N) = C v C^T - S v S^T.
    var cosines = RealMatrix(rows: n, columns: reach + 1)
    var sines = RealMatrix(rows: n, columns: reach + 1)
    let circle = (0..<n).map { 2 * Double.pi * Double($0) / Double(n) }
    let circleCosines = circle.map { cos($0) }
    let circleSines = circle.map { sin($0) }
    for q in 0...reach {
      var position = 0
      for i in 0..<n {
        cosines.storage[i + q * n] = circleCosines[position]
        sines.storage[i + q * n] = circleSines[position]
        position += q
        while position >= n { position -= n }
      }
    }
    var v = RealMatrix(rows: n, columns: n)  // column i holds row i of the cell
    let scale = cell.vMax / Double(n * n)
    for (at, value) in cell.potential.enumerated() { v.storage[at] = scale * Double(value) }
    var vc = RealMatrix(rows: n, columns: reach + 1)
    vc.add(1, v, cosines)
    var vs = RealMatrix(rows: n, columns: reach + 1)
    vs.add(1, v, sines)
    var even = RealMatrix(rows: reach + 1, columns: reach + 1)  // [n2][n1]
    even.add(1, cosines, transposed: true, vc)
    var odd = RealMatrix(rows: reach + 1, columns: reach + 1)
    odd.add(1, sines, transposed: true, vs)
    values = [Double](repeating: 0, count: width * width)
    for n1 in -reach...reach {
      for n2 in -reach...reach {
        let share = Self.share(ReciprocalVector(n1, n2), pixels: n)
        if share == 0 { continue }
        let sign: Double = (n1 < 0) != (n2 < 0) ? -1 : 1
        let sum = even[abs(n2), abs(n1)] - sign * odd[abs(n2), abs(n1)]
        values[(n1 + reach) * width + n2 + reach] = share * sum
      }
    }
  }

  /// Takes coefficients as they are.
  /// - Parameter pixels: points a side of the potential that they are of, if any.
  init(reach: Int, values: [Double], pixels: Int? = nil) {
    self.reach = reach
    stride = 2 * reach + 1
    bandLimit = pixels.map(Self.bandLimit) ?? Double(reach * reach)
    self.values = values
  }

  private static func bandLimit(pixels n: Int) -> Double {
    Double(n * n) * 3.0.squareRoot() / (2 * Double.pi)
  }

  /// 1 inside the Wigner-Seitz cell of the lattice N b1, N b2, 1/multiplicity on its border, else 0.
  static func share(_ g: ReciprocalVector, pixels n: Int) -> Double {
    let own = g.squaredIndex
    var ties = 1
    var step = ReciprocalVector(n, 0)
    for _ in 0..<6 {
      let other = (g + step).squaredIndex
      if other < own { return 0 }
      if other == own { ties += 1 }
      step = step.rotated60
    }
    return 1 / Double(ties)
  }

  /// Position of G in `values`; differences of positions are positions of differences, up to `center`.
  @inline(__always)
  func offset(_ g: ReciprocalVector) -> Int { g.n1 * stride + g.n2 }

  @inline(__always)
  var center: Int { reach * stride + reach }

  /// V_G in E0; zero outside the table.
  subscript(_ g: ReciprocalVector) -> Double {
    if abs(g.n1) > reach || abs(g.n2) > reach { return 0 }
    return values[center + offset(g)]
  }

  /// The potential turned by -60 degrees `steps` times: V'_G = V_(R^steps G).
  func rotated(sixths steps: Int) -> FourierPotential {
    var copy = self
    for n1 in -reach...reach {
      for n2 in -reach...reach {
        let g = ReciprocalVector(n1, n2)
        copy.values[center + offset(g)] = self[g.rotated(sixths: steps)]
      }
    }
    return copy
  }
}
