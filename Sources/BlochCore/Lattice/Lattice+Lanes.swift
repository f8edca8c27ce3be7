import WallpaperGroups

extension Lattice {
  typealias Lane = SIMD8<Double>

  /// Cartesian components of k = x1 b1 + x2 b2, 1/a.
  @inline(__always)
  func waveVectors(_ x1: Lane, _ x2: Lane) -> (x: Lane, y: Lane) {
    (2 * Double.pi * x1, (x2 / ratio - cosine * x1) * (2 * Double.pi / sine))
  }

  /// Derivatives of x1 x2 by kx and ky, a.
  @inline(__always)
  func productSlopes(_ x1: Lane, _ x2: Lane) -> (x: Lane, y: Lane) {
    let turn = 1 / (2 * Double.pi)
    return (turn * (x2 + ratio * cosine * x1), turn * ratio * sine * x1)
  }

  /// Its second derivatives, a^2.
  var productCurvatures: (xx: Double, xy: Double, yy: Double) {
    let square = 1 / (4 * Double.pi * Double.pi)
    return (2 * ratio * cosine * square, ratio * sine * square, 0)
  }
}
