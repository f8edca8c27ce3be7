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
