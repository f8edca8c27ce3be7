import WallpaperGroups

/// How the points (i, j) of a grid are joined to triangles that a group maps to each other, its mirror lines along edges.
enum GridPattern {
  /// Squares of the indices, divided along both diagonals in turn, those that join points with even i + j.
  case squares
  /// Squares divided along (-1, 1): the equilateral triangles of hexagonal lattices, for groups whose mirrors, if any, are
  /// along a1.
  case triangles
  /// Equilateral triangles with a side of six, each divided into six by the lines from corners to the middles of the
  /// opposite sides: mirrors may be across a1 as well.
  case sixths

  init(_ group: WallpaperGroup) {
    self =
      group.system != .hexagonal
      ? .squares : ["p3m1", "p6m"].contains(group.name) ? .sixths : .triangles
  }

  /// Indices of rotation centres and mirror lines are whole numbers where N is a multiple of this.
  var unit: Int {
    switch self {
    case .squares: 4
    case .triangles, .sixths: 12
    }
  }

  /// Points along a1 in units of those of the other patterns.
  var density: Double { self == .sixths ? 3 : 1 }

  /// Whether (i, j) belongs to it.
  @inline(__always)
  func contains(_ i: Int, _ j: Int) -> Bool { self != .sixths || !steps(i, j).isEmpty }

  /// Steps to the neighbours of a point, counter-clockwise.
  @inline(__always)
  func steps(_ i: Int, _ j: Int) -> [(Int, Int)] {
    switch self {
    case .squares: (i + j) & 1 == 0 ? Self.allSteps : Self.straightSteps
    case .triangles: Self.hexagonalSteps
    case .sixths: Self.stepsOfSixths[(i % 6 + 6) % 6 + 6 * ((j % 6 + 6) % 6)]
    }
  }

  private static let hexagonalSteps = [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)]
  private static let allSteps = [
    (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1),
  ]
  private static let straightSteps = [(1, 0), (0, 1), (-1, 0), (0, -1)]

  /// By i + 6 j modulo 6: from corners, middles of triangles and middles of sides; empty elsewhere.
  private static let stepsOfSixths: [[(Int, Int)]] = {
    var steps = [[(Int, Int)]](repeating: [], count: 36)
    steps[0] = [
      (3, 0), (2, 2), (0, 3), (-2, 4), (-3, 3), (-4, 2), (-3, 0), (-2, -2), (0, -3), (2, -4),
      (3, -3), (4, -2),
    ]
    steps[2 + 6 * 2] = [(1, 1), (-2, 4), (-2, 1), (-2, -2), (1, -2), (4, -2)]
    steps[4 + 6 * 4] = [(2, 2), (-1, 2), (-4, 2), (-1, -1), (2, -4), (2, -1)]
    steps[3] = [(3, 0), (-1, 2), (-3, 0), (1, -2)]
    steps[6 * 3] = [(2, -1), (0, 3), (-2, 1), (0, -3)]
    steps[3 + 6 * 3] = [(1, 1), (-3, 3), (-1, -1), (3, -3)]
    return steps
  }()
}
