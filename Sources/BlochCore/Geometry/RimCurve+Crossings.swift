import Glibc

extension RimCurve {
  /// Parameters, some perhaps twice, at which the curve meets another one, shifted; where the two lie on each other, those
  /// at which that ends. In closed form, but for two ellipses that are no circles.
  /// - Parameter tolerance: distance within which an end lies on the curve.
  func crossings(
    with other: RimCurve, shifted s: SIMD2<Double>, tolerance: Double
  ) -> [Double] {
    switch (self, other) {
    case (.segment(let a, let b), .segment(let c, let d)):
      return Self.crossings(a, b - a, c + s, d - c, tolerance)
    case (.segment(let a, let b), .ellipse(let centre, let u, let v)):
      return Self.unitCircle(a - centre - s, b - a, u, v).map(\.t).filter { $0 > 0 && $0 < 1 }
    case (.ellipse(let centre, let u, let v), .segment(let a, let b)):
      return Self.unitCircle(a + s - centre, b - a, u, v)
        .filter { $0.t >= -1e-12 && $0.t <= 1 + 1e-12 }
        .map { Self.positive(atan2($0.place.y, $0.place.x)) }
    case (.ellipse(let centre, let u, let v), .ellipse(let c, let w, let z)):
      let (w2, z2) = (Self.dot(w, w), Self.dot(z, z))
      // Seen from the other one, which becomes the unit circle.
      func seen(_ p: SIMD2<Double>) -> SIMD2<Double> {
        SIMD2(Self.dot(p, w) / w2, Self.dot(p, z) / z2)
      }
      return Self.angles(seen(centre - c - s), seen(u), seen(v)).map(Self.positive)
    }
  }

  /// Of the segment a + t d with c + t e.
  private static func crossings(
    _ a: SIMD2<Double>, _ d: SIMD2<Double>, _ c: SIMD2<Double>, _ e: SIMD2<Double>,
    _ tolerance: Double
  ) -> [Double] {
    var found: [Double] = []
    let (d2, e2) = (dot(d, d), dot(e, e))
    // Ends that lie on the segment.
    for end in [c, c + e] {
      let t = dot(end - a, d) / d2
      if t > 0, t < 1, norm(end - a - t * d) < tolerance { found.append(t) }
    }
    let area = cross(d, e)
    if abs(area) > 1e-13 * (d2 * e2).squareRoot() {
      let t = cross(c - a, e) / area
      let u = cross(c - a, d) / area
      if t > 0, t < 1, u >= -1e-12, u <= 1 + 1e-12 { found.append(t) }
    }
    return found
  }

  /// Where p + t d meets the ellipse of axes u and v about 0, and the place as seen from its unit circle.
  private static func unitCircle(
    _ p: SIMD2<Double>, _ d: SIMD2<Double>, _ u: SIMD2<Double>, _ v: SIMD2<Double>
  ) -> [(t: Double, place: SIMD2<Double>)] {
    let (u2, v2) = (dot(u, u), dot(v, v))
    let q = SIMD2(dot(p, u) / u2, dot(p, v) / v2)
    let e = SIMD2(dot(d, u) / u2, dot(d, v) / v2)
    let square = dot(e, e)
    // Nearest point of the line, then half the chord.
    let nearest = -dot(q, e) / square
    let side = cross(q, e)
    let rest = square - side * side
    guard rest > 0 else { return [] }
    let half = rest.squareRoot() / square
    return [nearest - half, nearest + half].map { ($0, q + $0 * e) }
  }

  /// The angles t at which |p + cos t u + sin t v| = 1.
  private static func angles(
    _ p: SIMD2<Double>, _ u: SIMD2<Double>, _ v: SIMD2<Double>
  ) -> [Double] {
    let (u2, v2, uv) = (dot(u, u), dot(v, v), dot(u, v))
    let constant = dot(p, p) - 1
    let (c1, s1) = (2 * dot(p, u), 2 * dot(p, v))
    let size = max(u2, v2, 1)
    if max(abs(c1), abs(s1), abs(u2 - v2), abs(uv)) < 1e-11 * size {
      // Concentric circles, the same one perhaps.
      return []
    }
    if max(abs(u2 - v2), abs(uv)) < 1e-14 * size {
      let amplitude = hypot(c1, s1)
      let cosine = -(constant + u2) / amplitude
      guard abs(cosine) < 1 else { return [] }
      let (middle, half) = (atan2(s1, c1), acos(cosine))
      return [middle - half, middle + half]
    }
    var found: [Double] = []
    // tan(t/2) in -1...1 for one half of the ellipse, then for the other, where sine and cosine have other signs.
    for (sign, start) in [(1.0, 0.0), (-1.0, Double.pi)] {
      let (a, b) = (sign * c1, sign * s1)
      let roots = RealRoots.inUnit([
        constant + a + u2, 2 * b + 4 * uv, 2 * constant - 2 * u2 + 4 * v2, 2 * b - 4 * uv,
        constant - a + u2,
      ])
      found += roots.map { start + 2 * atan($0) }
    }
    return found
  }

  /// The angle in 0..<2 pi.
  private static func positive(_ angle: Double) -> Double {
    let turn = 2 * Double.pi
    let rest = angle - (angle / turn).rounded(.down) * turn
    return rest >= turn ? 0 : rest
  }
}
