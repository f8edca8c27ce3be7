extension CutSearch {
  /// The corners of triangles where the bands are known to touch.
  func fixed(_ known: FixedNodes, _ sheet: Int, _ mesh: Mesh) -> Fixed {
    let wanted = known.pinned + known.touching
    var points: [Int32] = []
    for point in wanted {
      for place in zone.sheets[sheet].places where place.point == point {
        if let at = mesh.point(at: place.k) { points.append(at) }
      }
    }
    return Fixed(points: points, hasLines: known.splitsLines)
  }

  func isPinned(_ t: Mesh.Triangle, _ fixed: Fixed, _ mesh: Mesh) -> Bool {
    fixed.holds(t.corners.x, mesh) || fixed.holds(t.corners.y, mesh)
      || fixed.holds(t.corners.z, mesh)
  }

  /// Makes the triangles at pinned nodes small.
  func cutPinned(_ mesh: inout Mesh, _ fixed: [Fixed]) {
    let points = Fixed(points: Array(Set(fixed.flatMap(\.points))))
    let lines = Fixed(hasLines: fixed.contains(where: \.hasLines))
    if points.points.isEmpty && !lines.hasLines { return }
    var first = 0
    for depth in 0..<Self.pinnedDepth {
      let end = mesh.triangles.count
      mesh.cut(
        (first..<end).filter {
          isPinned(mesh.triangles[$0], points, mesh)
            || (depth < Self.lineDepth && isPinned(mesh.triangles[$0], lines, mesh))
        })
      first = end
    }
  }

  /// Whether the fluxes tell of a node, or of a small gap where states are complex.
  func isSuspect(_ mesh: Mesh, _ t: Mesh.Triangle, _ cut: Int) -> Bool {
    States.isReal ? mesh.isOdd(t, cut: cut) : abs(mesh.flux(t, cut: cut)) > Self.largestFlux
  }

  /// Where minima of the gap are to be expected: corners with less than their neighbours, places within
  /// edges with less than those around, and triangles with flux.
  /// - Returns: places, and whether states change places along the edge there.
  func starts(
    _ mesh: Mesh, _ cut: Int, _ fixed: Fixed
  ) -> [(place: SIMD2<Double>, isSwap: Bool)] {
    let leaves = mesh.leaves
    var found: [(place: SIMD2<Double>, isSwap: Bool)] = []
    // Closest approach of d to 0 on each edge, and where: 0...1 from end to end.
    var least = [Double](repeating: .infinity, count: mesh.edges.count)
    var place = [Double](repeating: 0, count: mesh.edges.count)
    var lowest = [Double](repeating: .infinity, count: mesh.positions.count)
    for at in leaves {
      let t = mesh.triangles[at]
      for i in 0..<3 {
        let e = Int(t.edges[i])
        if least[e] < .infinity { continue }
        let ends = mesh.edges[e].ends
        let (a, b) = (mesh.gap(ends.x, cut: cut), mesh.gap(ends.y, cut: cut))
        (least[e], place[e]) = approach(
          a, b, mesh.determinant(t.edges[i], cut: cut).magnitude)
        lowest[Int(ends.x)] = min(lowest[Int(ends.x)], least[e], b)
        lowest[Int(ends.y)] = min(lowest[Int(ends.y)], least[e], a)
      }
    }
    // Among the edges that share a triangle.
    var isLeast = [Bool](repeating: true, count: mesh.edges.count)
    for at in leaves {
      let e = mesh.triangles[at].edges
      let all = (0..<3).map { least[Int(e[$0])] }
      let smallest = all.min()!
      for i in 0..<3 where all[i] > smallest { isLeast[Int(e[i])] = false }
    }
    for e in mesh.edges.indices where isLeast[e] && least[e] < .infinity {
      let ends = mesh.edges[e].ends
      if place[e] <= 0 || place[e] >= 1 || fixed.holds(ends.x, mesh) || fixed.holds(ends.y, mesh) {
        continue
      }
      let (a, b) = (mesh.position(of: ends.x), mesh.position(of: ends.y))
      let overlap = mesh.determinant(Int32(e), cut: cut).magnitude
      found.append((a + place[e] * (b - a), States.isReal && abs(overlap) < 0.3))
    }
    for p in mesh.positions.indices where !fixed.holds(Int32(p), mesh) && lowest[p] < .infinity {
      if mesh.gap(Int32(p), cut: cut) <= lowest[p] {
        found.append((mesh.position(of: Int32(p)), false))
      }
    }
    for at in leaves where !isPinned(mesh.triangles[at], fixed, mesh) {
      if isSuspect(mesh, mesh.triangles[at], cut) {
        found.append((mesh.centre(mesh.triangles[at]), false))
      }
    }
    return found
  }

  /// Smallest length of a + t (b - a), 0 <= t <= 1, for vectors of lengths a and b at an angle phi with
  /// cos(phi/2) = |overlap|, and t.
  private func approach(_ a: Double, _ b: Double, _ overlap: Double) -> (Double, Double) {
    let half = min(1, abs(overlap))
    let cosine = 2 * half * half - 1
    let square = a * a + b * b - 2 * a * b * cosine
    let t = a * (a - b * cosine) / square
    guard t > 0, t < 1 else { return a < b ? (a, 0) : (b, 1) }
    return (a * b * (max(0, 1 - cosine * cosine) / square).squareRoot(), t)
  }

  enum Place { case inside, border, outside }

  /// How far apart, in |b|, symmetry-related nodes of the model may lie: models that hold in a piece
  /// alone do not see the symmetry on its border exactly, and move pinned nodes a little.
  var symmetryError: Double { isPeriodic ? 1e-6 : 1e-3 }

  /// Whether a wave vector lies inside a triangle; nodes of cells with mirrors lie on edges.
  func holds(_ t: Mesh.Triangle, _ k: KPoint, _ mesh: Mesh) -> Place {
    let p = mesh.position(k)
    let corners = (0..<3).map { mesh.position(of: t.corners[$0]) }
    let margin = symmetryError * mesh.extent
    var least = Double.infinity
    for i in 0..<3 {
      let (a, b, c) = (corners[i], corners[(i + 1) % 3], corners[(i + 2) % 3])
      func side(_ p: SIMD2<Double>) -> Double {
        (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
      }
      let edge = max(abs(b.x - a.x), abs(b.y - a.y))
      least = min(least, side(p) / edge * (side(c) < 0 ? -1 : 1))
    }
    return least > margin ? .inside : least < -margin ? .outside : .border
  }

  /// Triangles whose flux is not that of the nodes inside; with complex states those with a large flux in which no
  /// minimum of the gap was found.
  func unexplained(
    _ mesh: Mesh, _ sheet: Int, _ cut: Int, _ fixed: Fixed, _ found: Summary,
    _ minima: [GapMinimum]
  ) -> [Int] {
    if !States.isReal {
      let places = minima.filter { $0.cut == cut && $0.departure == nil }.map {
        zone.reported($0.k, sheet: $0.sheet)
      }
      return mesh.leaves.filter { at in
        let t = mesh.triangles[at]
        return !isPinned(t, fixed, mesh) && isSuspect(mesh, t, cut)
          && !places.contains { $0.sheet == sheet && holds(t, $0.k, mesh) != .outside }
      }
    }
    let nodes = found.nodes
    // The same nodes close to other sides.
    let others = nodes.map { node in
      zone.sheets[node.sheet].domain.margin(node.k) < 2 * symmetryError
        ? zone.appearances(of: node.k, sheet: node.sheet, reach: 2 * symmetryError)
          .filter { $0.sheet == sheet }.map(\.k) : []
    }
    return mesh.leaves.filter { at in
      let t = mesh.triangles[at]
      if isPinned(t, fixed, mesh) { return false }
      let isOdd = mesh.isOdd(t, cut: cut)
      if nodes.isEmpty { return isOdd }
      var inside = 0
      for (node, others) in zip(nodes, others) {
        switch node.sheet == sheet ? holds(t, node.k, mesh) : .outside {
        case .inside: inside += 1
        case .border: return false
        case .outside:
          if others.contains(where: { holds(t, $0, mesh) != .outside }) { return false }
        }
      }
      return (inside % 2 == 1) != isOdd
    }
  }
}
