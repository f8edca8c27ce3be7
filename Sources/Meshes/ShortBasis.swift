import WallpaperGroups

/// The two shortest vectors that span a lattice, Cartesian, in units of |a1|.
struct ShortBasis {
  let first: Vector
  let second: Vector
  /// Distances between the lines of the lattice along the second and along the first vector.
  let height1: Double
  let height2: Double
  private let row1: Vector
  private let row2: Vector

  init(_ lattice: Lattice) {
    var (a, b) = (
      Vector(1, 0), Vector(lattice.ratio * lattice.cosine, lattice.ratio * lattice.sine)
    )
    while true {
      if dot(b, b) < dot(a, a) { (a, b) = (b, -a) }
      let n = (dot(a, b) / dot(a, a)).rounded()
      if n == 0 { break }
      b -= n * a
      if dot(b, b) >= dot(a, a) * (1 - 1e-12) { break }
    }
    first = a
    second = b
    let area = cross(a, b)
    height1 = area / length(b)
    height2 = area / length(a)
    row1 = Vector(b.y, -b.x) / area
    row2 = Vector(-a.y, a.x) / area
  }

  @inline(__always)
  func coordinates(_ x: Vector) -> Vector { Vector(dot(row1, x), dot(row2, x)) }

  @inline(__always)
  func place(_ u: Vector) -> Vector { first * u.x + second * u.y }

  /// The image of a displacement under the lattice that is the shortest, where that is shorter than half of both
  /// heights.
  @inline(__always)
  func shortest(_ d: Vector) -> Vector {
    let u = coordinates(d)
    return place(u - u.rounded(.toNearestOrAwayFromZero))
  }
}
