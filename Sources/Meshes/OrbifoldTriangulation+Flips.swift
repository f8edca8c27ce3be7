extension OrbifoldTriangulation {
  /// Flips edges until every one that can be flipped is a Delaunay edge, beginning with the pending ones.
  mutating func legalise() {
    while let h = nextPending() {
      if isIllegal(h) { flip(h) }
    }
  }

  mutating func legaliseAll() {
    for h in 0..<3 * count where twin[h] > h { test(h) }
    legalise()
  }

  /// Whether the vertex beyond an edge lies in the circumcircle of its triangle: the angles that the edge subtends on
  /// both sides exceed 180 degrees. Edges on mirror lines, and those behind which an image of the same triangle lies,
  /// cannot be flipped.
  @inline(__always)
  func isIllegal(_ h: Int) -> Bool {
    let t = Int(twin[h])
    if t / 3 == h / 3 { return false }
    let (a, b) = (place[h], place[Self.next(h)])
    let c = place[Self.previous(h)]
    let far = Self.previous(t)
    let d = glue[h].isIdentity ? place[far] : group.place(glue[h], place[far])
    let (ca, cb, da, db) = (a - c, b - c, a - d, b - d)
    let (crossC, dotC) = (cross(ca, cb), dot(ca, cb))
    let (crossD, dotD) = (cross(db, da), dot(db, da))
    let (first, second) = (crossC * dotD, crossD * dotC)
    // A tie is left as it is.
    return first + second < -1e-11 * (abs(first) + abs(second))
  }

  /// Replaces the edge by the other diagonal of its two triangles, which belong to different orbits.
  @inline(__always)
  mutating func flip(_ h: Int) {
    if !glue[h].isIdentity { carry(Int(twin[h]) / 3, by: glue[h]) }
    let t = Int(twin[h])
    let (f, g) = (h / 3, t / 3)
    let (n, p) = (Self.next(h), Self.previous(h))
    let (n2, p2) = (Self.next(t), Self.previous(t))
    // a b of the old edge, c and d opposite.
    let (va, ma, xa) = (vertex[h], motion[h], place[h])
    let (vb, mb, xb) = (vertex[n], motion[n], place[n])
    let (vc, mc, xc) = (vertex[p], motion[p], place[p])
    let (vd, md, xd) = (vertex[p2], motion[p2], place[p2])
    // The outer edges c a, a d, d b, b c move to these.
    let old = (p, n2, p2, n)
    let new = (3 * f, 3 * f + 1, 3 * g, 3 * g + 1)
    @inline(__always)
    func moved(_ e: Int) -> Int {
      e == old.0 ? new.0 : e == old.1 ? new.1 : e == old.2 ? new.2 : e == old.3 ? new.3 : e
    }
    let twins = (
      moved(Int(twin[p])), moved(Int(twin[n2])), moved(Int(twin[p2])), moved(Int(twin[n]))
    )
    let glues = (glue[p], glue[n2], glue[p2], glue[n])
    setCorner(3 * f, vc, mc, xc)
    setCorner(3 * f + 1, va, ma, xa)
    setCorner(3 * f + 2, vd, md, xd)
    setCorner(3 * g, vd, md, xd)
    setCorner(3 * g + 1, vb, mb, xb)
    setCorner(3 * g + 2, vc, mc, xc)
    connect(new.0, twins.0, glues.0)
    connect(new.1, twins.1, glues.1)
    connect(new.2, twins.2, glues.2)
    connect(new.3, twins.3, glues.3)
    connect(3 * f + 2, 3 * g + 2, .identity)
    changed(f)
    changed(g)
    test(new.0)
    test(new.1)
    test(new.2)
    test(new.3)
  }

  /// Puts a triangle where a motion carries it; a mirror or glide turns the order of its vertices.
  mutating func carry(_ f: Int, by g: Motion) {
    let e = 3 * f
    for h in e..<e + 3 {
      motion[h] = group.product(g, motion[h])
      place[h] = group.place(g, place[h])
    }
    let twins = (Int(twin[e]), Int(twin[e + 1]), Int(twin[e + 2]))
    let glues = (glue[e], glue[e + 1], glue[e + 2])
    let turns = group.isMirror(g)
    if turns {
      let (v, m, x) = (vertex[e + 1], motion[e + 1], place[e + 1])
      setCorner(e + 1, vertex[e + 2], motion[e + 2], place[e + 2])
      setCorner(e + 2, v, m, x)
    }
    // Edges 0 and 2 change places.
    @inline(__always)
    func moved(_ h: Int) -> Int { turns && h / 3 == f ? e + (2 - (h - e)) : h }
    let inverse = group.inverse(g)
    // Between two edges of this triangle the motion is g glue g^-1, else g glue.
    @inline(__always)
    func set(_ h: Int, _ t: Int, _ m: Motion, _ group: MotionGroup) {
      let product = group.product(g, m)
      let own = t / 3 == f
      connect(moved(h), moved(t), own ? group.product(product, inverse) : product)
    }
    set(e, twins.0, glues.0, group)
    set(e + 1, twins.1, glues.1, group)
    set(e + 2, twins.2, glues.2, group)
  }
}
