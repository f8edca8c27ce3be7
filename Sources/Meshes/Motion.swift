/// A place or displacement, Cartesian, in units of |a1|.
typealias Vector = SIMD2<Double>

/// A motion of a wallpaper group: one of its operations, then the translation n1 a1 + n2 a2.
struct Motion: Equatable {
  /// Position in the group's operations.
  var operation: Int16
  var n1: Int16
  var n2: Int16

  static let identity = Motion(operation: 0, n1: 0, n2: 0)

  @inline(__always)
  var isIdentity: Bool { operation == 0 && n1 == 0 && n2 == 0 }
}

@inline(__always)
func dot(_ a: Vector, _ b: Vector) -> Double { a.x * b.x + a.y * b.y }

/// Twice the area of the triangle 0, a, b; positive where b is to the left of a.
@inline(__always)
func cross(_ a: Vector, _ b: Vector) -> Double { a.x * b.y - a.y * b.x }

@inline(__always)
func length(_ a: Vector) -> Double { dot(a, a).squareRoot() }
