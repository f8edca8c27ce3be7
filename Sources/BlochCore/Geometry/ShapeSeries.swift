import Glibc
import WallpaperGroups

/// The exact Fourier coefficients of a union of shapes, by the divergence theorem
///
///     int over the union of exp(-iG.r) = i/|G|^2 int along its rim of (G.n) exp(-iG.r),
///
/// in closed form along a whole ellipse, 2 pi R1 R2/q J1(q) exp(-iG.c) with q^2 = (R1 G.u)^2 + (R2 G.v)^2, and by Gauss
/// quadrature to rounding along arcs and straight sides. With C2 symmetry the coefficients are real.
package struct ShapeSeries: Sendable {
  /// Largest |n1| and |n2|.
  package let reach: Int
  /// [2 reach + 1][2 reach + 1]: V_(n1,n2) at (n1 + reach) (2 reach + 1) + n2 + reach, V/Vmax.
  package let values: [Double]
  /// The imaginary parts in the same places; empty unless they were wanted.
  package let imaginary: [Double]

  /// Throws where the rim of the shapes cannot be found.
  package init(_ union: ShapeUnion, reach: Int, isReal: Bool = true) throws {
    self.init(union, rim: try ShapeRim(union), reach: reach, isReal: isReal)
  }

  /// - Parameters:
  ///   - rim: that of the union.
  ///   - isReal: whether the union has C2 symmetry about the origin, so that imaginary parts are not wanted.
  init(_ union: ShapeUnion, rim: ShapeRim, reach: Int, isReal: Bool = true) {
    self.reach = reach
    let width = 2 * reach + 1
    var values = [Double](repeating: 0, count: width * width)
    var imaginary = isReal ? [] : values
    let depth = union.inside - union.outside
    let (lattice, metric) = (union.lattice, WaveMetric(union.lattice))
    let cell = lattice.area
    let ellipses = rim.parts.filter(\.isWhole)
    let edge = RimIntegral(
      rim.parts.filter { !$0.isWhole }, lattice, reach: reach, withCosines: !isReal)
    var bessel: [BesselKey: Double] = [:]
    for n1 in 0...reach {
      for n2 in -reach...reach where n1 > 0 || n2 > 0 {
        let g = ReciprocalVector(n1, n2)
        let (gx, gy) = metric.cartesian(g)
        let length = (gx * gx + gy * gy).squareRoot()
        var sum = edge.map { $0[n1, n2] / (length * length) } ?? 0
        var sine = isReal ? 0 : edge.map { $0.cosine(n1, n2) / (length * length) } ?? 0
        for part in ellipses {
          guard case .ellipse(let centre, let u, let v) = part.curve else { continue }
          let ring: Double
          if u.y == 0, v.x == 0, u.x == v.y {
            let key = BesselKey(square: metric.square(g), radius: u.x)
            ring = bessel[key] ?? 2 * Double.pi * u.x / length * j1(length * u.x)
            bessel[key] = ring
          } else {
            let q = hypot(gx * u.x + gy * u.y, gx * v.x + gy * v.y)
            ring = 2 * Double.pi * RimCurve.cross(u, v) / q * j1(q)
          }
          let phase = gx * centre.x + gy * centre.y
          sum += part.side * ring * cos(phase)
          if !isReal { sine -= part.side * ring * sin(phase) }
        }
        let (here, opposite) = (
          (n1 + reach) * width + n2 + reach, (reach - n1) * width + reach - n2
        )
        let value = depth * sum / cell
        values[here] = value
        values[opposite] = value
        if isReal { continue }
        imaginary[here] = depth * sine / cell
        imaginary[opposite] = -imaginary[here]
      }
    }
    values[reach * width + reach] = union.outside + depth * rim.covered
    self.values = values
    self.imaginary = imaginary
  }

  private struct BesselKey: Hashable {
    let square: Double
    let radius: Double
  }
}
