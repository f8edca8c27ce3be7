/// A wave vector that more operations keep than its neighbours, one for each star: Gamma, and what is fixed modulo G by
/// a rotation, or equals its negative and is fixed by a mirror.
public struct SpecialPoint: Sendable {
  /// A member of the star.
  public struct Member: Sendable, Hashable {
    /// k = (p1 b1 + p2 b2)/q with 0 <= p1, p2 < q.
    public let p1: Int
    public let p2: Int
    public let q: Int
    /// Index of the group's operation that carries the point there, behind time reversal where that is needed.
    public let operation: Int
    public let isTimeReversed: Bool
  }

  /// "Gamma", "X", "Y", "S", "M", "K", "K'".
  public let label: String
  /// k = (p1 b1 + p2 b2)/q.
  public let p1: Int
  public let p2: Int
  public let q: Int
  /// Indices of the group's operations that keep k modulo G.
  public let littleGroup: [Int]
  public let group: LittleGroup
  /// Irreps of the little group.
  public let irreps: [Irrep]
  /// What a fingerprint counts at the point, in order: irreps joined by time reversal, or, in a list without time
  /// reversal, each irrep by itself.
  public let corepresentations: [Corepresentation]
  /// The images of k: under the operations, then, in a list with time reversal, those that need it too.
  public let star: [Member]

  /// Coordinates on b1 and b2.
  public var coordinates: (x1: Double, x2: Double) {
    (Double(p1) / Double(q), Double(p2) / Double(q))
  }

  init(
    label: String, p1: Int, p2: Int, q: Int, operations: [Operation], timeReversal: Bool
  ) {
    self.label = label
    (self.p1, self.p2, self.q) = (p1, p2, q)
    littleGroup = operations.indices.filter { operations[$0].carries(p1, p2, q, to: (p1, p2)) }
    group = LittleGroup(operations: littleGroup.map { operations[$0] }, p1: p1, p2: p2, q: q)
    irreps = group.irreps()
    if timeReversal {
      corepresentations = Reality.corepresentations(irreps, of: group, in: operations)
    } else {
      corepresentations = irreps.enumerated().map {
        Corepresentation(
          symbol: $1.symbol, irreps: [$0], bands: $1.dimension, kind: .otherStar)
      }
    }
    var star: [Member] = []
    for reversed in timeReversal ? [false, true] : [false] {
      for (index, operation) in operations.enumerated() {
        let (m1, m2) = operation.image(m1: reversed ? -p1 : p1, m2: reversed ? -p2 : p2)
        let (r1, r2) = (((m1 % q) + q) % q, ((m2 % q) + q) % q)
        if star.contains(where: { $0.p1 == r1 && $0.p2 == r2 }) { continue }
        star.append(Member(p1: r1, p2: r2, q: q, operation: index, isTimeReversed: reversed))
      }
    }
    self.star = star
  }

  /// The points of a group in the order of fingerprints.
  static func all(_ operations: [Operation], in system: LatticeSystem, timeReversal: Bool)
    -> [SpecialPoint]
  {
    let gamma = (label: "Gamma", point: ZonePoint(0, 0, over: 1))
    var points: [SpecialPoint] = []
    for (label, k) in [gamma] + system.namedPoints {
      if points.contains(where: { $0.star.contains { ($0.p1, $0.p2, $0.q) == (k.p1, k.p2, k.q) } })
      {
        continue
      }
      let point = SpecialPoint(
        label: label, p1: k.p1, p2: k.p2, q: k.q, operations: operations,
        timeReversal: timeReversal)
      if points.isEmpty || point.littleGroup.count > 1 { points.append(point) }
    }
    return points
  }
}
