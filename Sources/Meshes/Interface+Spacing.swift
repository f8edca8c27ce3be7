extension Interface {
  /// Shortest edge, in units of the lattice's shortest vector.
  private static let shortestEdge = 4e-6

  /// Sets medial radii and wanted spacings; where the interface comes close to itself it gets more points first.
  ///
  /// - Parameter largest: longest edge, in units of |a1|.
  mutating func setSpacings(_ spacing: MeshSpacing, largest: Double, _ field: LevelField)
    throws(MeshError)
  {
    let reach = largest / spacing.width
    for round in 0...6 {
      setMedialRadii(reach: reach, field.group)
      if round == 6 { break }
      if try !fillNecks(field) { break }
    }
    for l in lines.indices {
      for i in lines[l].points.indices {
        let p = lines[l].points[i]
        let wanted = min(
          largest, min(spacing.curvature / p.curvature, spacing.width * p.medialRadius))
        lines[l].points[i].spacing = max(Self.shortestEdge * field.group.unit, wanted)
      }
    }
  }

  /// |d|^2/(2 |d.n|), least over all other points: the radius of the circle that touches here and goes through there.
  private mutating func setMedialRadii(reach: Double, _ group: MotionGroup) {
    var all: [SIMD3<Double>] = []
    for line in lines {
      for p in line.points { all.append(SIMD3(p.place.x, p.place.y, 0)) }
    }
    let nearest = 4e-12 * group.unit * group.unit
    let buckets = PeriodicBuckets(all, group, size: 2 * reach)
    for l in lines.indices {
      for i in lines[l].points.indices {
        let p = lines[l].points[i]
        // The largest |d.n|/|d|^2.
        var best = 0.0
        buckets.forEach(around: p.place, radius: 2 * reach) { d, _ in
          let square = dot(d, d)
          if square > nearest { best = max(best, abs(dot(d, p.normal)) / square) }
        }
        lines[l].points[i].medialRadius = 0.5 / best
      }
    }
  }

  /// Whether points had to be put between others that are further apart than the interface is from itself.
  private mutating func fillNecks(_ field: LevelField) throws(MeshError) -> Bool {
    var anyFilled = false
    for l in lines.indices {
      let old = lines[l].points
      var points = [old[0]]
      for (a, b) in zip(old, old.dropFirst()) {
        let limit = max(0.6 * min(a.medialRadius, b.medialRadius), 2e-6 * field.group.unit)
        if length(b.place - a.place) > limit {
          points.append(try Self.middle(a, b, field))
          anyFilled = true
        }
        points.append(b)
      }
      lines[l].points = points
    }
    return anyFilled
  }
}
