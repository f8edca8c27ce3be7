extension MeshBuilder {
  /// Vertices on the mirror lines between those that are there already, equally far apart in the integral of ds/h.
  mutating func divideMirrorLines() throws(MeshError) {
    var points: [Vector] = []
    for h in 0..<3 * triangulation.count where Int(triangulation.twin[h]) == h {
      let n = OrbifoldTriangulation.next(h)
      points += Self.division(from: triangulation.place[h], to: triangulation.place[n], size)
    }
    for x in points { _ = try insertOnMirror(x) }
  }

  /// The inner points of a division of a straight line.
  private static func division(from a: Vector, to b: Vector, _ size: SizeField) -> [Vector] {
    let total = length(b - a)
    let d = (b - a) / total
    // Distances and the integral of ds/h, by steps much shorter than h.
    var distances = [0.0]
    var integrals = [0.0]
    var h = size.size(at: a)
    while let s = distances.last, s < total {
      let end = min(s + 0.2 * h, total)
      let next = size.size(at: a + end * d)
      integrals.append(integrals[integrals.count - 1] + 0.5 * (1 / h + 1 / next) * (end - s))
      distances.append(end)
      h = next
    }
    let whole = integrals[integrals.count - 1]
    let count = max(1, Int((whole - 1e-6).rounded(.up)))
    var points: [Vector] = []
    var k = 1
    for n in stride(from: 1, to: count, by: 1) {
      let wanted = whole * Double(n) / Double(count)
      while integrals[k] < wanted { k += 1 }
      let u = (wanted - integrals[k - 1]) / (integrals[k] - integrals[k - 1])
      points.append(a + (distances[k - 1] + u * (distances[k] - distances[k - 1])) * d)
    }
    return points
  }

  /// A vertex on a mirror line, where `x` lies but for rounding.
  mutating func insertOnMirror(_ x: Vector, isOnInterface: Bool = false) throws(MeshError)
    -> Placed
  {
    let location = try locate(x)
    var best = (half: -1, distance: 1e-7, foot: Vector.zero)
    for h in 3 * location.triangle..<3 * location.triangle + 3
    where Int(triangulation.twin[h]) == h {
      let a = triangulation.place[h]
      let d = triangulation.place[OrbifoldTriangulation.next(h)] - a
      let foot = a + d * (dot(location.place - a, d) / dot(d, d))
      let distance = length(location.place - foot)
      if distance < best.distance { best = (h, distance, foot) }
    }
    if let placed = existing(at: location) {
      self.isOnInterface[placed.vertex] = self.isOnInterface[placed.vertex] || isOnInterface
      return placed
    }
    guard best.half >= 0 else {
      throw MeshError(
        "the interface ends off the mirror lines; the level set lacks the group's symmetry")
    }
    let v = triangulation.append(representative: best.foot)
    addVertex(stabiliser: group.stabiliser(of: best.foot), isOnInterface: isOnInterface)
    triangulation.insert(
      onEdge: best.half, vertex: v, motion: .identity, place: best.foot)
    return Placed(vertex: v, motion: group.inverse(location.motion))
  }
}
