/// Integrals over the triangles of a domain, with the coefficients a, b and v left out: isoparametric quadratic
/// elements, straight ones by exact formulas.
struct ElementMatrices: Sendable {
  /// [triangles x 6 x 6]: products of gradients, and of values.
  private(set) var stiffness: [Double]
  private(set) var mass: [Double]
  /// [triangles x 6 x 6]: N_i dN_j - N_j dN_i, d by Cartesian x and y.
  private(set) var alongX: [Double]
  private(set) var alongY: [Double]
  /// [triangles x 4 x 6]: the same as the first two of bubbles (rows) and shape functions.
  private(set) var bubbleStiffness: [Double]
  private(set) var bubbleMass: [Double]
  /// [triangles x 4]: of each bubble with itself.
  private(set) var bubbleStiffnessDiagonal: [Double]
  private(set) var bubbleMassDiagonal: [Double]
  /// [triangles]
  private(set) var areas: [Double]
  /// Triangles that are nearly folded over.
  private(set) var foldedTriangles = 0

  init(_ domain: ElementDomain) {
    let count = domain.triangleCount
    func zeros(_ size: Int) -> [Double] { [Double](repeating: 0, count: size * count) }
    (stiffness, mass, alongX, alongY) = (zeros(36), zeros(36), zeros(36), zeros(36))
    (bubbleStiffness, bubbleMass) = (zeros(24), zeros(24))
    (bubbleStiffnessDiagonal, bubbleMassDiagonal) = (zeros(4), zeros(4))
    areas = zeros(1)
    for triangle in 0..<count {
      let nodes = domain.triangles[6 * triangle..<6 * triangle + 6].map { Int($0) }
      let (x, y) = (nodes.map { domain.x[$0] }, nodes.map { domain.y[$0] })
      if domain.interfaceEdges[triangle].isEmpty {
        addStraight(triangle, x, y)
      } else {
        addCurved(triangle, x, y)
      }
    }
  }

  private mutating func addStraight(_ triangle: Int, _ x: [Double], _ y: [Double]) {
    let (ax, ay) = (x[1] - x[0], y[1] - y[0])
    let (bx, by) = (x[2] - x[0], y[2] - y[0])
    let determinant = ax * by - ay * bx
    // Gradients of xi and eta.
    let (xiX, xiY) = (by / determinant, -bx / determinant)
    let (etaX, etaY) = (-ay / determinant, ax / determinant)
    let area = 0.5 * determinant
    areas[triangle] = area
    if !(area > 0) { foldedTriangles += 1 }
    let metric = (
      area * (xiX * xiX + xiY * xiY), area * (xiX * etaX + xiY * etaY),
      area * (etaX * etaX + etaY * etaY)
    )
    let shapes = ReferenceIntegrals.shapes
    for i in 0..<36 {
      let at = 36 * triangle + i
      stiffness[at] =
        metric.0 * shapes.xiXi[i] + metric.1 * shapes.mixed[i] + metric.2 * shapes.etaEta[i]
      mass[at] = area * shapes.values[i]
      alongX[at] = area * (xiX * shapes.byXi[i] + etaX * shapes.byEta[i])
      alongY[at] = area * (xiY * shapes.byXi[i] + etaY * shapes.byEta[i])
    }
    let coupling = ReferenceIntegrals.coupling
    for i in 0..<24 {
      let at = 24 * triangle + i
      bubbleStiffness[at] =
        metric.0 * coupling.xiXi[i] + metric.1 * coupling.mixed[i] + metric.2 * coupling.etaEta[i]
      bubbleMass[at] = area * coupling.values[i]
    }
    let bubbles = ReferenceIntegrals.bubbles
    for i in 0..<4 {
      let at = 4 * triangle + i
      bubbleStiffnessDiagonal[at] =
        metric.0 * bubbles.xiXi[5 * i] + metric.1 * bubbles.mixed[5 * i]
        + metric.2 * bubbles.etaEta[5 * i]
      bubbleMassDiagonal[at] = area * bubbles.values[5 * i]
    }
  }

  private mutating func addCurved(_ triangle: Int, _ x: [Double], _ y: [Double]) {
    let straight = 0.5 * ((x[1] - x[0]) * (y[2] - y[0]) - (y[1] - y[0]) * (x[2] - x[0]))
    var least = Double.infinity
    for (l0, l1, l2) in Self.watched {
      least = min(least, Self.map(QuadraticTriangle.shapes(l0, l1, l2), x, y).determinant)
    }
    if !(least > 0.05 * 2 * straight) { foldedTriangles += 1 }
    // A rule of degree 5 for the elements themselves, of degree 6 for the bubbles.
    add(triangle, x, y, QuadraticTriangle.seven, withShapes: true)
    add(triangle, x, y, QuadraticTriangle.twelve, withShapes: false)
  }

  /// Vertices, middles of edges and centroid.
  private static let watched: [(Double, Double, Double)] = [
    (1, 0, 0), (0, 1, 0), (0, 0, 1), (0.5, 0.5, 0), (0, 0.5, 0.5), (0.5, 0, 0.5),
    (1.0 / 3, 1.0 / 3, 1.0 / 3),
  ]

  /// What the map of a curved triangle makes of gradients.
  struct Map {
    var xiX: Double
    var xiY: Double
    var etaX: Double
    var etaY: Double
    var determinant: Double
  }

  static func map(_ shapes: QuadraticTriangle.Sample, _ x: [Double], _ y: [Double]) -> Map {
    var (xXi, xEta, yXi, yEta) = (0.0, 0.0, 0.0, 0.0)
    for i in 0..<6 {
      xXi += x[i] * shapes.xi[i]
      xEta += x[i] * shapes.eta[i]
      yXi += y[i] * shapes.xi[i]
      yEta += y[i] * shapes.eta[i]
    }
    let determinant = xXi * yEta - xEta * yXi
    let scale = 1 / determinant
    return Map(
      xiX: scale * yEta, xiY: -scale * xEta, etaX: -scale * yXi, etaY: scale * xXi,
      determinant: determinant)
  }

  private mutating func add(
    _ triangle: Int, _ x: [Double], _ y: [Double], _ table: QuadraticTriangle.Table,
    withShapes: Bool
  ) {
    var gx = [Double](repeating: 0, count: 10)
    var gy = gx
    for point in table.weights.indices {
      let (shapes, bubbles) = (table.shapes[point], table.bubbles[point])
      let map = Self.map(shapes, x, y)
      let weight = 0.5 * map.determinant * table.weights[point]
      for i in 0..<6 {
        gx[i] = map.xiX * shapes.xi[i] + map.etaX * shapes.eta[i]
        gy[i] = map.xiY * shapes.xi[i] + map.etaY * shapes.eta[i]
      }
      if withShapes {
        areas[triangle] += weight
        for i in 0..<6 {
          let (wx, wy, w) = (weight * gx[i], weight * gy[i], weight * shapes.value[i])
          for j in 0..<6 {
            let at = 36 * triangle + 6 * i + j
            stiffness[at] += wx * gx[j] + wy * gy[j]
            mass[at] += w * shapes.value[j]
            alongX[at] += w * gx[j] - wx * shapes.value[j]
            alongY[at] += w * gy[j] - wy * shapes.value[j]
          }
        }
        continue
      }
      for i in 0..<4 {
        gx[6 + i] = map.xiX * bubbles.xi[i] + map.etaX * bubbles.eta[i]
        gy[6 + i] = map.xiY * bubbles.xi[i] + map.etaY * bubbles.eta[i]
        let (wx, wy, w) = (weight * gx[6 + i], weight * gy[6 + i], weight * bubbles.value[i])
        bubbleStiffnessDiagonal[4 * triangle + i] += wx * gx[6 + i] + wy * gy[6 + i]
        bubbleMassDiagonal[4 * triangle + i] += w * bubbles.value[i]
        for j in 0..<6 {
          let at = 24 * triangle + 6 * i + j
          bubbleStiffness[at] += wx * gx[j] + wy * gy[j]
          bubbleMass[at] += w * shapes.value[j]
        }
      }
    }
  }
}
