/// Where the integrals over one triangle go, as of `ElementMatrices`.
struct ElementIntegrals {
  let stiffness: UnsafeMutablePointer<Double>
  let mass: UnsafeMutablePointer<Double>
  let alongX: UnsafeMutablePointer<Double>
  let alongY: UnsafeMutablePointer<Double>
  let bubbleStiffness: UnsafeMutablePointer<Double>
  let bubbleMass: UnsafeMutablePointer<Double>
  let bubblePairStiffness: UnsafeMutablePointer<Double>
  let bubblePairMass: UnsafeMutablePointer<Double>

  /// Pairs of bubbles in the order in which their integrals stand: each with itself first.
  static let bubblePairs = [
    (0, 0), (1, 1), (2, 2), (3, 3), (1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2),
  ]

  /// A triangle with straight edges.
  /// - Returns: whether its vertices are counter-clockwise.
  func setStraight(_ x: SIMD8<Double>, _ y: SIMD8<Double>) -> Bool {
    let (ax, ay) = (x[1] - x[0], y[1] - y[0])
    let (bx, by) = (x[2] - x[0], y[2] - y[0])
    let determinant = ax * by - ay * bx
    // Gradients of xi and eta.
    let (xiX, xiY) = (by / determinant, -bx / determinant)
    let (etaX, etaY) = (-ay / determinant, ax / determinant)
    let size = 0.5 * determinant
    let (g11, g12, g22) = (
      size * (xiX * xiX + xiY * xiY), size * (xiX * etaX + xiY * etaY),
      size * (etaX * etaX + etaY * etaY)
    )
    let shapes = ReferenceIntegrals.shapes
    for i in 0..<36 {
      stiffness[i] = g11 * shapes.xiXi[i] + g12 * shapes.mixed[i] + g22 * shapes.etaEta[i]
      mass[i] = size * shapes.values[i]
      alongX[i] = size * (xiX * shapes.byXi[i] + etaX * shapes.byEta[i])
      alongY[i] = size * (xiY * shapes.byXi[i] + etaY * shapes.byEta[i])
    }
    let coupling = ReferenceIntegrals.coupling
    for i in 0..<24 {
      bubbleStiffness[i] =
        g11 * coupling.xiXi[i] + g12 * coupling.mixed[i] + g22 * coupling.etaEta[i]
      bubbleMass[i] = size * coupling.values[i]
    }
    let bubbles = ReferenceIntegrals.bubbles
    for (i, pair) in Self.bubblePairs.enumerated() {
      let at = 4 * pair.0 + pair.1
      bubblePairStiffness[i] =
        g11 * bubbles.xiXi[at] + g12 * bubbles.mixed[at] + g22 * bubbles.etaEta[at]
      bubblePairMass[i] = size * bubbles.values[at]
    }
    return determinant > 0
  }

  /// A triangle with edges that are parabolas: by a rule of degree 5, bubbles of degree 6. All numbers are zero before.
  /// - Returns: whether the map to it is far from folding over.
  func setCurved(_ x: SIMD8<Double>, _ y: SIMD8<Double>) -> Bool {
    let straight = (x[1] - x[0]) * (y[2] - y[0]) - (y[1] - y[0]) * (x[2] - x[0])
    var least = Double.infinity
    for sample in Self.watched {
      least = min(least, QuadraticTriangle.Map(sample, x, y).determinant)
    }
    addShapes(x, y, QuadraticTriangle.seven)
    addBubbles(x, y, QuadraticTriangle.twelve)
    return least > 0.05 * straight
  }

  /// Vertices, middles of edges and centroid.
  private static let watched = [
    (1.0, 0.0, 0.0), (0, 1, 0), (0, 0, 1), (0.5, 0.5, 0), (0, 0.5, 0.5), (0.5, 0, 0.5),
    (1.0 / 3, 1.0 / 3, 1.0 / 3),
  ].map { QuadraticTriangle.shapes($0.0, $0.1, $0.2) }

  private func addShapes(
    _ x: SIMD8<Double>, _ y: SIMD8<Double>, _ table: QuadraticTriangle.Table
  ) {
    // [rows] of six.
    var k = InlineArray<6, SIMD8<Double>>(repeating: .zero)
    var (m, u, v) = (k, k, k)
    for point in table.weights.indices {
      let shapes = table.shapes[point]
      let map = QuadraticTriangle.Map(shapes, x, y)
      let weight = 0.5 * map.determinant * table.weights[point]
      let (gx, gy) = map.gradient(shapes)
      for i in 0..<6 {
        let (wx, wy, w) = (weight * gx[i], weight * gy[i], weight * shapes.value[i])
        k[i] += wx * gx + wy * gy
        m[i] += w * shapes.value
        u[i] += w * gx - wx * shapes.value
        v[i] += w * gy - wy * shapes.value
      }
    }
    for i in 0..<6 {
      for j in 0..<6 {
        stiffness[6 * i + j] = k[i][j]
        mass[6 * i + j] = m[i][j]
        alongX[6 * i + j] = u[i][j]
        alongY[6 * i + j] = v[i][j]
      }
    }
  }

  private func addBubbles(
    _ x: SIMD8<Double>, _ y: SIMD8<Double>, _ table: QuadraticTriangle.Table
  ) {
    var k = InlineArray<4, SIMD8<Double>>(repeating: .zero)
    var m = k
    for point in table.weights.indices {
      let (shapes, bubbles) = (table.shapes[point], table.bubbles[point])
      let map = QuadraticTriangle.Map(shapes, x, y)
      let weight = 0.5 * map.determinant * table.weights[point]
      let (gx, gy) = map.gradient(shapes)
      let (hx, hy) = map.gradient(bubbles)
      for i in 0..<4 {
        let (wx, wy, w) = (weight * hx[i], weight * hy[i], weight * bubbles.value[i])
        k[i] += wx * gx + wy * gy
        m[i] += w * shapes.value
      }
      for (i, (p, q)) in Self.bubblePairs.enumerated() {
        bubblePairStiffness[i] += weight * (hx[p] * hx[q] + hy[p] * hy[q])
        bubblePairMass[i] += weight * bubbles.value[p] * bubbles.value[q]
      }
    }
    for i in 0..<4 {
      for j in 0..<6 {
        bubbleStiffness[6 * i + j] = k[i][j]
        bubbleMass[6 * i + j] = m[i][j]
      }
    }
  }
}
