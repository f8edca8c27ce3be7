/// The Brillouin zone as images of one convex polygon, the wedge, under the operations that a group, with time reversal or
/// without, makes on wave vectors.
public struct ZonePartition: Sendable {
  /// k -> W k, or -W k behind time reversal.
  public struct Image: Sendable, Hashable {
    /// Index of an operation of the group.
    public let operation: Int
    public let isTimeReversed: Bool
    /// What it does to a column (x1, x2): row by row.
    public let matrix: [Int]

    package func callAsFunction(_ m1: Int, _ m2: Int) -> (Int, Int) {
      (matrix[0] * m1 + matrix[1] * m2, matrix[2] * m1 + matrix[3] * m2)
    }
  }

  /// A grid point with the number of grid points that it stands for.
  public struct GridPoint: Sendable, Hashable {
    public let point: ZonePoint
    public let weight: Int
  }

  public let system: LatticeSystem
  /// The different operations on wave vectors, the identity first: as many as images of the wedge fill the zone.
  public let images: [Image]
  /// The corners of the wedge, counter-clockwise; Gamma comes first where it is one.
  public let corners: [ZonePoint]

  init(_ operations: [Operation], in system: LatticeSystem, timeReversal: Bool) {
    self.system = system
    images = Self.images(of: operations, timeReversal: timeReversal)
    corners = Self.wedge(of: images, in: system)
  }

  static func images(of operations: [Operation], timeReversal: Bool) -> [Image] {
    var found: [Image] = []
    for isReversed in timeReversal ? [false, true] : [false] {
      for (index, operation) in operations.enumerated() {
        let sign = isReversed ? -1 : 1
        let (a, b) = (operation.image(m1: sign, m2: 0), operation.image(m1: 0, m2: sign))
        let image = Image(
          operation: index, isTimeReversed: isReversed, matrix: [a.0, b.0, a.1, b.1])
        if !found.contains(where: { $0.matrix == image.matrix }) { found.append(image) }
      }
    }
    return found
  }

  /// Whether a wave vector is in the closed wedge: x1 and x2 in `tolerance` of it.
  public func contains(x1: Double, x2: Double, tolerance: Double = 1e-9) -> Bool {
    zip(corners, corners.dropFirst() + corners.prefix(1)).allSatisfy { from, to in
      let (a, b) = (from.coordinates, to.coordinates)
      return (b.x1 - a.x1) * (x2 - a.x2) - (b.x2 - a.x2) * (x1 - a.x1) >= -tolerance
    }
  }

  /// Whether (m1 b1 + m2 b2)/q is in the closed wedge, exactly.
  public func contains(_ m1: Int, _ m2: Int, over q: Int) -> Bool {
    zip(corners, corners.dropFirst() + corners.prefix(1)).allSatisfy { from, to in
      let (a1, a2) = (6 / from.q * from.p1, 6 / from.q * from.p2)
      let (b1, b2) = (6 / to.q * to.p1, 6 / to.q * to.p2)
      return (b1 - a1) * (6 * m2 - q * a2) - (b2 - a2) * (6 * m1 - q * a1) >= 0
    }
  }

  /// The image of a wave vector in the wedge and how it gets there: image(k) + G. The first that fits on its boundary.
  public func locate(x1: Double, x2: Double) -> (x1: Double, x2: Double, image: Image) {
    for tolerance in [1e-12, 1e-9, 1e-6] {
      for image in images {
        let m = image.matrix.map(Double.init)
        let (y1, y2) = (m[0] * x1 + m[1] * x2, m[2] * x1 + m[3] * x2)
        let (z1, z2) = (y1 - y1.rounded(.down), y2 - y2.rounded(.down))
        for g1 in -1...1 {
          for g2 in -1...1 {
            let (k1, k2) = (z1 + Double(g1), z2 + Double(g2))
            if contains(x1: k1, x2: k2, tolerance: tolerance) { return (k1, k2, image) }
          }
        }
      }
    }
    preconditionFailure("the wedge has no image of a wave vector")
  }

  /// The points of the n x n grid around Gamma, one of each orbit: its image in the wedge with the smallest (x1, x2). On
  /// the hexagonal lattice, where K and K' are to be among them, k = (i K + j K')/n, and there are 3 n^2 points in all.
  public func grid(_ n: Int) -> [GridPoint] {
    let q = system == .hexagonal ? 3 * n : n
    var (found, seen): ([GridPoint], Set<ZonePoint>) = ([], [])
    for m1 in 0..<q {
      for m2 in 0..<q where system != .hexagonal || (2 * m1 - m2) % 3 == 0 {
        if seen.contains(ZonePoint(m1, m2, over: q)) { continue }
        var (orbit, best): (Set<ZonePoint>, (Int, Int)?) = ([], nil)
        for image in images {
          let (y1, y2) = image(m1, m2)
          let (r1, r2) = ((y1 % q + q) % q, (y2 % q + q) % q)
          orbit.insert(ZonePoint(r1, r2, over: q))
          for candidate in [-q, 0, q].flatMap({ g1 in [-q, 0, q].map { (r1 + g1, r2 + $0) } })
          where best.map({ candidate < $0 }) ?? true {
            if contains(candidate.0, candidate.1, over: q) { best = candidate }
          }
        }
        seen.formUnion(orbit)
        found.append(
          GridPoint(point: ZonePoint(best!.0, best!.1, over: q), weight: orbit.count))
      }
    }
    return found
  }

  /// The label of a wave vector that an operation, or a reciprocal lattice vector, takes to a named point of the lattice
  /// system; the point itself first.
  public func label(of point: ZonePoint) -> String? {
    let named = [("Gamma", ZonePoint(0, 0, over: 1))] + system.namedPoints
    for image in images {
      let (m1, m2) = image(point.p1, point.p2)
      for (label, target) in named where target.q == point.q {
        if (m1 - target.p1) % point.q == 0, (m2 - target.p2) % point.q == 0 { return label }
      }
    }
    return nil
  }
}
