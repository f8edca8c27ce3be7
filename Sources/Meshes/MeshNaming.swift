import WallpaperGroups

/// Names of nodes by representative and operation, once the triangles of the domain are known.
struct MeshNaming {
  private let group: MotionGroup
  private(set) var representatives: [Vector] = []
  /// By representative: the motions but the identity that leave it where it is.
  private var stabilisers: [[Motion]] = []
  /// By vertex: number of the representative, -1 before it is met, and the motion that carries it to that of the
  /// triangulation.
  private var orbits: [Int32]
  private var origins: [Motion]
  /// By half-edge: the same of its middle.
  private var middles: [Int32]

  init(_ builder: borrowing MeshBuilder) {
    group = builder.group
    orbits = Array(repeating: -1, count: builder.successor.count)
    origins = Array(repeating: .identity, count: builder.successor.count)
    middles = Array(repeating: -1, count: 3 * builder.triangulation.count)
  }

  /// The vertex at a half-edge's beginning, its triangle where `motion` carries it.
  mutating func vertex(_ h: Int, _ motion: Motion, _ builder: borrowing MeshBuilder)
    -> CrystalMesh.Node
  {
    let v = Int(builder.triangulation.vertex[h])
    let m = group.product(motion, builder.triangulation.motion[h])
    if orbits[v] < 0 {
      orbits[v] = Int32(representatives.count)
      representatives.append(group.place(m, builder.triangulation.representatives[v]))
      let inverse = group.inverse(m)
      stabilisers.append(
        builder.stabilisers[v].map { group.product(group.product(m, $0), inverse) })
      origins[v] = inverse
    }
    return node(Int(orbits[v]), group.product(m, origins[v]))
  }

  /// The node in the middle of a half-edge that nobody has named from the other side yet: a new one at `place`; else
  /// that one.
  ///
  /// - Parameter motions: by triangle.
  mutating func middle(
    _ h: Int, _ motions: [Motion], _ builder: borrowing MeshBuilder, place: () -> Vector
  ) -> CrystalMesh.Node {
    let t = Int(builder.triangulation.twin[h])
    let motion = motions[h / 3]
    if t != h, middles[t] >= 0 {
      let there = group.product(motion, builder.triangulation.glue[h])
      return node(Int(middles[t]), group.product(there, group.inverse(motions[t / 3])))
    }
    middles[h] = Int32(representatives.count)
    representatives.append(group.place(motion, place()))
    let mirror = builder.triangulation.glue[h]
    stabilisers.append(
      t == h ? [group.product(group.product(motion, mirror), group.inverse(motion))] : [])
    return node(Int(middles[h]), .identity)
  }

  /// The first of the motions that carry a representative to one place.
  private func node(_ orbit: Int, _ motion: Motion) -> CrystalMesh.Node {
    var best = motion
    for s in stabilisers[orbit] {
      let m = group.product(motion, s)
      if m.operation < best.operation { best = m }
    }
    return CrystalMesh.Node(
      orbit: orbit, operation: Int(best.operation), n1: Int(best.n1), n2: Int(best.n2))
  }

  /// Number of images in a cell of all vertices that have been named.
  func vertexCount() -> Int {
    orbits.reduce(0) { $1 < 0 ? $0 : $0 + group.order / (stabilisers[Int($1)].count + 1) }
  }
}
