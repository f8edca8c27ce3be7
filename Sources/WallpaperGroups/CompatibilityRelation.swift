/// A row r with r . n = 0 for the fingerprint n of every set of bands that a gap separates from all others.
public struct CompatibilityRelation: Sendable {
  public enum Origin: Sendable, Hashable {
    /// As many bands at the one point as at the other.
    case bands
    /// As many bands that are even under this mirror or glide, an index into the group's operations, at both ends of a
    /// line that it keeps.
    case line(operation: Int)
  }

  public let origin: Origin
  /// Indices of the two special points.
  public let points: (Int, Int)
  /// "Gamma-X".
  public let label: String
  public let row: [Int]

  /// Relations none of which follows from those before it: of band numbers, then of lines.
  static func minimal(points: [SpecialPoint], entries: [FingerprintEntry], lines: [MirrorLine])
    -> [CompatibilityRelation]
  {
    var kept: [CompatibilityRelation] = []
    for relation in bandNumbers(points, entries) + lines.flatMap({ along($0, points, entries) }) {
      let rows = kept.map(\.row)
      if IntegerLattice.hermiteBasis(rows + [relation.row]).count > rows.count {
        kept.append(relation)
      }
    }
    return kept
  }

  private static func bandNumbers(_ points: [SpecialPoint], _ entries: [FingerprintEntry])
    -> [CompatibilityRelation]
  {
    points.indices.dropFirst().map { point in
      CompatibilityRelation(
        origin: .bands, points: (0, point), label: "\(points[0].label)-\(points[point].label)",
        row: entries.map { $0.point == 0 ? $0.bands : $0.point == point ? -$0.bands : 0 })
    }
  }

  /// The relations of one closed line, from each stop to the next and from the last to the first one a turn later, where
  /// a glide's eigenvalues may have changed places.
  static func along(_ line: MirrorLine, _ points: [SpecialPoint], _ entries: [FingerprintEntry])
    -> [CompatibilityRelation]
  {
    guard let first = line.stops.first else { return [] }
    let stops =
      line.stops + [
        MirrorLine.Stop(tau: first.tau + 6, point: first.point, member: first.member)
      ]
    return zip(stops, stops.dropFirst()).map { from, to in
      let (start, end) = (
        evenBands(line, from, points, entries), evenBands(line, to, points, entries)
      )
      return CompatibilityRelation(
        origin: .line(operation: line.operation), points: (from.point, to.point),
        label: "\(points[from.point].label)-\(points[to.point].label)",
        row: normalised(zip(start, end).map { $0 - $1 }))
    }
  }

  /// The row or its negative, whichever begins with a positive number.
  private static func normalised(_ row: [Int]) -> [Int] {
    (row.first { $0 != 0 } ?? 0) < 0 ? row.map(-) : row
  }

  /// How many even bands each entry has at a stop of a line: even is the eigenvalue exp(-i pi k.T) of g where g^2 =
  /// {1 | T}, with the unreduced k.
  static func evenBands(
    _ line: MirrorLine, _ stop: MirrorLine.Stop, _ points: [SpecialPoint],
    _ entries: [FingerprintEntry]
  ) -> [Int] {
    let point = points[stop.point]
    let member = point.star[stop.member]
    let mirror = line.group.operations[line.operation]
    let carrier = line.group.operations[member.operation]
    let square = (mirror * mirror).translation(from: .identity)!
    // exp(i pi k.T), k in sixths.
    let phase =
      (line.origin.m1 + stop.tau * line.direction.m1) * square.n1
      + (line.origin.m2 + stop.tau * line.direction.m2) * square.n2
    return entries.map { entry in
      guard entry.point == stop.point else { return 0 }
      return entry.irreps.reduce(0) { sum, index in
        var character = point.group.character(
          point.irreps[index], carrier.inverse * mirror * carrier)
        if member.isTimeReversed { character = character.conjugate }
        return sum + (point.irreps[index].dimension + character.turned(by: phase).integer!) / 2
      }
    }
  }
}
