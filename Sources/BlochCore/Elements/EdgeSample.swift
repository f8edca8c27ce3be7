/// A triangle's functions at a point of one of its edges.
struct EdgeSample {
  /// Cartesian.
  let x: Double
  let y: Double
  /// Out of the inside.
  let normalX: Double
  let normalY: Double
  /// Length per unit of the edge's parameter, 0...1.
  let speed: Double
  /// Of the nodes' shape functions: values, derivatives along the edge, and along the normal.
  let value: SIMD8<Double>
  let tangential: SIMD8<Double>
  let flux: SIMD8<Double>

  /// - Parameters:
  ///   - edge: 0 (0-1), 1 (1-2) or 2 (2-0).
  ///   - position: on it, 0...1.
  ///   - x, y: of the nodes.
  ///   - outward: 1 where the triangle is inside, else -1.
  init(
    _ edge: Int, _ position: Double, _ x: SIMD8<Double>, _ y: SIMD8<Double>, outward: Double
  ) {
    let (p, q) = (1 - position, position)
    let shapes =
      edge == 0
      ? QuadraticTriangle.shapes(p, q, 0)
      : edge == 1 ? QuadraticTriangle.shapes(0, p, q) : QuadraticTriangle.shapes(q, 0, p)
    let map = QuadraticTriangle.Map(shapes, x, y)
    self.x = (x * shapes.value).sum()
    self.y = (y * shapes.value).sum()
    let along = edge == 0 ? shapes.xi : edge == 1 ? shapes.eta - shapes.xi : -shapes.eta
    let (tx, ty) = ((x * along).sum(), (y * along).sum())
    speed = (tx * tx + ty * ty).squareRoot()
    // Triangles are counter-clockwise: their outside is to the right.
    (normalX, normalY) = (outward * ty / speed, -outward * tx / speed)
    let (gx, gy) = map.gradient(shapes)
    value = shapes.value
    tangential = tx / speed * gx + ty / speed * gy
    flux = normalX * gx + normalY * gy
  }
}
