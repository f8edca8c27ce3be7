import Glibc
import LinearAlgebra

/// The exact Fourier coefficients of a union of discs, by the divergence theorem
///
///     int over the union of exp(-iG.r) = i/|G|^2 int along its rim of (G.n) exp(-iG.r),
///
/// in closed form along a whole circle, 2 pi R/|G| J1(|G|R) exp(-iG.c), and by Gauss quadrature to rounding along arcs.
/// With C2 symmetry the coefficients are real.
package struct DiscSeries {
  /// Largest |n1| and |n2|.
  package let reach: Int
  /// [2 reach + 1][2 reach + 1]: V_(n1,n2) at (n1 + reach) (2 reach + 1) + n2 + reach, V/Vmax.
  package let values: [Double]

  package init(_ union: DiscUnion, reach: Int) {
    self.reach = reach
    let boundary = DiscBoundary(union)
    let width = 2 * reach + 1
    var values = [Double](repeating: 0, count: width * width)
    let depth = union.inside - union.outside
    let cell = 3.0.squareRoot() / 2
    let circles = boundary.arcs.filter(\.isCircle)
    let edge = RimIntegral(boundary.arcs.filter { !$0.isCircle }, reach: reach)
    var bessel: [BesselKey: Double] = [:]
    for n1 in 0...reach {
      for n2 in -reach...reach where n1 > 0 || n2 > 0 {
        let g = ReciprocalVector(n1, n2)
        let (gx, gy) = KPoint(Double(n1), Double(n2)).cartesian
        let length = (gx * gx + gy * gy).squareRoot()
        var sum = edge.map { $0[n1, n2] / (length * length) } ?? 0
        for circle in circles {
          let key = BesselKey(square: g.squaredIndex, radius: circle.radius)
          let ring =
            bessel[key] ?? 2 * Double.pi * circle.radius / length * j1(length * circle.radius)
          bessel[key] = ring
          sum += ring * cos(gx * circle.x + gy * circle.y)
        }
        let value = depth * sum / cell
        values[(n1 + reach) * width + n2 + reach] = value
        values[(reach - n1) * width + reach - n2] = value
      }
    }
    values[reach * width + reach] = union.outside + depth * boundary.covered
    self.values = values
  }

  private struct BesselKey: Hashable {
    let square: Int
    let radius: Double
  }
}

/// The integral of (G.n) sin(G.r) along arcs for all G at once: sums over nodes of products of one-dimensional waves.
private struct RimIntegral {
  /// [component of n along b1, b2]: sum of weight n sin(G.r) = sin cos + cos sin over the nodes, [n2][n1] from 0.
  private let sineCosine: [RealMatrix]
  private let cosineSine: [RealMatrix]

  /// Nil without arcs.
  init?(_ arcs: [DiscBoundary.Arc], reach: Int) {
    if arcs.isEmpty { return nil }
    // The largest |G|, of n1 = -n2.
    let longest = 4 * Double.pi * Double(reach)
    var rules: [Int: [(node: Double, weight: Double)]] = [:]
    var x1: [Double] = []
    var x2: [Double] = []
    var normals: [[Double]] = [[], []]
    for arc in arcs {
      let half = (arc.to - arc.from) / 2
      // The phase along an arc; quadrature converges beyond half of it.
      let order = Int((0.6 * longest * arc.radius * 2 * half).rounded(.up)) + 24
      let rule = rules[order] ?? GaussRule.legendre(order)
      rules[order] = rule
      for (node, weight) in rule {
        let angle = arc.from + half * (1 + node)
        let (nx, ny) = (cos(angle), sin(angle))
        let (x, y) = (arc.x + arc.radius * nx, arc.y + arc.radius * ny)
        let s = weight * half * arc.radius * 2 * Double.pi
        // r = x1 a1 + x2 a2; b1.n and b2.n alike.
        x2.append(2 * y / 3.0.squareRoot())
        x1.append(x - y / 3.0.squareRoot())
        normals[0].append(s * (nx - ny / 3.0.squareRoot()))
        normals[1].append(s * 2 * ny / 3.0.squareRoot())
      }
    }
    let count = x1.count
    func waves(_ x: [Double], _ function: (Double) -> Double) -> RealMatrix {
      var table = RealMatrix(rows: count, columns: reach + 1)
      for q in 0...reach {
        for i in 0..<count {
          table.storage[i + q * count] = function(2 * Double.pi * Double(q) * x[i])
        }
      }
      return table
    }
    let (c1, s1) = (waves(x1, cos), waves(x1, sin))
    let (c2, s2) = (waves(x2, cos), waves(x2, sin))
    func product(_ second: RealMatrix, _ first: RealMatrix, _ weights: [Double]) -> RealMatrix {
      var weighted = first
      for q in 0...reach {
        for i in 0..<count { weighted.storage[i + q * count] *= weights[i] }
      }
      var result = RealMatrix(rows: reach + 1, columns: reach + 1)
      result.add(1, second, transposed: true, weighted)
      return result
    }
    sineCosine = normals.map { product(c2, s1, $0) }
    cosineSine = normals.map { product(s2, c1, $0) }
  }

  /// For G = n1 b1 + n2 b2, n1 >= 0.
  subscript(n1: Int, n2: Int) -> Double {
    let sign: Double = n2 < 0 ? -1 : 1
    var sum = 0.0
    for (component, n) in [n1, n2].enumerated() {
      sum +=
        Double(n)
        * (sineCosine[component][abs(n2), n1] + sign * cosineSine[component][abs(n2), n1])
    }
    return sum
  }
}
