extension SymmetryTables {
  /// For each entry, how many of its bands are even under a mirror or glide at `from` less how many at `to`: the number
  /// of bands below a gap that cross it on the way, but for pairs of crossings. The straight way must lie on a line that
  /// the mirror keeps and have no special point in between.
  /// - Returns: nil where no mirror keeps the way, or an end is no special point.
  public func evenChange(from: ZonePoint, to: ZonePoint) -> [Int]? {
    let (a, b) = (
      (6 / from.q * from.p1, 6 / from.q * from.p2), (6 / to.q * to.p1, 6 / to.q * to.p2)
    )
    let way = (b.0 - a.0, b.1 - a.1)
    for line in mirrorLines {
      let d = line.direction
      // In sixths of d.
      guard way.0 * d.m2 == way.1 * d.m1 else { continue }
      let length = d.m1 != 0 ? way.0 / d.m1 : way.1 / d.m2
      guard way == (length * d.m1, length * d.m2) else { continue }
      for stop in line.stops {
        let start = (line.origin.m1 + stop.tau * d.m1, line.origin.m2 + stop.tau * d.m2)
        guard (start.0 - a.0) % 6 == 0, (start.1 - a.1) % 6 == 0 else { continue }
        let tau = stop.tau + length
        guard let last = line.stops.first(where: { ($0.tau - tau) % 6 == 0 }) else { continue }
        let end = MirrorLine.Stop(tau: tau, point: last.point, member: last.member)
        let (even, other) = (
          CompatibilityRelation.evenBands(line, stop, points, entries),
          CompatibilityRelation.evenBands(line, end, points, entries)
        )
        return zip(even, other).map { $0 - $1 }
      }
    }
    return nil
  }
}
