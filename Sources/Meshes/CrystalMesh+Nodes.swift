import Glibc

extension CrystalMesh {
  /// Names the nodes of a finished triangulation and checks it.
  init(
    _ builder: borrowing MeshBuilder, _ field: LevelField, _ report: MeshReport
  ) {
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
    let mesh = CrystalMesh(
      group: motions.group, lattice: motions.lattice,
      representatives: naming.representatives.map { motions.reduced($0) }, triangles: triangles,
      report: nil)
    for triangle in triangles where !triangle.interfaceEdges.isEmpty {
      let places = triangle.nodes.map { motions.cartesian(mesh.place(of: $0)) }
      report.leastStretch = min(report.leastStretch, Self.leastStretch(places))
    }
    self.init(
      group: mesh.group, lattice: mesh.lattice, representatives: mesh.representatives,
      triangles: triangles, report: report)
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
