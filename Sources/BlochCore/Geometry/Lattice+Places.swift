import WallpaperGroups

extension Lattice {
  /// Cartesian position of x1 a1 + x2 a2, in a = |a1|.
  @inline(__always)
  func place(_ x: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(x.x + ratio * cosine * x.y, ratio * sine * x.y)
  }

  /// Coordinates along a1 and a2 of a Cartesian position in a.
  @inline(__always)
  func coordinates(_ p: SIMD2<Double>) -> SIMD2<Double> {
    // Where a2 is upright the quotient is infinite, and nothing is taken away.
    SIMD2(p.x - p.y / (sine / cosine), p.y / (ratio * sine))
  }

  /// Whether |a1| = |a2|, so that a1 - a2 and a1 + a2 make a centred rectangle.
  public var isRhombic: Bool { ratio == 1 }

  /// Largest distance of a point from the nearest lattice vector, in a: the circumradius of the acute triangle that the
  /// shortest vectors make.
  var coveringRadius: Double {
    if self == .hexagonal { return 1 / 3.0.squareRoot() }
    var (u, v) = (place(SIMD2(1, 0)), place(SIMD2(0, 1)))
    while true {
      if RimCurve.dot(u, u) > RimCurve.dot(v, v) { (u, v) = (v, u) }
      let steps = (RimCurve.dot(u, v) / RimCurve.dot(u, u)).rounded(.toNearestOrEven)
      if steps == 0 { break }
      v -= steps * u
    }
    let third = RimCurve.norm(RimCurve.dot(u, v) > 0 ? u - v : u + v)
    return RimCurve.norm(u) * RimCurve.norm(v) * third / (2 * area)
  }

  /// Cartesian matrix of an operation, row by row: the rotation or mirror of its W.
  func cartesianMatrix(_ operation: Operation) -> (SIMD2<Double>, SIMD2<Double>) {
    let first = place(SIMD2(Double(operation.w11), Double(operation.w21)))
    let second = place(SIMD2(Double(operation.w12), Double(operation.w22)))
    // R a1 = first, R a2 = second, a1 along x.
    let up = (second - ratio * cosine * first) / (ratio * sine)
    return (SIMD2(first.x, up.x), SIMD2(first.y, up.y))
  }
}
