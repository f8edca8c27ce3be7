/// A level set at Cartesian places, and the way from a place to its zero line.
///
/// It is raised by a thousand-millionth of its size: the line moves by less than rounding matters, but edges of a grid
/// that lie on it (cos x = 0 on a square lattice), and lines that cross (cos x + cos y = 0), are as good as any others.
struct LevelField {
  let group: MotionGroup
  private let raw: (Place) -> LevelSample
  private var shift = 0.0

  /// - Throws: where values are not finite or differ at images of one place.
  init(_ levelSet: some LevelSet, _ group: MotionGroup) throws(MeshError) {
    self.group = group
    raw = { levelSet.sample(at: $0) }
    let places = [(0.137, 0.271), (0.419, 0.093), (0.811, 0.647)].map { group.translation($0, $1) }
    let samples = places.map { sample(at: $0) }
    var scale = 0.0
    for s in samples {
      guard s.value.isFinite else { throw MeshError("the level set is not finite everywhere") }
      scale = max(scale, abs(s.value))
    }
    try checkSymmetry(places, samples.map(\.value), tolerance: 1e-6 * scale)
    shift = 1e-9 * scale
  }

  @inline(__always)
  func sample(at x: Vector) -> LevelSample {
    var s = raw(group.reduced(x))
    s.value += shift
    return s
  }

  private func checkSymmetry(_ places: [Vector], _ values: [Double], tolerance: Double)
    throws(MeshError)
  {
    for (x, value) in zip(places, values) {
      for g in 0..<group.order {
        let other = sample(at: group.place(Motion(operation: Int16(g), n1: 1, n2: -1), x)).value
        guard abs(value - other) <= tolerance else {
          throw MeshError(
            "the level set lacks the symmetry \(group.group.operations[g]) of \(group.group): \(value) here, \(other) there"
          )
        }
      }
    }
  }

  /// A point of the zero line near `x`, by Newton steps along the gradient.
  ///
  /// - Parameters:
  ///   - step: longest step.
  ///   - tolerance: length of the last step, which is made still; the point is off the line by its square times the
  ///     curvature.
  /// - Returns: nil where twelve steps do not get there.
  func project(_ x: Vector, step: Double, tolerance: Double) -> CurvePoint? {
    var x = x
    for _ in 0..<12 {
      let s = sample(at: x)
      let square = s.x * s.x + s.y * s.y
      guard square > 0, square.isFinite else { return nil }
      let t = -s.value / square
      let d = Vector(t * s.x, t * s.y)
      let size = length(d)
      if size < tolerance { return CurvePoint(x + d, s) }
      x += size > step ? d * (step / size) : d
    }
    return nil
  }
}

/// A point of the interface.
struct CurvePoint {
  var place: Vector
  /// Unit normal, to the inside.
  var normal: Vector
  /// Absolute curvature.
  var curvature: Double
  /// Radius of the smallest circle that touches the interface here and meets it elsewhere, on either side.
  var medialRadius = Double.infinity
  /// Wanted length of edges here.
  var spacing = Double.infinity

  /// - Parameter s: the level set at the place.
  init(_ place: Vector, _ s: LevelSample) {
    self.place = place
    let size = (s.x * s.x + s.y * s.y).squareRoot()
    normal = Vector(s.x, s.y) / size
    let (nx, ny) = (normal.x, normal.y)
    curvature = abs(s.xx * ny * ny - 2 * s.xy * nx * ny + s.yy * nx * nx) / size
  }

  /// Its image under a motion.
  func carried(by m: Motion, _ group: MotionGroup) -> CurvePoint {
    if m.isIdentity { return self }
    var image = self
    image.place = group.place(m, place)
    image.normal = group.direction(m, normal)
    return image
  }

  /// Unit vector along the interface, the inside on its left.
  @inline(__always)
  var tangent: Vector { Vector(normal.y, -normal.x) }
}
