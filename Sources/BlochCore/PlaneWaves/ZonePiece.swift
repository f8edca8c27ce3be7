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
  /// Counter-clockwise or clockwise.
  let corners: [KPoint]
  let sources: [Source]
  /// Where the square is k1 k2 rather than k^2, which on a rectangle's corners is a sum of the others.
  let hasProduct: Bool
  /// [sources]
  let interpolation: [Weights]
  /// Wave vectors away from the sources.
  let probes: [KPoint]

  init(metric: WaveMetric, corners: [KPoint], sources: [Source]) {
    self.metric = metric
    self.corners = corners
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
    probes = hasProduct ? Self.probes(rectangle: corners) : Self.probes(triangle: corners)
  }

  /// Halfway along two sides from the first corner and to the middle of the third, the middle of the piece, and
  /// quarters of its sides.
  private static func probes(triangle c: [KPoint]) -> [KPoint] {
    func mix(_ a: Double, _ b: Double) -> KPoint {
      KPoint(
        c[0].x1 + a * (c[1].x1 - c[0].x1) + b * (c[2].x1 - c[0].x1),
        c[0].x2 + a * (c[1].x2 - c[0].x2) + b * (c[2].x2 - c[0].x2))
    }
    return [
      mix(1.0 / 2, 0), mix(0, 1.0 / 2), mix(1.0 / 4, 1.0 / 4), mix(1.0 / 3, 1.0 / 3),
      mix(3.0 / 4, 0), mix(1.0 / 4, 0), mix(3.0 / 4, 1.0 / 4), mix(0, 3.0 / 4),
    ]
  }

  /// The middle, the middles of the sides, and three places in between.
  private static func probes(rectangle c: [KPoint]) -> [KPoint] {
    func mix(_ a: Double, _ b: Double) -> KPoint {
      KPoint(
        c[0].x1 + a * (c[1].x1 - c[0].x1) + b * (c[3].x1 - c[0].x1),
        c[0].x2 + a * (c[1].x2 - c[0].x2) + b * (c[3].x2 - c[0].x2))
    }
    return [
      mix(0.5, 0.5), mix(0.5, 0), mix(0, 0.5), mix(1, 0.5), mix(0.5, 1), mix(0.25, 0.25),
      mix(0.75, 0.25), mix(0.3, 0.75),
    ]
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
