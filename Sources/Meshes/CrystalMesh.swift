import WallpaperGroups

/// Triangles with six nodes that fill a unit cell, one of each orbit of a wallpaper group; no edge crosses the line
/// where the materials meet, and the edges that lie on it are parabolas through it.
package struct CrystalMesh: Sendable {
  /// One node: {W | t} x + n1 a1 + n2 a2 of a representative x.
  package struct Node: Hashable, Sendable {
    package init(orbit: Int, operation: Int, n1: Int, n2: Int) {
      self.orbit = Int32(orbit)
      self.operation = Int16(operation)
      self.n1 = Int16(n1)
      self.n2 = Int16(n2)
    }

    /// Position in `representatives`.
    package var orbit: Int32
    /// Position in the group's operations: the first of those that carry the representative to the node's place, but
    /// for a translation of the lattice.
    package var operation: Int16
    package var n1: Int16
    package var n2: Int16
  }

  package struct Triangle: Sendable {
    package init(nodes: [Node], isInside: Bool, interfaceEdges: [Int]) {
      self.nodes = nodes
      self.isInside = isInside
      self.interfaceEdges = interfaceEdges
    }

    /// The vertices counter-clockwise, then the nodes in the middle of the edges 0-1, 1-2, 2-0.
    package var nodes: [Node]
    /// Whether the level set is positive there.
    package var isInside: Bool
    /// Which of the edges 0 (0-1), 1 (1-2), 2 (2-0) lie on the interface; all others are straight.
    package var interfaceEdges: [Int]
  }

  package init(
    group: WallpaperGroup, lattice: Lattice, representatives: [Place], triangles: [Triangle],
    report: MeshReport? = nil
  ) {
    self.group = group
    self.lattice = lattice
    self.representatives = representatives
    self.triangles = triangles
    self.report = report
  }

  package let group: WallpaperGroup
  package let lattice: Lattice
  /// One place of each orbit of nodes.
  package let representatives: [Place]
  /// One of each orbit, together a connected domain: every orbit has as many triangles as the group has operations.
  package let triangles: [Triangle]
  /// What was found when the mesh was made; nil of one that was put together by hand.
  package let report: MeshReport?

  package func place(of node: Node) -> Place {
    let x = representatives[Int(node.orbit)]
    let g = group.operations[Int(node.operation)]
    return Place(
      Double(g.w11) * x.x1 + Double(g.w12) * x.x2 + 0.5 * Double(g.t1) + Double(node.n1),
      Double(g.w21) * x.x1 + Double(g.w22) * x.x2 + 0.5 * Double(g.t2) + Double(node.n2))
  }
}
