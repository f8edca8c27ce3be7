/// Which edges of a triangulation lie on the interface, and on which side of it each triangle is.
struct InterfaceEdges {
  /// By half-edge: the vertex from which the interface follows the edge, -1 where it does not.
  private(set) var from: [Int32]
  /// By vertex on the interface: whether it is joined to its successor by an edge.
  private(set) var isJoined: [Bool]
  /// By triangle: whether it is inside.
  private(set) var isInside: [Bool]
  /// Number of triangles that are on both sides or on neither.
  private(set) var mixed = 0

  init(_ builder: borrowing MeshBuilder) {
    let count = builder.triangulation.count
    from = Array(repeating: -1, count: 3 * count)
    isJoined = Array(repeating: false, count: builder.successor.count)
    // 1 inside, -1 outside, 0 not known yet.
    var sides = [Int8](repeating: 0, count: count)
    var front: [Int] = []
    for h in 0..<3 * count {
      guard let (v, isForward) = Self.segment(h, builder) else { continue }
      from[h] = Int32(v)
      isJoined[v] = true
      let side: Int8 = isForward ? 1 : -1
      if sides[h / 3] == -side { mixed += 1 }
      sides[h / 3] = side
      front.append(h / 3)
    }
    while let f = front.popLast() {
      for h in 3 * f..<3 * f + 3 where from[h] < 0 {
        let g = Int(builder.triangulation.twin[h]) / 3
        if sides[g] == 0 {
          sides[g] = sides[f]
          front.append(g)
        } else if sides[g] != sides[f] {
          mixed += 1
        }
      }
    }
    mixed += sides.count { $0 == 0 }
    isInside = sides.map { $0 > 0 }
  }

  /// The vertices that should be joined to their successors and are not.
  func missing(_ builder: borrowing MeshBuilder) -> [Int] {
    isJoined.indices.filter { builder.successor[$0] >= 0 && !isJoined[$0] }
  }

  /// Number of vertices off the interface that lie on the other side than their triangles do.
  func wrongVertices(_ builder: borrowing MeshBuilder, _ field: LevelField) -> Int {
    var isSeen = [Bool](repeating: false, count: builder.successor.count)
    var count = 0
    for h in from.indices {
      let v = Int(builder.triangulation.vertex[h])
      if isSeen[v] || builder.isOnInterface[v] { continue }
      isSeen[v] = true
      let value = field.sample(at: builder.triangulation.place[h]).value
      if (value >= 0) != isInside[h / 3] { count += 1 }
    }
    return count
  }

  /// The vertex from which the interface follows a half-edge, and whether its inside is on the triangle's side.
  private static func segment(_ h: Int, _ builder: borrowing MeshBuilder) -> (Int, Bool)? {
    let n = OrbifoldTriangulation.next(h)
    let (v, w) = (Int(builder.triangulation.vertex[h]), Int(builder.triangulation.vertex[n]))
    guard builder.isOnInterface[v], builder.isOnInterface[w] else { return nil }
    if Int(builder.successor[v]) == w, let turns = leads(h, n, builder) { return (v, !turns) }
    if Int(builder.successor[w]) == v, let turns = leads(n, h, builder) { return (w, turns) }
    return nil
  }

  /// Whether the interface leads from corner `h` to corner `n` of a triangle: nil where it does not, else whether its
  /// inside is on the right there.
  private static func leads(_ h: Int, _ n: Int, _ builder: borrowing MeshBuilder) -> Bool? {
    let v = Int(builder.triangulation.vertex[h])
    let m = builder.triangulation.motion[h]
    let (group, target) = (builder.group, builder.triangulation.place[n])
    func check(_ m: Motion) -> Bool? {
      let x = group.place(m, builder.successorPlace[v])
      return length(x - target) < 1e-7 ? group.isMirror(m) != builder.isReversed[v] : nil
    }
    if let turns = check(m) { return turns }
    for s in builder.stabilisers[v] {
      if let turns = check(group.product(m, s)) { return turns }
    }
    return nil
  }
}
