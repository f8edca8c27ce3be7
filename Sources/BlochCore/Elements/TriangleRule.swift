/// A quadrature rule on a triangle, by barycentric coordinates; weights sum to one.
struct TriangleRule: Sendable {
  struct Point: Sendable {
    var l0: Double
    var l1: Double
    var l2: Double
    var weight: Double
  }

  let points: [Point]

  /// Exact for polynomials of degree 5 (Radon 1948).
  static let seven: TriangleRule = {
    let root = 15.0.squareRoot()
    return TriangleRule(
      centre: 9.0 / 40,
      triples: [((6 - root) / 21, (155 - root) / 1200), ((6 + root) / 21, (155 + root) / 1200)])
  }()

  /// Exact for polynomials of degree 6 (Dunavant 1985).
  static let twelve = TriangleRule(
    triples: [
      (0.249286745170910421291638553107, 0.116786275726379366025289611386),
      (0.063089014491502228340331602871, 0.050844906370206816920936809107),
    ],
    sextuples: [
      (
        0.053145049844816947353249671631, 0.310352451033784405416607733957,
        0.082851075618373575193553456420
      )
    ])

  /// - Parameters:
  ///   - centre: weight of the centroid.
  ///   - triples: a and weight of (1 - 2 a, a, a) and its permutations.
  ///   - sextuples: a, b and weight of the permutations of (a, b, 1 - a - b).
  init(
    centre: Double = 0, triples: [(Double, Double)], sextuples: [(Double, Double, Double)] = []
  ) {
    var points: [Point] = []
    if centre != 0 { points.append(Point(l0: 1.0 / 3, l1: 1.0 / 3, l2: 1.0 / 3, weight: centre)) }
    for (a, weight) in triples {
      let b = 1 - 2 * a
      for (l0, l1, l2) in [(b, a, a), (a, b, a), (a, a, b)] {
        points.append(Point(l0: l0, l1: l1, l2: l2, weight: weight))
      }
    }
    for (a, b, weight) in sextuples {
      let c = 1 - a - b
      for (l0, l1, l2) in [(a, b, c), (a, c, b), (b, a, c), (b, c, a), (c, a, b), (c, b, a)] {
        points.append(Point(l0: l0, l1: l1, l2: l2, weight: weight))
      }
    }
    self.points = points
  }
}
