import WallpaperGroups

/// A triangle or parallelogram of the zone that a mesh covers: the wave vectors origin + u first + v second with u, v >= 0
/// and u + v <= 1, or u, v <= 1.
struct ZoneDomain: Sendable {
  let metric: WaveMetric
  let origin: KPoint
  let isParallelogram: Bool
  /// `first` and `second` in whole numbers over `denominator`, along b1 and b2.
  private let first: SIMD2<Double>
  private let second: SIMD2<Double>
  private let denominator: Double
  /// u = rows[0] . (k - origin), v = rows[1] . (k - origin).
  private let rows: (SIMD2<Double>, SIMD2<Double>)

  /// - Parameters:
  ///   - origin: a corner.
  ///   - first, second: the corners next to it.
  init(
    metric: WaveMetric, origin: ZonePoint = ZonePoint(0, 0, over: 1), first: ZonePoint,
    second: ZonePoint, isParallelogram: Bool
  ) {
    self.metric = metric
    self.origin = KPoint(origin.coordinates)
    self.isParallelogram = isParallelogram
    // Over the least common denominator, so that on the wedge Gamma-K-K' numbers are 2, 1 and 1, 2 over 3.
    let q = origin.q * first.q * second.q
    func difference(_ p: ZonePoint) -> (Int, Int) {
      (p.p1 * (q / p.q) - origin.p1 * (q / origin.q), p.p2 * (q / p.q) - origin.p2 * (q / origin.q))
    }
    let (b, c) = (difference(first), difference(second))
    let divisor = [b.0, b.1, c.0, c.1].reduce(q) { Self.divisor($0, $1) }
    self.first = SIMD2(Double(b.0 / divisor), Double(b.1 / divisor))
    self.second = SIMD2(Double(c.0 / divisor), Double(c.1 / divisor))
    denominator = Double(q / divisor)
    let factor = denominator / (self.first.x * self.second.y - self.first.y * self.second.x)
    rows = (
      SIMD2(self.second.y * factor, -self.second.x * factor),
      SIMD2(-self.first.y * factor, self.first.x * factor)
    )
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? abs(a) : divisor(b, a % b)
  }

  /// u and v of a wave vector.
  func place(_ k: KPoint) -> SIMD2<Double> {
    let (x1, x2) = (k.x1 - origin.x1, k.x2 - origin.x2)
    return SIMD2(rows.0.x * x1 + rows.0.y * x2, rows.1.y * x2 + rows.1.x * x1)
  }

  /// The wave vector at (p.x/(n.x s), p.y/(n.y s)).
  func wave(_ p: SIMD2<Double>, _ n: SIMD2<Int32>, _ s: Int32) -> KPoint {
    let common = Int32(Self.divisor(Int(n.x), Int(n.y)))
    let (x, y) = (p.x * Double(n.y / common), p.y * Double(n.x / common))
    let part = 1 / (denominator * Double(n.x / common) * Double(n.y) * Double(s))
    return KPoint(
      origin.x1 + (first.x * x + second.x * y) * part,
      origin.x2 + (first.y * x + second.y * y) * part)
  }

  /// Distance from the nearest side as a part of the way across; negative outside.
  func margin(_ k: KPoint) -> Double {
    let p = place(k)
    let inner = min(p.x, p.y)
    return isParallelogram ? min(inner, 1 - p.x, 1 - p.y) : min(inner, 1 - p.x - p.y)
  }

  /// 1 where the second side is to the left of the first, else -1.
  var orientation: Double { first.x * second.y > first.y * second.x ? 1 : -1 }

  /// Lengths of the sides, 1/a.
  var lengths: SIMD2<Double> {
    func length(_ d: SIMD2<Double>) -> Double {
      let k = metric.cartesian(KPoint(d.x / denominator, d.y / denominator))
      return SIMD2(k.x, k.y).length
    }
    return SIMD2(length(first), length(second))
  }

  /// Whether the angle between the sides is more than 90 degrees, so that the diagonal through the origin is the shorter.
  var isObtuse: Bool {
    let (a, b) = (
      metric.cartesian(KPoint(first.x, first.y)), metric.cartesian(KPoint(second.x, second.y))
    )
    return a.x * b.x + a.y * b.y < -1e-9 * abs(a.x * b.y - a.y * b.x)
  }

  /// Even numbers of parts along both sides, about as long as `divisions` parts of the geometric mean; equal for triangles.
  func divided(_ divisions: Int) -> SIMD2<Int32> {
    guard isParallelogram else { return SIMD2(repeating: Int32(divisions)) }
    let (sides, mean) = (lengths, (lengths.x * lengths.y).squareRoot())
    func even(_ length: Double) -> Int32 {
      let parts = 2 * (0.5 * Double(divisions) * length / mean).rounded()
      return Int32(min(max(parts, 4), Double(4 * divisions)))
    }
    return SIMD2(even(sides.x), even(sides.y))
  }
}
