extension MeshBuilder {
  /// Moves the free vertices towards the means of their triangles' circumcentres, weighted with area/h^4: towards the
  /// triangulation on which a quadratic function, scaled with the wanted size, is interpolated best (Chen and Xu 2004).
  mutating func smooth() {
    var isFree = isOnInterface.map { !$0 }
    for v in isFree.indices where !stabilisers[v].isEmpty { isFree[v] = false }
    for _ in 0..<Self.smoothingSteps {
      let old = triangulation.representatives
      move(wanted(), isFree)
      triangulation.legaliseAll()
      if !InterfaceEdges(self).missing(self).isEmpty {
        // The triangles of the old places are Delaunay triangles again.
        triangulation.setRepresentatives(old)
        triangulation.legaliseAll()
        return
      }
    }
  }

  /// More of them gain nothing.
  private static let smoothingSteps = 3

  /// By vertex: how far it should move.
  private func wanted() -> [Vector] {
    var moves = [Vector](repeating: .zero, count: isOnInterface.count)
    var weights = [Double](repeating: 0, count: isOnInterface.count)
    for f in 0..<triangulation.count {
      let area = 0.5 * triangulation.doubleArea(f)
      let middle = centroid(f)
      let h = size.size(at: middle)
      let weight = area / (h * h * h * h)
      var d = circumcircle(f).centre - middle
      let (far, limit) = (length(d), 0.6 * area.squareRoot())
      if !far.isFinite { d = .zero } else if far > limit { d *= limit / far }
      let centre = middle + d
      for h in 3 * f..<3 * f + 3 {
        let v = Int(triangulation.vertex[h])
        moves[v] +=
          weight * group.directionBack(triangulation.motion[h], centre - triangulation.place[h])
        weights[v] += weight
      }
    }
    for v in moves.indices where weights[v] > 0 { moves[v] *= 0.9 / weights[v] }
    return moves
  }

  /// Moves vertices, but not where a triangle would lose most of its area or turn over.
  private mutating func move(_ moves: [Vector], _ isFree: [Bool]) {
    let old = triangulation.representatives
    let areas = (0..<triangulation.count).map { triangulation.doubleArea($0) }
    var isMoved = isFree
    while true {
      triangulation.setRepresentatives(
        old.indices.map { isMoved[$0] ? old[$0] + moves[$0] : old[$0] })
      var isGood = true
      for f in 0..<triangulation.count where triangulation.doubleArea(f) < 0.2 * areas[f] {
        for h in 3 * f..<3 * f + 3 { isMoved[Int(triangulation.vertex[h])] = false }
        isGood = false
      }
      if isGood { return }
    }
  }
}
