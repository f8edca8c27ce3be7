/// A corner of a triangle, Cartesian, with phi - threshold there.
struct ContourCorner {
  var x: Double
  var y: Double
  var value: Double
}

/// A triangle of the grid, or a part of one, that a level line may pass.
struct ContourTriangle {
  /// Counter-clockwise.
  let corners: [ContourCorner]
  /// phi on the lines of the edges from corner i to i + 1, a length of the edge before i and behind i + 1; nil where it is
  /// not known.
  let beyond: [(before: Double, behind: Double)]?
  /// Size of its orbit over the number of operations.
  let weight: Double
  /// Edges from corner i to i + 1 with ends on one side that the line may pass.
  let doubtful: [Int]

  /// Corners inside.
  var count: Int { corners.count { $0.value > 0 } }

  var area: Double {
    let (a, b, c) = (corners[0], corners[1], corners[2])
    return 0.5 * ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y))
  }

  /// Quarters of the triangle.
  func divided(_ levels: FieldLevels) -> [ContourTriangle] {
    let middles = (0..<3).map { i -> ContourCorner in
      let (a, b) = (corners[i], corners[(i + 1) % 3])
      let (x, y) = (0.5 * (a.x + b.x), 0.5 * (a.y + b.y))
      return ContourCorner(x: x, y: y, value: levels.value(at: levels.place(x: x, y: y)))
    }
    return [
      [corners[0], middles[0], middles[2]], [middles[0], corners[1], middles[1]],
      [middles[2], middles[1], corners[2]], middles,
    ].map { own in
      // A line that turns so sharply may pass any of the edges twice.
      ContourTriangle(
        corners: own, beyond: nil, weight: weight,
        doubtful: (0..<3).filter { (own[$0].value > 0) == (own[($0 + 1) % 3].value > 0) })
    }
  }
}
