import WallpaperGroups

/// The fewest triangles that make a triangulation with the symmetry of a group: corners on a1 and a2, one triangle of
/// each orbit, for a lattice of any shape that has the group. They are flipped to Delaunay triangles before anything
/// else is done.
enum StartingTriangles {
  /// Corners that may be chosen: anywhere in p1 and pg, on the mirror lines of pm (x1 = 0, then x1 = 1/2), cm (x1 = x2)
  /// and pmg (x1 = 1/4). All others are rotation centres.
  ///
  /// - Parameters:
  ///   - points: of the interface, where there is a choice.
  ///   - ends: where the interface meets mirror lines: they are taken where they lie on such a line.
  static func freeCorners(_ group: MotionGroup, points: [Vector], ends: [Vector]) -> [Place] {
    /// The image of an end on the line where `offset` of the coordinates is a whole number; else the place `other`.
    func onLine(_ offset: (Place) -> Double, other: Place) -> Place {
      for x in ends {
        for g in 0..<group.order {
          let y = group.reduced(group.place(Motion(operation: Int16(g), n1: 0, n2: 0), x))
          let n = offset(y)
          if abs(n - n.rounded()) < 1e-7 { return Place(y.x1 - n, y.x2) }
        }
      }
      return other
    }
    switch group.group.name {
    case "p1", "pg": return points.prefix(1).map { group.reduced($0) }
    case "pm":
      return [
        onLine({ $0.x1 }, other: Place(0, 0)), onLine({ $0.x1 - 0.5 }, other: Place(0.5, 0)),
      ]
    case "cm": return [onLine({ $0.x1 - $0.x2 }, other: Place(0, 0))]
    case "pmg": return [onLine({ $0.x1 - 0.25 }, other: Place(0.25, 0))]
    default: return []
    }
  }

  /// - Parameter free: the free corners.
  static func corners(of group: WallpaperGroup, free: [Place]) -> [(Place, Place, Place)] {
    func at(_ x1: Double, _ x2: Double) -> Place { Place(x1, x2) }
    func moved(_ x: Place, _ n1: Double, _ n2: Double) -> Place { Place(x.x1 + n1, x.x2 + n2) }
    let o = at(0, 0)
    let (half1, half2, middle) = (at(0.5, 0), at(0, 0.5), at(0.5, 0.5))
    let third = at(1.0 / 3, 1.0 / 3)
    switch group.name {
    case "p1":
      let p = free[0]
      return [
        (p, moved(p, 1, 0), moved(p, 1, 1)), (p, moved(p, 1, 1), moved(p, 0, 1)),
      ]
    case "p2":
      return [
        (o, half1, middle), (o, middle, half2), (half2, middle, at(0.5, 1)),
        (half2, at(0.5, 1), at(0, 1)),
      ]
    case "pm":
      let (a, b) = (free[0], free[1])
      return [(a, b, moved(b, 0, 1)), (a, moved(b, 0, 1), moved(a, 0, 1))]
    case "pg":
      let p = free[0]
      let q = at(-p.x1, p.x2 + 0.5)
      return [(p, moved(p, 1, 0), moved(q, 1, 0)), (p, moved(q, 1, 0), q)]
    case "cm":
      let a = free[0]
      return [(a, moved(a, 1, 0), moved(a, 1, 1))]
    case "pmg":
      let b = free[0]
      return [(o, b, half2), (half2, b, moved(b, 0, 1)), (half2, moved(b, 0, 1), at(0, 1))]
    case "pmm", "pgg", "p4": return [(o, half1, middle), (o, middle, half2)]
    case "cmm": return [(o, half1, middle), (half1, at(1, 0), middle)]
    case "p4m": return [(o, half1, middle)]
    case "p4g": return [(o, half1, half2)]
    case "p3":
      let below = at(2.0 / 3, -1.0 / 3)
      return [(o, below, third), (below, at(1, 0), third)]
    case "p3m1": return [(o, at(2.0 / 3, -1.0 / 3), third)]
    case "p31m": return [(o, at(1, 0), third)]
    case "p6": return [(o, half1, third), (o, third, half2)]
    default: return [(o, half1, third)]
    }
  }
}

extension OrbifoldTriangulation {
  /// Sets the starting triangles and finds what lies behind their edges.
  mutating func start(_ corners: [(Place, Place, Place)]) throws(MeshError) {
    for (a, b, c) in corners {
      let f = append()
      for (k, corner) in [a, b, c].enumerated() {
        let x = group.cartesian(corner)
        let (v, m) = vertexStanding(at: x)
        setCorner(3 * f + k, Int32(v), m, x)
      }
    }
    for h in 0..<3 * count {
      guard let (t, g) = behind(h) else {
        throw MeshError("the starting triangles of \(group.group) do not fit its lattice")
      }
      connect(h, t, g)
    }
    legaliseAll()
  }

  /// The vertex with an image at `x`, a new one where there is none.
  private mutating func vertexStanding(at x: Vector) -> (Int, Motion) {
    for (v, y) in representatives.enumerated() {
      for g in 0..<group.order {
        if let m = group.motion(g, carrying: y, to: x) { return (v, m) }
      }
    }
    return (append(representative: x), .identity)
  }

  /// The half-edge whose image lies on `h`, its triangle on the other side.
  private func behind(_ h: Int) -> (Int, Motion)? {
    let (a, b) = (place[h], place[Self.next(h)])
    for t in 0..<3 * count {
      let (c, d) = (place[t], place[Self.next(t)])
      for g in 0..<group.order {
        let (from, to) = group.forms[g].isMirror ? (c, d) : (d, c)
        if let m = group.motion(g, carrying: from, to: a), length(group.place(m, to) - b) < 1e-7 {
          return (t, m)
        }
      }
    }
    return nil
  }
}
