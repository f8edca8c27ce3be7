/// Functions on the reference triangle with barycentric coordinates l0, l1 = xi and l2 = eta: the six quadratic shape
/// functions of its nodes (vertices, then the middles of the edges 0-1, 1-2, 2-0), and the four bubbles of the next
/// order: l_i l_j (l_i - l_j) of each edge i-j, and l0 l1 l2.
enum QuadraticTriangle {
  static let nodes = 6
  static let bubbles = 4

  /// Values and derivatives of some functions at a point.
  struct Sample: Sendable {
    var value: [Double]
    var xi: [Double]
    var eta: [Double]
  }

  static func shapes(_ l0: Double, _ l1: Double, _ l2: Double) -> Sample {
    Sample(
      value: [
        l0 * (2 * l0 - 1), l1 * (2 * l1 - 1), l2 * (2 * l2 - 1), 4 * l0 * l1, 4 * l1 * l2,
        4 * l2 * l0,
      ],
      xi: [1 - 4 * l0, 4 * l1 - 1, 0, 4 * (l0 - l1), 4 * l2, -4 * l2],
      eta: [1 - 4 * l0, 0, 4 * l2 - 1, -4 * l1, 4 * l1, 4 * (l0 - l2)])
  }

  static func bubbles(_ l0: Double, _ l1: Double, _ l2: Double) -> Sample {
    // Derivatives by l0, l1, l2 first.
    func edge(_ a: Double, _ b: Double) -> (value: Double, byA: Double, byB: Double) {
      (a * b * (a - b), b * (2 * a - b), a * (a - 2 * b))
    }
    let (e0, e1, e2) = (edge(l0, l1), edge(l1, l2), edge(l2, l0))
    return Sample(
      value: [e0.value, e1.value, e2.value, l0 * l1 * l2],
      xi: [e0.byB - e0.byA, e1.byA, -e2.byB, l2 * (l0 - l1)],
      eta: [-e0.byA, e1.byB, e2.byA - e2.byB, l1 * (l0 - l2)])
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
}
