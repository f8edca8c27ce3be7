/// The zero lines of a level set, one of each orbit, from the signs on a grid: every triangle with a change of sign has
/// two cut edges, so that lines can neither end nor branch.
struct ContourTracer {
  /// A zero line by its points on the edges of the grid, the inside on the left.
  struct Line {
    var points: [CurvePoint]
    /// The motion that carries the first point to the last one; nil where both lie on mirror lines, from one to the
    /// next.
    var closing: Motion?
  }

  private let grid: MarchingGrid
  private let field: LevelField
  /// Edges that have been passed, with all their images: by point, a bit for each step forward.
  private var passed: [UInt16]

  init(_ grid: MarchingGrid, _ field: LevelField) {
    self.grid = grid
    self.field = field
    passed = Array(repeating: 0, count: grid.n1 * grid.n2)
  }

  /// - Throws: where the level set has no zero on a cut edge, because its values or gradients are not those of a
  ///   smooth function.
  static func lines(_ grid: MarchingGrid, _ field: LevelField) throws(MeshError) -> [Line] {
    var tracer = ContourTracer(grid, field)
    var lines: [Line] = []
    let cut = tracer.cutEdges()
    for edge in cut where tracer.mirror(along: edge) != nil && !tracer.hasPassed(edge) {
      lines.append(try tracer.trace(from: edge))
    }
    for edge in cut where !tracer.hasPassed(edge) {
      lines.append(try tracer.trace(from: edge))
    }
    return lines
  }

  /// An edge from a point inside to one outside.
  private typealias Edge = (inside: GridPoint, outside: GridPoint)

  /// Every orbit of edges with a change of sign at least once.
  private func cutEdges() -> [Edge] {
    var edges: [Edge] = []
    for index in grid.representatives {
      let p = GridPoint(i: Int(index) % grid.n1, j: Int(index) / grid.n1)
      let inside = grid.isInside(p)
      for step in grid.steps(from: p) {
        let q = GridPoint(i: p.i + step.0, j: p.j + step.1)
        if grid.isInside(q) != inside { edges.append(inside ? (p, q) : (q, p)) }
      }
    }
    return edges
  }

  /// The bit of an edge, and the point that it belongs to.
  private func bit(_ p: GridPoint, _ q: GridPoint) -> (Int, UInt16) {
    let (di, dj) = (q.i - p.i, q.j - p.j)
    if dj < 0 || dj == 0 && di < 0 { return bit(q, p) }
    let k = grid.steps(from: p).firstIndex { $0 == (di, dj) } ?? 0
    return (grid.index(p), 1 << UInt16(k))
  }

  private func hasPassed(_ e: Edge) -> Bool {
    let (index, bit) = bit(e.inside, e.outside)
    return passed[index] & bit != 0
  }

  private mutating func pass(_ e: Edge) {
    for g in 0..<grid.group.order {
      let (p, q) = image(e, g)
      let (index, bit) = bit(p, q)
      passed[index] |= bit
    }
  }

  private func image(_ e: Edge, _ g: Int) -> Edge {
    let f = grid.group.forms[g]
    let (i, j) = grid.image(f, e.inside.i, e.inside.j)
    let (k, l) = grid.image(f, e.outside.i, e.outside.j)
    return (GridPoint(i: i, j: j), GridPoint(i: k, j: l))
  }

  /// The motion that carries one edge to another.
  private func motion(_ e: Edge, to target: Edge, mirrors: Bool) -> Motion? {
    for g in 0..<grid.group.order where grid.group.forms[g].isMirror == mirrors {
      let (p, q) = image(e, g)
      let (di, dj) = (target.inside.i - p.i, target.inside.j - p.j)
      if di % grid.n1 == 0, dj % grid.n2 == 0, q.i + di == target.outside.i,
        q.j + dj == target.outside.j
      {
        return Motion(
          operation: Int16(g), n1: Int16(di / grid.n1), n2: Int16(dj / grid.n2))
      }
    }
    return nil
  }

  /// The mirror on whose line an edge lies.
  private func mirror(along e: Edge) -> Motion? { motion(e, to: e, mirrors: true) }

  private mutating func trace(from first: Edge) throws(MeshError) -> Line {
    let isOpen = mirror(along: first) != nil
    var points = [try root(first)]
    pass(first)
    var edge = first
    while true {
      // The inside is on the left, ahead is what lies to the left of the way from inside to outside.
      let ahead = grid.left(of: edge.inside, edge.outside)
      if grid.isInside(ahead) { edge.inside = ahead } else { edge.outside = ahead }
      if hasPassed(edge) {
        guard let closing = motion(first, to: edge, mirrors: false) else {
          throw MeshError("a zero line does not close; the level set lacks the group's symmetry")
        }
        var last = points[0]
        last.place = grid.group.place(closing, last.place)
        last.normal = grid.group.direction(closing, last.normal)
        points.append(last)
        return Line(points: points, closing: closing)
      }
      pass(edge)
      points.append(try root(edge))
      if isOpen, mirror(along: edge) != nil { return Line(points: points, closing: nil) }
    }
  }

  /// The zero on an edge, by Newton steps within a shrinking interval.
  private func root(_ e: Edge) throws(MeshError) -> CurvePoint {
    let (a, b) = (grid.place(e.inside), grid.place(e.outside))
    let d = b - a
    let (fa, fb) = (grid.value(e.inside), grid.value(e.outside))
    var (low, high) = (0.0, 1.0)
    var u = fa / (fa - fb)
    for _ in 0..<80 {
      let x = a + u * d
      let s = field.sample(at: x)
      let slope = s.x * d.x + s.y * d.y
      if s.value >= 0 { low = u } else { high = u }
      var next = u - s.value / slope
      let isNewton = next > low && next < high
      if !isNewton { next = 0.5 * (low + high) }
      if isNewton && abs(next - u) < 1e-7 || high - low < 1e-14 {
        guard s.x * s.x + s.y * s.y > 0 else { break }
        return CurvePoint(a + next * d, s)
      }
      u = next
    }
    throw MeshError("the level set is not smooth, or its gradient vanishes, on its zero line")
  }
}
