import Glibc

/// A curve of a shape's outline, in Cartesian coordinates.
enum RimCurve: Sendable {
  /// from + t (to - from), 0 <= t <= 1.
  case segment(from: SIMD2<Double>, to: SIMD2<Double>)
  /// centre + cos t u + sin t v, 0 <= t <= 2 pi, with orthogonal u and v, v to the left of u.
  case ellipse(centre: SIMD2<Double>, u: SIMD2<Double>, v: SIMD2<Double>)

  var end: Double {
    switch self {
    case .segment: 1
    case .ellipse: 2 * Double.pi
    }
  }

  func point(_ t: Double) -> SIMD2<Double> {
    switch self {
    case .segment(let from, let to): from + t * (to - from)
    case .ellipse(let centre, let u, let v): centre + cos(t) * u + sin(t) * v
    }
  }

  /// dr/dt.
  func velocity(_ t: Double) -> SIMD2<Double> {
    switch self {
    case .segment(let from, let to): to - from
    case .ellipse(_, let u, let v): cos(t) * v - sin(t) * u
    }
  }

  /// No shorter than the part between two parameters.
  func length(from: Double, to: Double) -> Double {
    switch self {
    case .segment(let a, let b): Self.norm(b - a) * (to - from)
    case .ellipse(_, let u, let v): max(Self.norm(u), Self.norm(v)) * (to - from)
    }
  }

  /// Corners of the smallest box around it.
  var bounds: (low: SIMD2<Double>, high: SIMD2<Double>) {
    switch self {
    case .segment(let from, let to): return (pointwiseMin(from, to), pointwiseMax(from, to))
    case .ellipse(let centre, let u, let v):
      let half = (u * u + v * v).squareRoot()
      return (centre - half, centre + half)
    }
  }

  /// Distance of a point from the curve, to first order where that is small.
  func distance(to p: SIMD2<Double>) -> Double {
    switch self {
    case .segment(let from, let to):
      let along = to - from
      let t = min(max(Self.dot(p - from, along) / Self.dot(along, along), 0), 1)
      return Self.norm(p - from - t * along)
    case .ellipse(let centre, let u, let v):
      let (u2, v2) = (Self.dot(u, u), Self.dot(v, v))
      let (q1, q2) = (Self.dot(p - centre, u) / u2, Self.dot(p - centre, v) / v2)
      let slope = 2 * Self.norm(q1 / u2 * u + q2 / v2 * v)
      return abs(q1 * q1 + q2 * q2 - 1) / max(slope, 1e-300)
    }
  }

  static func dot(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double { a.x * b.x + a.y * b.y }
  static func cross(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double { a.x * b.y - a.y * b.x }
  static func norm(_ a: SIMD2<Double>) -> Double { dot(a, a).squareRoot() }
}
