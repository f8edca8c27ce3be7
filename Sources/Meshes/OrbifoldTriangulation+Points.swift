extension OrbifoldTriangulation {
  /// A place in a triangle: `place` is where `motion` carries the place that was asked for.
  struct Location {
    var triangle: Int
    var place: Vector
    var motion: Motion
  }

  /// Walks from a triangle towards the nearest image of a place under translations; where an edge is crossed the place is
  /// carried to the triangle behind it.
  ///
  /// Nil where the walk does not end, which it does in a Delaunay triangulation.
  func locate(_ x: Vector, from start: Int) -> Location? {
    // Triangles may stand cells away.
    let d = group.reduced(place[3 * start] - x)
    let nearby = Motion(
      operation: 0, n1: Int16(d.x1.rounded()), n2: Int16(d.x2.rounded()))
    var here = Location(triangle: start, place: group.place(nearby, x), motion: nearby)
    var last = -1
    for _ in 0..<4 * count + 100 {
      var crossed = -1
      for k in 0..<3 {
        let h = 3 * here.triangle + k
        if h == last { continue }
        let (a, b) = (place[h], place[Self.next(h)])
        if cross(b - a, here.place - a) < -1e-13 {
          crossed = h
          break
        }
      }
      if crossed < 0 { return here }
      let t = Int(twin[crossed])
      if !glue[crossed].isIdentity {
        let back = group.inverse(glue[crossed])
        here.place = group.place(back, here.place)
        here.motion = group.product(back, here.motion)
      }
      here.triangle = t / 3
      last = t
    }
    return nil
  }

  /// A new vertex in a triangle, with its edges to the corners, and all flips that follow.
  mutating func insert(vertex v: Int, at location: Location) {
    let f = location.triangle
    let (g, k) = (append(), append())
    let e = 3 * f
    let (v, m, x) = (Int32(v), location.motion, location.place)
    let twins = (Int(twin[e]), Int(twin[e + 1]), Int(twin[e + 2]))
    let glues = (glue[e], glue[e + 1], glue[e + 2])
    @inline(__always)
    func moved(_ h: Int) -> Int { h == e + 1 ? 3 * g : h == e + 2 ? 3 * k : h }
    setCorner(3 * g, vertex[e + 1], motion[e + 1], place[e + 1])
    setCorner(3 * g + 1, vertex[e + 2], motion[e + 2], place[e + 2])
    setCorner(3 * g + 2, v, m, x)
    setCorner(3 * k, vertex[e + 2], motion[e + 2], place[e + 2])
    setCorner(3 * k + 1, vertex[e], motion[e], place[e])
    setCorner(3 * k + 2, v, m, x)
    setCorner(e + 2, v, m, x)
    connect(e, moved(twins.0), glues.0)
    connect(3 * g, moved(twins.1), glues.1)
    connect(3 * k, moved(twins.2), glues.2)
    connect(e + 1, 3 * g + 2, .identity)
    connect(3 * g + 1, 3 * k + 2, .identity)
    connect(3 * k + 1, e + 2, .identity)
    changed(f)
    changed(g)
    changed(k)
    test(e)
    test(3 * g)
    test(3 * k)
    legalise()
  }

  /// A new vertex on an edge, joined to the corners opposite: no flips.
  mutating func split(edge h: Int, vertex v: Int, motion m: Motion, place x: Vector) {
    let (g, n) = (glue[h], Self.next(h))
    var t = Int(twin[h])
    var (h1, h2) = divide(h, v, m, x)
    if t == h {
      connect(h2, h2, g)
      return
    }
    // The other side may be another edge of the same triangle.
    if t == n { t = Self.next(h2) }
    let (back, after) = (group.inverse(g), Self.next(t))
    let (t1, t2) = divide(t, v, group.product(back, m), group.place(back, x))
    if h1 == after { h1 = Self.next(t2) }
    if h2 == after { h2 = Self.next(t2) }
    let turns = group.isMirror(g)
    connect(h1, turns ? t1 : t2, g)
    connect(h2, turns ? t2 : t1, g)
  }

  /// Divides a triangle from the corner opposite of a half-edge to a vertex on it.
  ///
  /// - Returns: the two parts of the half-edge, whose twins are still to be told.
  private mutating func divide(_ h: Int, _ v: Int, _ m: Motion, _ x: Vector) -> (Int, Int) {
    let (n, p) = (Self.next(h), Self.previous(h))
    let f = append()
    // a x c stays, x b c is new.
    setCorner(3 * f, Int32(v), m, x)
    setCorner(3 * f + 1, vertex[n], motion[n], place[n])
    setCorner(3 * f + 2, vertex[p], motion[p], place[p])
    let (t, g) = (Int(twin[n]), glue[n])
    setCorner(n, Int32(v), m, x)
    connect(3 * f + 1, t == n ? 3 * f + 1 : t, g)
    connect(n, 3 * f + 2, .identity)
    changed(h / 3)
    changed(f)
    return (h, 3 * f)
  }

  /// A new vertex on an edge, and all flips that follow.
  mutating func insert(onEdge h: Int, vertex v: Int, motion m: Motion, place x: Vector) {
    let first = touched.count
    split(edge: h, vertex: v, motion: m, place: x)
    for k in first..<touched.count {
      let e = 3 * Int(touched[k])
      for h in e..<e + 3 { test(h) }
    }
    legalise()
  }

  /// A new vertex number.
  mutating func append(representative x: Vector) -> Int {
    representatives.append(x)
    return representatives.count - 1
  }
}
