extension SIMD2<Double> {
  var length: Double { (self * self).sum().squareRoot() }
}

/// A symmetric 2 x 2 matrix.
struct Symmetric2 {
  var xx = 0.0
  var xy = 0.0
  var yy = 0.0

  init() {}

  init(xx: Double, xy: Double, yy: Double) { (self.xx, self.xy, self.yy) = (xx, xy, yy) }

  init(isotropic value: Double) { (xx, yy) = (value, value) }

  var mean: Double { 0.5 * (xx + yy) }

  /// The lower eigenvalue and its direction.
  var lowest: (value: Double, direction: SIMD2<Double>) {
    let half = 0.5 * (xx - yy)
    let root = (half * half + xy * xy).squareRoot()
    let value = mean - root
    // The longer of two forms of the vector.
    let vector = half > 0 ? SIMD2(xy, -half - root) : SIMD2(half - root, xy)
    let size = vector.length
    return (value, size > 0 ? vector / size : SIMD2(1, 0))
  }

  /// Whether both eigenvalues are positive, and no rounding.
  var isPositive: Bool { xx > 0 && yy > 0 && xx * yy - xy * xy > 1e-6 * xx * yy }

  /// v v^T
  init(_ v: SIMD2<Double>) { (xx, xy, yy) = (v.x * v.x, v.x * v.y, v.y * v.y) }

  static func + (a: Self, b: Self) -> Self {
    var c = a
    c.xx += b.xx
    c.xy += b.xy
    c.yy += b.yy
    return c
  }

  static func * (t: Double, a: Self) -> Self {
    var c = a
    c.xx *= t
    c.xy *= t
    c.yy *= t
    return c
  }

  func times(_ v: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(xx * v.x + xy * v.y, xy * v.x + yy * v.y)
  }

  /// Of a positive matrix; it is shifted where it is nearly singular.
  func solve(_ v: SIMD2<Double>) -> SIMD2<Double> {
    let shift = 1e-9 * (xx + yy)
    let (a, b) = (xx + shift, yy + shift)
    let det = a * b - xy * xy
    return SIMD2(b * v.x - xy * v.y, a * v.y - xy * v.x) / det
  }

  /// Broyden, Fletcher, Goldfarb and Shanno's; stays positive.
  mutating func update(step: SIMD2<Double>, change: SIMD2<Double>) {
    let along = (step * change).sum()
    let image = times(step)
    let before = (step * image).sum()
    guard along > 1e-12 * step.length * change.length, before > 0 else { return }
    self = self + (1 / along) * Symmetric2(change) + (-1 / before) * Symmetric2(image)
  }
}
