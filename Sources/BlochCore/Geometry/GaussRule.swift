import Glibc

/// Nodes and weights of quadrature rules.
enum GaussRule {
  /// Gauss-Legendre on -1...1, exact for polynomials of degree 2n - 1: Newton's iteration on P_n from Tricomi's guess.
  static func legendre(_ n: Int) -> [(node: Double, weight: Double)] {
    (0..<n).map { k in
      var x = cos(Double.pi * (Double(k) + 0.75) / (Double(n) + 0.5))
      var slope = 1.0
      for _ in 0..<8 {
        var (last, here) = (1.0, x)
        for m in stride(from: 2, through: n, by: 1) {
          (last, here) = (
            here, ((2 * Double(m) - 1) * x * here - (Double(m) - 1) * last) / Double(m)
          )
        }
        slope = Double(n) * (x * here - last) / (x * x - 1)
        let step = here / slope
        x -= step
        if abs(step) < 1e-15 { break }
      }
      return (x, 2 / ((1 - x * x) * slope * slope))
    }
  }
}
