import Glibc
import WallpaperGroups

extension CrystalMesh {
  /// Makes a mesh whose edges follow the zero line of a level set.
  ///
  /// - Throws: `MeshError` where the group does not fit the lattice, the level set lacks the group's symmetry, has no
  ///   zero line, or is not smooth there.
  package init(
    levelSet: some LevelSet, group: WallpaperGroup, lattice: Lattice,
    spacing: MeshSpacing = .standard
  ) throws(MeshError) {
    guard lattice.supports(group) else {
      throw MeshError("\(group) needs a lattice that is \(group.system.rawValue)")
    }
    let motions = MotionGroup(group, lattice)
    let field = LevelField(levelSet, motions)
    var report = MeshReport()
    let grid = try LevelGrid(field, longest: LevelGrid.longest * motions.unit)
    report.unresolvedNecks = grid.unresolved
    report.dividedEdges = grid.divided
    let largest = spacing.largest * motions.unit
    var interface = try Interface(ContourTracer.lines(grid), field)
    guard !interface.lines.isEmpty else {
      throw MeshError(
        "the level set has the same sign everywhere, or changes it only in spots smaller than \(LevelGrid.longest) of the cell"
      )
    }
    try interface.setSpacings(spacing, largest: largest, field)
    report.thinnest = interface.lines.flatMap(\.points).reduce(.infinity) {
      min($0, $1.medialRadius)
    }
    let size = SizeField(interface, motions, largest: largest, gradation: spacing.gradation)
    let builder = try MeshBuilder.make(interface, size, field, &report)
    self = try CrystalMesh(builder, field, report)
  }
}

extension MeshBuilder {
  /// Vertices on the interface, and as many more as it takes for all edges between them to exist; then all others.
  static func make(
    _ interface: Interface, _ size: SizeField, _ field: LevelField, _ report: inout MeshReport
  ) throws(MeshError) -> MeshBuilder {
    var vertices = try CurveVertices(interface, size, field)
    let group = field.group
    let open = interface.lines.filter { $0.closing == nil }
    let freeCorners = StartingTriangles.freeCorners(
      group, points: vertices.lines.map { $0[0].point.place },
      ends: open.flatMap { [$0.points[0].place, $0.points[$0.points.count - 1].place] })
    let corners = StartingTriangles.corners(of: group.group, free: freeCorners)
    for round in 0..<10 {
      report.rounds = round
      var builder = try MeshBuilder(group, size, corners: corners)
      let numbers = try builder.insert(vertices, interface)
      var missing = InterfaceEdges(builder).missing(builder)
      if missing.isEmpty {
        try builder.refine()
        builder.smooth()
        missing = InterfaceEdges(builder).missing(builder)
      }
      if missing.isEmpty { return builder }
      for (l, line) in numbers.enumerated() {
        for k in line.indices.reversed() where missing.contains(line[k]) {
          try vertices.divide(interface, line: l, after: k, field)
        }
      }
    }
    throw MeshError(
      "edges of the interface are missing after ten rounds; it has necks that are too thin")
  }
}

extension CrystalMesh {
  fileprivate init(
    _ builder: borrowing MeshBuilder, _ field: LevelField, _ report: MeshReport
  ) throws(MeshError) {
    var report = report
    let motions = builder.group
    let edges = InterfaceEdges(builder)
    let domain = FundamentalDomain(builder)
    var naming = MeshNaming(builder)
    var triangles: [Triangle] = []
    triangles.reserveCapacity(builder.triangulation.count)
    var area = 0.0
    var quality = 1.0
    var turn = 0.0
    for f in 0..<builder.triangulation.count {
      var nodes: [Node] = []
      nodes.reserveCapacity(6)
      // A mirror or glide turns the triangle: its vertices are taken in the other order.
      let isTurned = motions.isMirror(domain.motions[f])
      let corners = isTurned ? [3 * f, 3 * f + 2, 3 * f + 1] : [3 * f, 3 * f + 1, 3 * f + 2]
      let sides = isTurned ? [3 * f + 2, 3 * f + 1, 3 * f] : corners
      for h in corners { nodes.append(naming.vertex(h, domain.motions[f], builder)) }
      var interfaceEdges: [Int] = []
      for (k, h) in sides.enumerated() {
        if edges.from[h] >= 0 { interfaceEdges.append(k) }
        nodes.append(
          naming.middle(h, domain.motions, builder) {
            Self.middle(h, edges.from[h] >= 0, builder, field, &turn, &report)
          })
      }
      triangles.append(
        Triangle(nodes: nodes, isInside: edges.isInside[f], interfaceEdges: interfaceEdges))
      let twice = builder.triangulation.doubleArea(f)
      area += 0.5 * twice
      quality = min(quality, builder.quality(f))
    }
    report.missingEdges = edges.missing(builder).count
    report.mixedTriangles = edges.mixed
    report.vertices = naming.vertexCount()
    report.triangles = triangles.count * motions.order
    report.areaError = abs(area * Double(motions.order) / motions.lattice.area - 1)
    report.leastQuality = quality
    report.largestTurn = turn
    report.wrongVertices = edges.wrongVertices(builder, field)
    self.init(
      group: motions.group, lattice: motions.lattice,
      representatives: naming.representatives.map { motions.reduced($0) }, triangles: triangles,
      report: report)
  }

  /// The middle of an edge; the nearest place on the interface where the edge follows it.
  private static func middle(
    _ h: Int, _ isOnInterface: Bool, _ builder: borrowing MeshBuilder, _ field: LevelField,
    _ turn: inout Double, _ report: inout MeshReport
  ) -> Vector {
    let n = OrbifoldTriangulation.next(h)
    let (a, b) = (builder.triangulation.place[h], builder.triangulation.place[n])
    let middle = 0.5 * (a + b)
    guard isOnInterface else { return middle }
    let size = length(b - a)
    guard let p = field.project(middle, step: 0.25 * size, tolerance: 1e-8),
      length(p.place - middle) < 0.4 * size
    else {
      report.unprojectedNodes += 1
      return middle
    }
    let d = (b - a) / size
    // The chord has the direction of the interface in the middle of a parabola.
    let along = field.sample(at: a)
    let further = field.sample(at: b)
    func angle(_ s: LevelSample) -> Double {
      let n = Vector(s.x, s.y)
      return abs(atan2(dot(n, d), abs(cross(n, d))))
    }
    turn = max(turn, angle(along) + angle(further))
    return p.place
  }
}
