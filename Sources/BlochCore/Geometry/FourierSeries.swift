import Glibc
import LinearAlgebra

/// The transform between the N x N pixels of a cell and the Fourier coefficients of their trigonometric interpolant,
/// V_G = (1/N^2) sum_r V(r) exp(-iG.r): of all vectors G that agree on the pixels, the shortest carries the
/// coefficient, and equally short ones share it. Where cells have C2 symmetry every V_G is real:
///
///     V_(n1,n2) = share/N^2 sum_ij v_ij cos(2 pi (n1 i + n2 j)/N),   cos(a + b) = cos a cos b - sin a sin b,
///
/// so that it is done along one index after the other. `SingleFourierSeries` does the same in single precision.
package struct FourierSeries: Sendable {
  /// N.
  let pixels: Int
  /// Largest |n1| and |n2|.
  let reach: Int
  /// [N x (reach + 1)]: cos(2 pi q i/N), q = 0 ... reach.
  let cosines: RealMatrix
  /// The same of sin.
  let sines: RealMatrix

  package init(pixels n: Int, reach: Int) {
    pixels = n
    self.reach = reach
    let circle = (0..<n).map { 2 * Double.pi * Double($0) / Double(n) }
    let circleCosines = circle.map { cos($0) }
    let circleSines = circle.map { sin($0) }
    var cosines = RealMatrix(rows: n, columns: reach + 1)
    var sines = cosines
    for q in 0...reach {
      var position = 0
      for i in 0..<n {
        cosines.storage[i + q * n] = circleCosines[position]
        sines.storage[i + q * n] = circleSines[position]
        position += q
        while position >= n { position -= n }
      }
    }
    self.cosines = cosines
    self.sines = sines
  }

  /// sum_ij v_ij cos(2 pi (n1 i + n2 j)/N) for all |n1|, |n2| <= reach.
  package struct Sums {
    /// [n2][n1], both from 0: of products of cosines, and of sines.
    let even: RealMatrix
    let odd: RealMatrix

    @inline(__always)
    package subscript(n1: Int, n2: Int) -> Double {
      let sign: Double = (n1 < 0) != (n2 < 0) ? -1 : 1
      return even[abs(n2), abs(n1)] - sign * odd[abs(n2), abs(n1)]
    }
  }

  /// The index that is summed over first; results differ in their last digits.
  package enum Order {
    case firstIndex
    case secondIndex
  }

  /// From pixels to sums.
  /// - Parameters:
  ///   - cell: [N x N], element (j, i) is pixel (i, j).
  package func sums(_ cell: RealMatrix, order: Order) -> Sums {
    func both(_ waves: RealMatrix) -> RealMatrix {
      var result = RealMatrix(rows: reach + 1, columns: reach + 1)
      switch order {
      case .firstIndex:
        var half = RealMatrix(rows: pixels, columns: reach + 1)
        half.add(1, cell, waves)
        result.add(1, waves, transposed: true, half)
      case .secondIndex:
        var half = RealMatrix(rows: reach + 1, columns: pixels)
        half.add(1, waves, transposed: true, cell)
        result.add(1, half, waves)
      }
      return result
    }
    return Sums(even: both(cosines), odd: both(sines))
  }

  /// sum_ij v_ij sin(2 pi (n1 i + n2 j)/N) for all |n1|, |n2| <= reach.
  package struct Sines {
    /// [n2][n1], both from 0: of sin(2 pi n1 i/N) cos(2 pi n2 j/N), and of cosine and sine the other way round.
    let first: RealMatrix
    let second: RealMatrix

    package subscript(n1: Int, n2: Int) -> Double {
      Double(n1.signum()) * first[abs(n2), abs(n1)] + Double(n2.signum()) * second[abs(n2), abs(n1)]
    }
  }

  /// From pixels to sums of sines.
  /// - Parameter cell: as of `sums`.
  package func sines(_ cell: RealMatrix) -> Sines {
    func product(_ second: RealMatrix, _ first: RealMatrix) -> RealMatrix {
      var half = RealMatrix(rows: pixels, columns: reach + 1)
      half.add(1, cell, first)
      return .adjointProduct(second, half)
    }
    return Sines(first: product(cosines, sines), second: product(sines, cosines))
  }

  /// The adjoint: sum over the terms of weight cos(2 pi (n1 i + n2 j)/N) at every pixel.
  /// - Returns: [N x N], element (j, i) is pixel (i, j).
  package func synthesise(
    _ terms: some Sequence<(g: ReciprocalVector, weight: Double)>
  ) -> RealMatrix {
    var even = RealMatrix(rows: reach + 1, columns: reach + 1)
    var odd = even
    for (g, weight) in terms {
      let sign = Double(g.n1.signum() * g.n2.signum())
      even[abs(g.n2), abs(g.n1)] += weight
      odd[abs(g.n2), abs(g.n1)] -= sign * weight
    }
    var cell = RealMatrix(rows: pixels, columns: pixels)
    for (waves, inner) in [(cosines, even), (sines, odd)] {
      var half = RealMatrix(rows: pixels, columns: reach + 1)
      half.add(1, waves, inner)
      cell.add(1, half, transposed: false, waves, transposed: true)
    }
    return cell
  }

  /// How much of the pixels' sum V_G carries: 1 inside the Wigner-Seitz cell of the lattice N b1, N b2,
  /// 1/multiplicity on its border, else 0.
  package static func share(_ g: ReciprocalVector, pixels n: Int) -> Double {
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

  /// The same on another lattice.
  package static func share(_ g: ReciprocalVector, pixels n: Int, metric: WaveMetric) -> Double {
    if metric == .hexagonal { return share(g, pixels: n) }
    let own = metric.square(g)
    var ties = 1
    for s1 in -2...2 {
      for s2 in -2...2 where s1 != 0 || s2 != 0 {
        let other = metric.square(g + ReciprocalVector(s1 * n, s2 * n))
        if other < own * (1 - Tolerance.rounding) { return 0 }
        if other <= own * (1 + Tolerance.rounding) { ties += 1 }
      }
    }
    return 1 / Double(ties)
  }

  /// Radius |G|^2 in |b|^2 of the disc that holds as many vectors as the interpolant has coefficients.
  static func bandLimit(pixels n: Int) -> Double {
    Double(n * n) * 3.0.squareRoot() / (2 * Double.pi)
  }
}
