/// A wave vector with rational coordinates: (p1 b1 + p2 b2)/q.
public struct ZonePoint: Sendable, Hashable {
  public let p1: Int
  public let p2: Int
  public let q: Int

  /// In lowest terms.
  public init(_ p1: Int, _ p2: Int, over q: Int) {
    let divisor = greatestCommonDivisor(greatestCommonDivisor(p1, p2), q)
    (self.p1, self.p2, self.q) = (p1 / divisor, p2 / divisor, q / divisor)
  }

  /// Coordinates on b1 and b2.
  public var coordinates: (x1: Double, x2: Double) {
    (Double(p1) / Double(q), Double(p2) / Double(q))
  }
}

extension LatticeSystem {
  /// The names of wave vectors of the system's zone besides Gamma, all that any of its groups can have as a special
  /// point.
  public var namedPoints: [(label: String, point: ZonePoint)] {
    let half = { ZonePoint($0, $1, over: 2) }
    switch self {
    case .oblique, .rectangular: return [("X", half(1, 0)), ("Y", half(0, 1)), ("S", half(1, 1))]
    case .rhombic: return [("Y", half(1, 1)), ("S", half(1, 0))]
    case .square: return [("X", half(1, 0)), ("M", half(1, 1))]
    case .hexagonal:
      return [
        ("K", ZonePoint(2, 1, over: 3)), ("K'", ZonePoint(1, 2, over: 3)), ("M", half(1, 1)),
      ]
    }
  }

  /// Corners, counter-clockwise, of a polygon that holds one image of every wave vector under the operations of all
  /// lattices of the system.
  var chamber: [ZonePoint] {
    let corners: [(Int, Int)]
    switch self {
    case .oblique: corners = [(0, -3), (3, -3), (3, 3), (0, 3)]
    case .rectangular: corners = [(0, 0), (3, 0), (3, 3), (0, 3)]
    case .rhombic: corners = [(0, 0), (3, -3), (3, 3)]
    case .square: corners = [(0, 0), (3, 0), (3, 3)]
    case .hexagonal: corners = [(0, 0), (4, 2), (3, 3)]
    }
    return corners.map { ZonePoint($0.0, $0.1, over: 6) }
  }
}
