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
        if let last = points.last, length(p.place - last.place) < Self.nearest {
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

  /// Points closer than this are one.
  private static let nearest = 1e-5
  /// Longest chord, and the angle that the interface may turn along one.
  private static let longest = 0.008
  private static let turn = 0.15

  /// Appends points between two, in order, until chords are short.
  private static func fill(
    from a: CurvePoint, to b: CurvePoint, _ field: LevelField, into points: inout [CurvePoint],
    depth: Int
  ) throws(MeshError) {
    let size = length(b.place - a.place)
    let turns = dot(a.normal, b.normal) < 1 - 0.5 * turn * turn
    guard depth < 16, size > longest || turns && size > 2e-4 else { return }
    let middle = try self.middle(a, b, field)
    try fill(from: a, to: middle, field, into: &points, depth: depth + 1)
    points.append(middle)
    try fill(from: middle, to: b, field, into: &points, depth: depth + 1)
  }

  /// The point of the interface half-way between two.
  static func middle(_ a: CurvePoint, _ b: CurvePoint, _ field: LevelField) throws(MeshError)
    -> CurvePoint
  {
    try point(a, b, 0.5, field, tolerance: 1e-6)
  }

  /// The point of the interface at the share `u` of the way between two that are close to each other.
  static func point(
    _ a: CurvePoint, _ b: CurvePoint, _ u: Double, _ field: LevelField, tolerance: Double
  ) throws(MeshError) -> CurvePoint {
    let d = b.place - a.place
    let size = length(d)
    // The cubic with the tangents at both ends.
    let w = 1 - u
    let guess =
      a.place + d * (u * u * (3 - 2 * u)) + (a.tangent * w - b.tangent * u) * (size * u * w)
    if let p = field.project(guess, step: 0.5 * size, tolerance: tolerance),
      length(p.place - guess) < 0.5 * size
    {
      return p
    }
    throw MeshError(
      "no point of the interface between two that are \(size) apart; the level set is not smooth there"
    )
  }
}
