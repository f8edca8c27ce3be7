/// The zero lines of a level set, one of each orbit, from the signs at the vertices of a grid: every triangle with a
/// change of sign has two cut edges, so that lines can neither end, but on mirrors, nor branch.
struct ContourTracer: ~Copyable {
  /// A zero line by its points on the edges of the grid, the inside on the left.
  struct Line {
    var points: [CurvePoint]
    /// The motion that carries the first point to the last one; nil where both lie on mirror lines, from one to the
    /// next.
    var closing: Motion?
  }

  /// Triangles that have been passed.
  private var isPassed: [Bool]

  private init(_ count: Int) { isPassed = Array(repeating: false, count: count) }

  /// - Throws: where the level set has no zero on a cut edge, because its values or gradients are not those of a
  ///   smooth function.
  static func lines(_ grid: borrowing LevelGrid) throws(MeshError) -> [Line] {
    var tracer = ContourTracer(grid.triangulation.count)
    var lines: [Line] = []
    let halves = 0..<3 * grid.triangulation.count
    // The inside is on the left where the line enters a triangle over an edge that leads from inside to outside.
    for h in halves where Int(grid.triangulation.twin[h]) == h && !tracer.isPassed[h / 3] {
      guard grid.isInside(h) != grid.isInside(OrbifoldTriangulation.next(h)) else { continue }
      let motion = grid.isInside(h) ? Motion.identity : grid.triangulation.glue[h]
      lines.append(try tracer.trace(grid, from: h, motion))
    }
    for h in halves where !tracer.isPassed[h / 3] {
      guard grid.isInside(h), !grid.isInside(OrbifoldTriangulation.next(h)) else { continue }
      lines.append(try tracer.trace(grid, from: h, .identity))
    }
    return lines
  }

  /// Follows a line from where it enters a triangle.
  ///
  /// - Parameter motion: carries the triangle to where the line is followed.
  private mutating func trace(
    _ grid: borrowing LevelGrid, from first: Int, _ motion: Motion
  ) throws(MeshError) -> Line {
    let group = grid.field.group
    var points = [try Self.root(grid, first, motion)]
    var (entry, motion) = (first, motion)
    while true {
      if isPassed[entry / 3] {
        guard entry == first else {
          throw MeshError("a zero line does not close; the level set is not smooth there")
        }
        points[points.count - 1] = points[0].carried(by: motion, group)
        return Line(points: points, closing: motion)
      }
      isPassed[entry / 3] = true
      // Of the two other edges the one that is cut.
      let next = OrbifoldTriangulation.next(entry)
      let third = OrbifoldTriangulation.previous(entry)
      let exit = grid.isInside(next) != grid.isInside(third) ? next : third
      points.append(try Self.root(grid, exit, motion))
      let t = Int(grid.triangulation.twin[exit])
      if t == exit { return Line(points: points, closing: nil) }
      motion = group.product(motion, grid.triangulation.glue[exit])
      entry = t
    }
  }

  /// The zero on an edge, by Newton steps within a shrinking interval, where a motion carries it.
  private static func root(_ grid: borrowing LevelGrid, _ h: Int, _ motion: Motion)
    throws(MeshError) -> CurvePoint
  {
    let (a, d, _) = grid.edge(h)
    let isFalling = grid.isInside(h)
    var (low, high) = (0.0, 1.0)
    var u = grid.profile(h).zero
    for _ in 0..<80 {
      let s = grid.field.sample(at: a + u * d)
      let slope = s.x * d.x + s.y * d.y
      if (s.value >= 0) == isFalling { low = u } else { high = u }
      var next = u - s.value / slope
      let isNewton = next >= low && next <= high
      if !isNewton { next = 0.5 * (low + high) }
      if isNewton && abs(next - u) < 1e-6 || high - low < 1e-14 {
        guard s.x * s.x + s.y * s.y > 0 else { break }
        return CurvePoint(a + next * d, s).carried(by: motion, grid.field.group)
      }
      u = next
    }
    throw MeshError("the level set is not smooth, or its gradient vanishes, on its zero line")
  }
}
