/// Functions on the reference triangle with barycentric coordinates l0, l1 = xi and l2 = eta: the six quadratic shape
/// functions of its nodes (vertices, then the middles of the edges 0-1, 1-2, 2-0), and the four bubbles of the next
/// order: l_i l_j (l_i - l_j) of each edge i-j, and l0 l1 l2.
enum QuadraticTriangle {
  /// Values and derivatives of the shape functions (the first six numbers) or bubbles (the first four) at a point.
  struct Sample: Sendable {
    var value: SIMD8<Double>
    var xi: SIMD8<Double>
    var eta: SIMD8<Double>
  }

  static func shapes(_ l0: Double, _ l1: Double, _ l2: Double) -> Sample {
    let vertices = (l0 * (2 * l0 - 1), l1 * (2 * l1 - 1), l2 * (2 * l2 - 1))
    return Sample(
      value: SIMD8(
        vertices.0, vertices.1, vertices.2, 4 * l0 * l1, 4 * l1 * l2, 4 * l2 * l0, 0, 0),
      xi: SIMD8(1 - 4 * l0, 4 * l1 - 1, 0, 4 * (l0 - l1), 4 * l2, -4 * l2, 0, 0),
      eta: SIMD8(1 - 4 * l0, 0, 4 * l2 - 1, -4 * l1, 4 * l1, 4 * (l0 - l2), 0, 0))
  }

  static func bubbles(_ l0: Double, _ l1: Double, _ l2: Double) -> Sample {
    // Derivatives by l0, l1, l2 first.
    func edge(_ a: Double, _ b: Double) -> (value: Double, byA: Double, byB: Double) {
      (a * b * (a - b), b * (2 * a - b), a * (a - 2 * b))
    }
    let (e0, e1, e2) = (edge(l0, l1), edge(l1, l2), edge(l2, l0))
    return Sample(
      value: SIMD8(e0.value, e1.value, e2.value, l0 * l1 * l2, 0, 0, 0, 0),
      xi: SIMD8(e0.byB - e0.byA, e1.byA, -e2.byB, l2 * (l0 - l1), 0, 0, 0, 0),
      eta: SIMD8(-e0.byA, e1.byB, e2.byA - e2.byB, l1 * (l0 - l2), 0, 0, 0, 0))
  }

  /// Shape functions and bubbles at the points of a rule.
  struct Table: Sendable {
    let weights: [Double]
    let shapes: [Sample]
    let bubbles: [Sample]

    init(_ rule: TriangleRule) {
      weights = rule.points.map(\.weight)
      shapes = rule.points.map { QuadraticTriangle.shapes($0.l0, $0.l1, $0.l2) }
      bubbles = rule.points.map { QuadraticTriangle.bubbles($0.l0, $0.l1, $0.l2) }
    }
  }

  static let seven = Table(.seven)
  static let twelve = Table(.twelve)

  /// The map from the reference triangle at a point.
  struct Map: Sendable {
    /// Gradients of xi and eta.
    var xiX: Double
    var xiY: Double
    var etaX: Double
    var etaY: Double
    var determinant: Double

    /// - Parameters:
    ///   - shapes: at the point.
    ///   - x, y: of the nodes, the rest zeros.
    @inline(__always)
    init(_ shapes: Sample, _ x: SIMD8<Double>, _ y: SIMD8<Double>) {
      let (xXi, xEta) = ((x * shapes.xi).sum(), (x * shapes.eta).sum())
      let (yXi, yEta) = ((y * shapes.xi).sum(), (y * shapes.eta).sum())
      determinant = xXi * yEta - xEta * yXi
      let scale = 1 / determinant
      (xiX, xiY, etaX, etaY) = (scale * yEta, -scale * xEta, -scale * yXi, scale * xXi)
    }

    /// Cartesian derivatives of functions.
    @inline(__always)
    func gradient(_ sample: Sample) -> (x: SIMD8<Double>, y: SIMD8<Double>) {
      (xiX * sample.xi + etaX * sample.eta, xiY * sample.xi + etaY * sample.eta)
    }

    /// Second derivatives of the shape functions along two directions, but for the map's own curvature.
    @inline(__always)
    func secondDerivative(_ u: (x: Double, y: Double), _ v: (x: Double, y: Double)) -> SIMD8<
      Double
    > {
      let (uXi, uEta) = (u.x * xiX + u.y * xiY, u.x * etaX + u.y * etaY)
      let (vXi, vEta) = (v.x * xiX + v.y * xiY, v.x * etaX + v.y * etaY)
      return uXi * vXi * SIMD8(4, 4, 0, -8, 0, 0, 0, 0)
        + (uXi * vEta + uEta * vXi) * SIMD8(4, 0, 0, -4, 4, -4, 0, 0)
        + uEta * vEta * SIMD8(4, 0, 4, 0, 0, -8, 0, 0)
    }
  }
}
