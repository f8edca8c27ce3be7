/// A level set at the vertices of a triangulation with the symmetry of the group, so fine that no edge crosses the
/// interface twice; one triangle of each orbit.
///
/// What is finer than its edges is found where it crosses them: an edge between two vertices of one sign is looked at
/// along its whole length, and divided where the level set has the other sign there. Islets within one triangle are found
/// from the derivatives at its corners.
struct LevelGrid: ~Copyable {
  let field: LevelField
  var triangulation: OrbifoldTriangulation
  /// By vertex, at its representative.
  var samples: [LevelSample] = []
  /// Edges of necks or channels too thin to be resolved.
  private(set) var unresolved = 0
  /// Vertices that were put on edges between others of one sign.
  private(set) var divided = 0

  /// Longest edge, in units of the lattice's shortest vector.
  static let longest = 1.0 / 36

  /// - Parameter longest: longest edge, in units of |a1|.
  init(_ field: LevelField, longest: Double) throws(MeshError) {
    self.field = field
    let group = field.group
    triangulation = OrbifoldTriangulation(group: group, capacity: 2048)
    let free = StartingTriangles.freeCorners(
      group, points: [group.translation(0.137, 0.271)], ends: [])
    try triangulation.start(StartingTriangles.corners(of: group.group, free: free))
    divideEdges(longest)
    triangulation.legaliseAll()
    for x in triangulation.representatives { samples.append(field.sample(at: x)) }
    guard samples.allSatisfy(\.value.isFinite) else {
      throw MeshError("the level set is not finite everywhere")
    }
    triangulation.touched = (0..<triangulation.count).map { Int32($0) }
    try divideDoublyCrossedEdges()
    insertIslets(within: longest)
    try divideDoublyCrossedEdges()
  }

  /// Divides the longest edges first.
  private mutating func divideEdges(_ longest: Double) {
    var limit = longest
    for h in 0..<3 * triangulation.count { limit = max(limit, 0.8 * edge(h).length) }
    while true {
      var h = 0
      while h < 3 * triangulation.count {
        while edge(h).length > limit {
          let (v, x) = point(h, at: 0.5)
          triangulation.split(edge: h, vertex: v, motion: .identity, place: x)
        }
        h += 1
      }
      if limit <= longest { return }
      limit = max(longest, 0.8 * limit)
    }
  }

  /// A point on an edge.
  private mutating func point(_ h: Int, at u: Double) -> (vertex: Int, place: Vector) {
    let (a, d, _) = edge(h)
    let x = a + u * d
    return (triangulation.append(representative: x), x)
  }

  /// Where a half-edge begins, and where it leads.
  @inline(__always)
  func edge(_ h: Int) -> (start: Vector, step: Vector, length: Double) {
    let a = triangulation.place[h]
    let d = triangulation.place[OrbifoldTriangulation.next(h)] - a
    return (a, d, length(d))
  }

  @inline(__always)
  func isInside(_ h: Int) -> Bool { samples[Int(triangulation.vertex[h])].value >= 0 }

  /// The level set along a half-edge by what is known at both ends.
  @inline(__always)
  func profile(_ h: Int) -> EdgeProfile {
    let (_, d, _) = edge(h)
    return EdgeProfile(from: end(h, d), to: end(OrbifoldTriangulation.next(h), d))
  }

  /// Value, and derivatives along a step, at the beginning of a half-edge.
  @inline(__always)
  private func end(_ h: Int, _ step: Vector) -> EdgeProfile.End {
    let s = samples[Int(triangulation.vertex[h])]
    // The step as it is at the representative.
    return EdgeProfile.End(s, field.group.directionBack(triangulation.motion[h], step))
  }

  /// Divides edges of triangles that have changed until the interface certainly crosses none of them twice.
  private mutating func divideDoublyCrossedEdges() throws(MeshError) {
    var pending: [Int] = []
    let shortest = Self.shortest * field.group.unit
    while true {
      for f in triangulation.touched {
        for h in 3 * Int(f)..<3 * Int(f) + 3 { pending.append(h) }
      }
      triangulation.touched.removeAll(keepingCapacity: true)
      guard let h = pending.popLast() else { return }
      guard let u = profile(h).doubt else { continue }
      guard edge(h).length > shortest else {
        unresolved += 1
        continue
      }
      let (v, x) = point(h, at: u)
      triangulation.insert(onEdge: h, vertex: v, motion: .identity, place: x)
      divided += 1
      samples.append(field.sample(at: x))
      guard divided < 20_000 else {
        throw MeshError("the interface is too intricate: it crosses more edges than can be divided")
      }
    }
  }

  /// Edges shorter than this, in units of the lattice's shortest vector, are not divided.
  private static let shortest = 2e-7
}
