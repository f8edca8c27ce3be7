/// The interface by points so dense that chords between them do for lengths and distances, one line of each orbit.
struct Interface {
  struct Line {
    /// The last point is the image of the first where the line closes.
    var points: [CurvePoint]
    var closing: Motion?
  }

  var lines: [Line]

  /// - Throws: where points of the zero line cannot be found.
  init(_ lines: [ContourTracer.Line], _ field: LevelField) throws(MeshError) {
    self.lines = []
    for line in lines {
      var points: [CurvePoint] = []
      for p in line.points {
        if let last = points.last {
          try Self.fill(from: last, to: p, field, into: &points, depth: 0)
        }
        if let last = points.last, length(p.place - last.place) < Self.nearest * field.group.unit {
          // The ends of lines are kept.
          if points.count > 1, p.place == line.points[line.points.count - 1].place {
            points[points.count - 1] = p
          }
          continue
        }
        points.append(p)
      }
      self.lines.append(Line(points: points, closing: line.closing))
    }
  }

  /// Lengths in units of the lattice's shortest vector: points closer than `nearest` are one; chords are shorter than
  /// `longest`, and where the interface turns by more than `turn` (radians) along one, than `shortest`.
  private static let nearest = 2e-7
  private static let longest = 0.008
  private static let shortest = 2e-6
  private static let turn = 0.15

  /// Appends points between two, in order, until chords are short.
  private static func fill(
    from a: CurvePoint, to b: CurvePoint, _ field: LevelField, into points: inout [CurvePoint],
    depth: Int
  ) throws(MeshError) {
    let size = length(b.place - a.place) / field.group.unit
    let turns = dot(a.normal, b.normal) < 1 - 0.5 * turn * turn
    guard depth < 20, size > longest || turns && size > shortest else { return }
    let middle = try self.middle(a, b, field)
    try fill(from: a, to: middle, field, into: &points, depth: depth + 1)
    points.append(middle)
    try fill(from: middle, to: b, field, into: &points, depth: depth + 1)
  }

  /// A point of the interface between two, about half-way.
  static func middle(_ a: CurvePoint, _ b: CurvePoint, _ field: LevelField) throws(MeshError)
    -> CurvePoint
  {
    // Where the interface turns back, the cubic does not tell how far away.
    if dot(a.normal, b.normal) > 0.3, let p = point(a, b, 0.5, field, tolerance: 1e-6) {
      return p
    }
    if let p = pointAcross(a, b, field) { return p }
    throw MeshError(
      "no point of the interface between two that are \(length(b.place - a.place)) apart; the level set is not smooth there"
    )
  }

  /// The point of the interface at the share `u` of the way between two that are close to each other; nil where Newton
  /// steps from the cubic with the tangents at both ends do not find it.
  static func point(
    _ a: CurvePoint, _ b: CurvePoint, _ u: Double, _ field: LevelField, tolerance: Double
  ) -> CurvePoint? {
    let d = b.place - a.place
    let size = length(d)
    let w = 1 - u
    let guess =
      a.place + d * (u * u * (3 - 2 * u)) + (a.tangent * w - b.tangent * u) * (size * u * w)
    guard let p = field.project(guess, step: 0.5 * size, tolerance: tolerance),
      length(p.place - guess) < 0.5 * size, dot(p.normal, a.normal + b.normal) > 0
    else { return nil }
    return p
  }

  /// The first point of the interface on the line through the middle of a chord and across it, on the side where the
  /// interface is: to the right of the chord where its middle is inside.
  private static func pointAcross(_ a: CurvePoint, _ b: CurvePoint, _ field: LevelField)
    -> CurvePoint?
  {
    let d = b.place - a.place
    let size = length(d)
    let middle = 0.5 * (a.place + b.place)
    let inside = field.sample(at: middle).value >= 0
    let sign = inside ? 1.0 : -1.0
    let direction = Vector(d.y, -d.x) * (sign / size)
    // Newton steps from the side of the chord stop before the first zero of a convex function: they do not jump over the
    // neck that the tip of the interface may point to.
    var (low, high) = (0.0, Double.infinity)
    var t = 0.0
    for _ in 0..<200 {
      let s = field.sample(at: middle + t * direction)
      let value = sign * s.value
      if value >= 0 { low = t } else { high = t }
      let slope = sign * dot(Vector(s.x, s.y), direction)
      let step = -value / slope
      if abs(step) < 1e-6 * size { return CurvePoint(middle + (t + step) * direction, s) }
      var next = t + (slope < 0 ? min(step, 0.3 * size) : 0.3 * size)
      if next <= low || next >= high { next = 0.5 * (low + high) }
      guard next < 0.1 * field.group.unit else { return nil }
      t = next
    }
    return nil
  }
}
