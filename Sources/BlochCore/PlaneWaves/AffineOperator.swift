/// A wave operator on plane waves that depends on the wave vector as
/// A(k) = A0 + kx Ax + ky Ay + k^2 A2, with real symmetric A0, Ax, Ay, A2 and a unit mass matrix.
/// One wave equation is one conforming type; everything else in this folder is written against it.
protocol AffineOperator: Sendable {
  /// Largest |n1| and |n2| of a difference G - G' for which elements are known.
  var reach: Int { get }

  /// Element between G and G', energies in E0.
  func element(_ g: ReciprocalVector, _ h: ReciprocalVector) -> AffineElement

  /// Elements of A(k) between each row (fastest) and each column, k in Cartesian components.
  func elements(
    rows: [ReciprocalVector], columns: [ReciprocalVector], k: (x: Double, y: Double),
    into table: UnsafeMutablePointer<Double>)

  /// The operator in coordinates turned by 60 degrees `steps` times.
  func rotated(sixths steps: Int) -> Self
}

/// One matrix element a0 + kx ax + ky ay + k^2 a2.
struct AffineElement: Sendable {
  var a0 = 0.0
  var ax = 0.0
  var ay = 0.0
  var a2 = 0.0

  /// The element at a wave vector with Cartesian components (x, y).
  @inline(__always)
  func at(_ x: Double, _ y: Double) -> Double { a0 + x * ax + y * ay + (x * x + y * y) * a2 }
}
