/// A closed line k0 + tau d of the zone that a mirror or glide keeps point by point, with the special points on it.
public struct MirrorLine: Sendable {
  /// A special point on the line.
  public struct Stop: Sendable {
    /// tau in sixths, 0..<6.
    public let tau: Int
    /// Index of the point among the special points.
    public let point: Int
    /// Which member of its star.
    public let member: Int
  }

  public let group: WallpaperGroup
  /// Index of the mirror or glide among the group's operations.
  public let operation: Int
  /// k0 in sixths of b1 and b2.
  public let origin: (m1: Int, m2: Int)
  /// d, the shortest reciprocal vector that the mirror keeps.
  public let direction: (m1: Int, m2: Int)
  /// In the order of tau, the first at 0.
  public let stops: [Stop]

  /// All lines, by operation, each once.
  static func all(of group: WallpaperGroup, points: [SpecialPoint]) -> [MirrorLine] {
    var found: [MirrorLine] = []
    for (index, operation) in group.operations.enumerated() where operation.isMirror {
      let d = operation.invariantReciprocalDirection
      for point in points {
        for member in point.star {
          let origin = (m1: 6 / member.q * member.p1, m2: 6 / member.q * member.p2)
          guard operation.carries(origin.m1, origin.m2, 6, to: origin) else { continue }
          let isKnown = found.contains {
            $0.operation == index
              && (d.m2 * (origin.m1 - $0.origin.m1) - d.m1 * (origin.m2 - $0.origin.m2)) % 6 == 0
          }
          if isKnown { continue }
          let stops = (0..<6).compactMap { tau in
            stop(at: (origin.m1 + tau * d.m1, origin.m2 + tau * d.m2), tau: tau, points: points)
          }
          found.append(
            MirrorLine(group: group, operation: index, origin: origin, direction: d, stops: stops))
        }
      }
    }
    return found
  }

  static func stop(at k: (Int, Int), tau: Int, points: [SpecialPoint]) -> Stop? {
    for (index, point) in points.enumerated() {
      let member = point.star.firstIndex {
        (k.0 - 6 / $0.q * $0.p1) % 6 == 0 && (k.1 - 6 / $0.q * $0.p2) % 6 == 0
      }
      if let member { return Stop(tau: tau, point: index, member: member) }
    }
    return nil
  }
}

extension Operation {
  /// The shortest reciprocal vector (m1, m2) that a mirror keeps.
  var invariantReciprocalDirection: (m1: Int, m2: Int) {
    // m + m W^-1 is on the line whatever m.
    let (i1, i2) = (image(m1: 1, m2: 0), image(m1: 0, m2: 1))
    let (a, b) = i1 == (-1, 0) ? (i2.0, i2.1 + 1) : (i1.0 + 1, i1.1)
    let divisor = greatestCommonDivisor(a, b)
    return (a / divisor, b / divisor)
  }

  /// The shortest reciprocal vector that a mirror takes to its negative.
  var reversedReciprocalDirection: (m1: Int, m2: Int) {
    let (i1, i2) = (image(m1: 1, m2: 0), image(m1: 0, m2: 1))
    let (a, b) = i1 == (1, 0) ? (i2.0, i2.1 - 1) : (i1.0 - 1, i1.1)
    let divisor = greatestCommonDivisor(a, b)
    return (a / divisor, b / divisor)
  }
}
