import WallpaperGroups

/// A convex piece of the Brillouin zone, and the wave vectors whose modes its reduced basis is made of.
struct ZonePiece: Sendable {
  /// A wave vector of the piece whose modes are the images of those at a solved point.
  struct Source: Sendable {
    /// Position among the points solved.
    var point: Int
    var k: KPoint
    /// What carries the point there, behind time reversal where that is needed; nil where the point is the place.
    var image: (operation: Operation, isTimeReversed: Bool)?
  }

  /// Factors that make 1, kx, ky and a square interpolate between the sources.
  struct Weights: Sendable {
    var constant: Double
    var x: Double
    var y: Double
    var square: Double
  }

  let metric: WaveMetric
  /// Counter-clockwise or clockwise, Gamma first.
  let corners: [KPoint]
  /// Their p1, p2 and q of k = (p1 b1 + p2 b2)/q.
  let fractions: [(p1: Int, p2: Int, q: Int)]
  let sources: [Source]
  /// Where the square is k1 k2 rather than k^2, which on a rectangle's corners is a sum of the others.
  let hasProduct: Bool
  /// [sources]
  let interpolation: [Weights]
  /// Wave vectors away from the sources.
  let probes: [KPoint]

  /// - Parameter corners: p1, p2 and q of k = (p1 b1 + p2 b2)/q.
  init(metric: WaveMetric, corners fractions: [(Int, Int, Int)], sources: [Source]) {
    self.metric = metric
    corners = fractions.map { KPoint(Double($0.0) / Double($0.2), Double($0.1) / Double($0.2)) }
    self.fractions = fractions.map { (p1: $0.0, p2: $0.1, q: $0.2) }
    self.sources = sources
    hasProduct = corners.count == 4
    let size = sources.count
    var rows = SmallMatrix(size)
    for (i, source) in sources.enumerated() {
      let k = metric.cartesian(source.k)
      let square = hasProduct ? source.k.x1 * source.k.x2 : k.x * k.x + k.y * k.y
      for (j, value) in [1, k.x, k.y, square].prefix(size).enumerated() { rows[i, j] = value }
    }
    let inverse = rows.inverse.matrix
    interpolation = (0..<size).map { i in
      Weights(
        constant: inverse[0, i], x: inverse[1, i], y: inverse[2, i],
        square: size > 3 ? inverse[3, i] : 0)
    }
    // From the first corner, in twelfths of the ways to its neighbours.
    let steps =
      hasProduct
      ? [(6, 6), (6, 0), (0, 6), (12, 6), (6, 12), (3, 3), (9, 3), (4, 9)]
      : [(6, 0), (0, 6), (3, 3), (4, 4), (9, 0), (3, 0), (9, 3), (0, 9)]
    let (first, last) = (fractions[1], fractions[fractions.count - 1])
    // The first corner is Gamma. One division, so that equal wave vectors are equal numbers.
    probes = steps.map { a, b in
      let scale = Double(12 * first.2 * last.2)
      func sum(_ one: Int, _ other: Int) -> Double {
        Double(a * one * last.2 + b * other * first.2) / scale
      }
      return KPoint(sum(first.0, last.0), sum(first.1, last.1))
    }
  }

  /// Whether a wave vector lies in the piece or on its border.
  func contains(_ k: KPoint) -> Bool {
    var sign = 0.0
    for (i, a) in corners.enumerated() {
      let b = corners[(i + 1) % corners.count]
      let turn = (b.x1 - a.x1) * (k.x2 - a.x2) - (b.x2 - a.x2) * (k.x1 - a.x1)
      if abs(turn) < Tolerance.wavevector { continue }
      if sign * turn < 0 { return false }
      sign = turn
    }
    return true
  }
}
