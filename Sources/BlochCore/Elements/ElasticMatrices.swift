/// Integrals over the triangles of a domain for waves of two components, with the moduli: rows and columns are the
/// nodes (or bubbles) of a triangle, of each its x and its y component.
///
/// With D = grad + i k, sigma : epsilon of functions N_j e_b and N_i e_a is
///
///     lame D_b N_j (D_a N_i)* + mu (D_a N_j (D_b N_i)* + delta_ab D N_j . (D N_i)*).
struct ElasticMatrices: Sendable {
  /// [triangles x 12 x 12]: at k = 0.
  let stiffness: [Double]
  /// [triangles x 12 x 12]: what -i kx and -i ky are multiplied by.
  let alongX: [Double]
  let alongY: [Double]
  /// [triangles x 8 x 12]: at k = 0, of bubbles (rows) and shape functions.
  let bubbleStiffness: [Double]
  /// [triangles x 8 x 8]: of bubbles with one another.
  let bubblePairStiffness: [Double]

  init(_ domain: ElementDomain, inside: Medium, outside: Medium) {
    let count = domain.triangleCount
    var stiffness = [Double](repeating: 0, count: 144 * count)
    var (alongX, alongY) = (stiffness, stiffness)
    var bubbles = [Double](repeating: 0, count: 96 * count)
    var pairs = [Double](repeating: 0, count: 64 * count)
    var integrals = ElasticIntegrals()
    for triangle in 0..<count {
      var (x, y) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for i in 0..<6 {
        let node = Int(domain.triangles[6 * triangle + i])
        x[i] = domain.x[node]
        y[i] = domain.y[node]
      }
      integrals.set(x, y)
      let medium = domain.isInside[triangle] ? inside : outside
      let (mu, lame) = (medium.a, medium.lame ?? 0)
      for i in 0..<6 {
        for j in 0..<6 {
          for a in 0..<2 {
            for b in 0..<2 {
              let at = 144 * triangle + 12 * (2 * i + a) + 2 * j + b
              stiffness[at] = integrals.stiffness(i, a, j, b, mu, lame)
              alongX[at] = integrals.along(0, i, a, j, b, mu, lame)
              alongY[at] = integrals.along(1, i, a, j, b, mu, lame)
            }
          }
        }
      }
      for i in 0..<4 {
        for a in 0..<2 {
          for j in 0..<6 {
            for b in 0..<2 {
              bubbles[96 * triangle + 12 * (2 * i + a) + 2 * j + b] =
                integrals.stiffness(6 + i, a, j, b, mu, lame)
            }
          }
          for j in 0..<4 {
            for b in 0..<2 {
              pairs[64 * triangle + 8 * (2 * i + a) + 2 * j + b] =
                integrals.stiffness(6 + i, a, 6 + j, b, mu, lame)
            }
          }
        }
      }
    }
    (self.stiffness, self.alongX, self.alongY) = (stiffness, alongX, alongY)
    (bubbleStiffness, bubblePairStiffness) = (bubbles, pairs)
  }
}

/// Integrals over one triangle of products of the six shape functions and the four bubbles.
private struct ElasticIntegrals {
  private typealias Table = InlineArray<10, SIMD16<Double>>
  /// [functions][functions]: d_x d_x, d_x d_y and d_y d_y; value times d_x and d_y.
  private var xx = Table(repeating: .zero)
  private var xy = Table(repeating: .zero)
  private var yy = Table(repeating: .zero)
  private var byX = Table(repeating: .zero)
  private var byY = Table(repeating: .zero)

  /// By a rule of degree 6.
  mutating func set(_ x: SIMD8<Double>, _ y: SIMD8<Double>) {
    for i in 0..<10 {
      (xx[i], xy[i], yy[i], byX[i], byY[i]) = (.zero, .zero, .zero, .zero, .zero)
    }
    let table = QuadraticTriangle.twelve
    for point in table.weights.indices {
      let (shapes, bubbles) = (table.shapes[point], table.bubbles[point])
      let map = QuadraticTriangle.Map(shapes, x, y)
      let weight = 0.5 * map.determinant * table.weights[point]
      let value = Self.joined(shapes.value, bubbles.value)
      let (first, second) = (map.gradient(shapes), map.gradient(bubbles))
      let (gx, gy) = (Self.joined(first.x, second.x), Self.joined(first.y, second.y))
      for i in 0..<10 {
        let (wx, wy, w) = (weight * gx[i], weight * gy[i], weight * value[i])
        xx[i] += wx * gx
        xy[i] += wx * gy
        yy[i] += wy * gy
        byX[i] += w * gx
        byY[i] += w * gy
      }
    }
  }

  /// Six shape functions, then four bubbles.
  private static func joined(_ shapes: SIMD8<Double>, _ bubbles: SIMD8<Double>) -> SIMD16<Double> {
    var result = SIMD16<Double>(lowHalf: shapes, highHalf: .zero)
    for i in 0..<4 { result[6 + i] = bubbles[i] }
    return result
  }

  /// d_a N_i d_b N_j
  @inline(__always)
  private func product(_ i: Int, _ a: Int, _ j: Int, _ b: Int) -> Double {
    a == b ? (a == 0 ? xx[i][j] : yy[i][j]) : a == 0 ? xy[i][j] : xy[j][i]
  }

  /// N_i d_b N_j
  @inline(__always)
  private func slope(_ i: Int, _ j: Int, _ b: Int) -> Double { b == 0 ? byX[i][j] : byY[i][j] }

  @inline(__always)
  func stiffness(_ i: Int, _ a: Int, _ j: Int, _ b: Int, _ mu: Double, _ lame: Double) -> Double {
    let both = lame * product(i, a, j, b) + mu * product(i, b, j, a)
    return a == b ? both + mu * (xx[i][j] + yy[i][j]) : both
  }

  /// What -i k_c is multiplied by.
  @inline(__always)
  func along(
    _ c: Int, _ i: Int, _ a: Int, _ j: Int, _ b: Int, _ mu: Double, _ lame: Double
  ) -> Double {
    var sum = 0.0
    if a == c { sum += lame * slope(i, j, b) - mu * slope(j, i, b) }
    if b == c { sum += mu * slope(i, j, a) - lame * slope(j, i, a) }
    if a == b { sum += mu * (slope(i, j, c) - slope(j, i, c)) }
    return sum
  }
}
