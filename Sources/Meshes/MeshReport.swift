/// What was found when a mesh was checked, and how it was made.
package struct MeshReport: Hashable, Sendable {
  /// Edges of the interface that are no edges of the triangulation.
  package var missingEdges = 0
  /// Triangles with both materials, or with none that is known.
  package var mixedTriangles = 0
  /// Vertices of a cell, and triangles: a closed surface without handles has twice as many triangles.
  package var vertices = 0
  package var triangles = 0
  /// |sum of areas/area of the cell - 1|.
  package var areaError = 0.0
  /// 4 sqrt 3 area/(sum of squared edges) of the worst triangle, 1 for equilateral ones.
  package var leastQuality = 0.0
  /// Least area of a map of a triangle at its nodes and middle, over that of its corners; negative where it is folded over
  /// its curved edge.
  package var leastStretch = 1.0
  /// Largest angle by which the normal turns along an edge of the interface, radians.
  package var largestTurn = 0.0
  /// Nodes in the middle of edges of the interface that could not be put on it.
  package var unprojectedNodes = 0
  /// Vertices off the interface at which the level set has the sign of the other side.
  package var wrongVertices = 0
  /// Edges of the grid that seem to cross necks or channels too thin to be resolved.
  package var unresolvedNecks = 0
  /// Edges of the grid that were divided because both ends lie on one side of a neck or channel.
  package var dividedEdges = 0
  /// Half width of the thinnest neck or channel, in units of |a1|; infinite beyond about the largest spacing.
  package var thinnest = Double.infinity
  /// Times that vertices were added to the interface because edges were missing.
  package var rounds = 0

  /// What is wrong with the mesh, one line each: none means that its geometry can be trusted.
  package var flags: [String] {
    var flags: [String] = []
    func flag(_ isRaised: Bool, _ text: String) { if isRaised { flags.append(text) } }
    flag(missingEdges > 0, "\(missingEdges) edges of the interface are missing")
    flag(mixedTriangles > 0, "\(mixedTriangles) triangles lie on both sides of the interface")
    flag(wrongVertices > 0, "\(wrongVertices) vertices lie on the wrong side of the interface")
    flag(
      triangles != 2 * vertices, "\(triangles) triangles do not fit \(vertices) vertices")
    flag(!(areaError < 1e-9), "the area is off by \(areaError) of the cell")
    flag(!(leastQuality > 0.3), "a triangle is as thin as \(leastQuality)")
    flag(!(leastStretch > 0), "a triangle is folded over its curved edge")
    flag(!(largestTurn < 1.2), "the interface turns by \(largestTurn) rad along an edge")
    flag(unprojectedNodes > 0, "\(unprojectedNodes) nodes are not on the interface")
    flag(unresolvedNecks > 0, "\(unresolvedNecks) necks are too thin to be resolved")
    return flags
  }
}
