/// One triangle of each orbit, put next to each other so that they make one connected domain with a short boundary.
struct FundamentalDomain {
  /// By triangle of the triangulation: the motion that carries it to its place in the domain.
  private(set) var motions: [Motion]

  init(_ builder: borrowing MeshBuilder) {
    motions = Array(repeating: .identity, count: builder.triangulation.count)
    let count = builder.triangulation.count
    if let tree = CutTree(builder),
      grow(builder, from: Self.furthest(builder), isCut: tree.isCut)
    {
      return
    }
    var best: (motions: [Motion], edges: Int) = ([], .max)
    for k in 0..<Self.attempts {
      _ = grow(builder, from: k * count / Self.attempts, isCut: nil)
      while straighten(builder) {}
      let edges = (0..<3 * count).count { !isInner($0, builder) }
      if edges < best.edges { best = (motions, edges) }
    }
    motions = best.motions
  }

  /// Domains that are grown where no tree makes one; the shortest around is taken.
  private static let attempts = 8

  /// The triangle that is furthest from its own images.
  private static func furthest(_ builder: borrowing MeshBuilder) -> Int {
    var best = (triangle: 0, distance: -1.0)
    for f in 0..<builder.triangulation.count {
      let d = builder.distanceToOwnImages(builder.centroid(f))
      if d > best.distance * (1 + 1e-9) { best = (f, d) }
    }
    return best.triangle
  }

  /// Grows from one triangle, always by the nearest of which no image has been taken yet; not over edges that are cut.
  ///
  /// - Returns: whether every triangle was reached.
  private mutating func grow(
    _ builder: borrowing MeshBuilder, from start: Int, isCut: [Bool]?
  ) -> Bool {
    let (count, group) = (motions.count, builder.group)
    var isTaken = [Bool](repeating: false, count: count)
    let middle = builder.centroid(start)
    var queue = TriangleQueue()
    // The places at which triangles wait.
    let origin = group.reduced(middle)
    var waiting = [
      Motion(
        operation: 0, n1: Int16(-origin.x1.rounded(.down)), n2: Int16(-origin.x2.rounded(.down)))
    ]
    let first = group.place(waiting[0], middle)
    queue.insert(.init(priority: 0, triangle: Int32(start), version: 0))
    while let entry = queue.popLargest() {
      let f = Int(entry.triangle)
      if isTaken[f] { continue }
      isTaken[f] = true
      motions[f] = waiting[Int(entry.version)]
      for h in 3 * f..<3 * f + 3 {
        let t = Int(builder.triangulation.twin[h]) / 3
        if isTaken[t] || isCut?[h] == true { continue }
        let m = group.product(motions[f], builder.triangulation.glue[h])
        let d = group.place(m, builder.centroid(t)) - first
        queue.insert(
          .init(priority: -dot(d, d), triangle: Int32(t), version: UInt32(waiting.count)))
        waiting.append(m)
      }
    }
    return isTaken.allSatisfy(\.self)
  }

  /// Whether the two triangles at a half-edge stand next to each other there.
  @inline(__always)
  private func isInner(_ h: Int, _ builder: borrowing MeshBuilder) -> Bool {
    let t = Int(builder.triangulation.twin[h])
    return t / 3 != h / 3
      && motions[t / 3]
        == builder.group.product(motions[h / 3], builder.triangulation.glue[h])
  }

  /// Moves triangles that hang on one edge to where two edges join them; whether there was any.
  private mutating func straighten(_ builder: borrowing MeshBuilder) -> Bool {
    var isChanged = false
    for f in 0..<motions.count {
      let edges = 3 * f..<3 * f + 3
      guard edges.count(where: { isInner($0, builder) }) == 1 else { continue }
      // Where each neighbour would have it.
      let wanted = edges.map { h -> Motion in
        let t = Int(builder.triangulation.twin[h])
        return builder.group.product(motions[t / 3], builder.triangulation.glue[t])
      }
      let others = edges.filter { Int(builder.triangulation.twin[$0]) / 3 != f }
      for h in others {
        let m = wanted[h - 3 * f]
        if others.count(where: { wanted[$0 - 3 * f] == m }) >= 2 {
          motions[f] = m
          isChanged = true
          break
        }
      }
    }
    return isChanged
  }
}
