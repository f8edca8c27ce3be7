/// What the edges of a picture are in the crystal.
public enum PictureConvention: String, Sendable, CaseIterable {
  /// Rows along a1, columns along a2, 60 degrees apart: that of the records.
  case sixty = "60"
  /// Rows along a1, columns along a2 - a1, 120 degrees apart; also the first one with its rows or columns reversed.
  case oneTwenty = "120"
  /// A Cartesian picture of two unit cells: width a, height sqrt(3) a.
  case rectangle
  /// The same turned: width sqrt(3) a, height a.
  case rectangleTurned = "rectangle-turned"
  /// A Cartesian picture of the hexagonal unit cell, a corner on top: width a, height 2a/sqrt(3).
  case hexagon
  /// The same turned, a side on top: width 2a/sqrt(3), height a.
  case hexagonTurned = "hexagon-turned"
  /// Of a group on its own lattice: rows along a1, columns along a2.
  case cell
  /// Of a group on a lattice with |a1| = |a2|: the centred rectangle, two cells, rows along a1 - a2, columns along a1 + a2.
  case centred

  /// Those of pictures of the hexagonal lattice.
  public static let hexagonal: [PictureConvention] = [
    .sixty, .oneTwenty, .rectangle, .rectangleTurned, .hexagon, .hexagonTurned,
  ]

  /// In a few words, for messages.
  public var summary: String {
    switch self {
    case .sixty: "lattice vectors at 60 degrees"
    case .oneTwenty: "lattice vectors at 120 degrees"
    case .rectangle: "a rectangle a wide and sqrt(3) a high"
    case .rectangleTurned: "a rectangle sqrt(3) a wide and a high"
    case .hexagon: "a hexagon with a corner on top"
    case .hexagonTurned: "a hexagon with a side on top"
    case .cell: "rows along a1 and columns along a2"
    case .centred: "a centred rectangle, rows along a1 - a2 and columns along a1 + a2"
    }
  }

  /// The left edge (downwards) and the upper edge (to the right) along a1 and a2; nil for a hexagon, which does
  /// not repeat with its picture. The crystal is not mirrored, with y upwards, by the Cartesian ones.
  package var edges: PictureEdges? {
    switch self {
    case .sixty, .cell: PictureEdges(rows: (1, 0), columns: (0, 1))
    case .oneTwenty: PictureEdges(rows: (1, 0), columns: (-1, 1))
    case .rectangle: PictureEdges(rows: (1, -2), columns: (1, 0))
    case .rectangleTurned: PictureEdges(rows: (1, 0), columns: (-1, 2))
    case .centred: PictureEdges(rows: (1, -1), columns: (1, 1))
    case .hexagon, .hexagonTurned: nil
    }
  }
}

/// The edges of a picture that repeats with them, as lattice vectors (along a1, along a2).
package struct PictureEdges: Sendable {
  let rows: (Int, Int)
  let columns: (Int, Int)

  /// Unit cells in the picture.
  var cells: Int { abs(determinant) }
  private var determinant: Int { rows.0 * columns.1 - rows.1 * columns.0 }

  /// Shares of the edges (down, to the right) of the point x1 a1 + x2 a2.
  func shares(_ x1: Double, _ x2: Double) -> (down: Double, right: Double) {
    let d = Double(determinant)
    return (
      (x1 * Double(columns.1) - x2 * Double(columns.0)) / d,
      (x2 * Double(rows.0) - x1 * Double(rows.1)) / d
    )
  }

  /// The point that has these shares.
  package func point(down: Double, right: Double) -> (x1: Double, x2: Double) {
    (
      down * Double(rows.0) + right * Double(columns.0),
      down * Double(rows.1) + right * Double(columns.1)
    )
  }

  /// Periods of exp(iG.r) along the edges.
  func periods(_ g: ReciprocalVector) -> (down: Int, right: Int) {
    (g.n1 * rows.0 + g.n2 * rows.1, g.n1 * columns.0 + g.n2 * columns.1)
  }

  /// The vector with these periods, nil where the lattice has none.
  func vector(down h: Int, right k: Int) -> ReciprocalVector? {
    let n1 = h * columns.1 - k * rows.1
    let n2 = k * rows.0 - h * columns.0
    guard n1 % determinant == 0, n2 % determinant == 0 else { return nil }
    return ReciprocalVector(n1 / determinant, n2 / determinant)
  }
}
