import WallpaperGroups

/// What symmetry says of the sides of a piece.
struct ZoneBorder {
  let domain: ZoneDomain
  let mirrors: [ZoneSheet.MirrorSide]
  let paired: [ZoneSheet.Side]
  private let symmetry: CrystalSymmetry
  private let sources: [ZonePiece.Source]

  init(_ piece: ZonePiece, _ symmetry: CrystalSymmetry, _ layout: ZoneLayout) {
    self.symmetry = symmetry
    sources = piece.sources
    let corners = piece.corners.map(Self.fraction)
    domain = ZoneDomain(
      metric: layout.metric, origin: corners[0], first: corners[1], second: corners.last!,
      isParallelogram: corners.count == 4)
    // Points on the way from corner to corner.
    var border: [ZonePoint] = []
    for (from, to) in zip(piece.corners, piece.corners.dropFirst() + piece.corners.prefix(1)) {
      border.append(Self.fraction(from))
      let middle = KPoint(0.5 * (from.x1 + to.x1), 0.5 * (from.x2 + to.x2))
      if piece.sources.contains(where: {
        abs($0.k.x1 - middle.x1) + abs($0.k.x2 - middle.x2) < 1e-9
      }) {
        border.append(Self.fraction(middle))
      }
    }
    let group = symmetry.group
    var (mirrors, paired): ([ZoneSheet.MirrorSide], [ZoneSheet.Side]) = ([], [])
    for (from, to) in zip(border, border.dropFirst() + border.prefix(1)) where layout.frames == 1 {
      guard let start = Self.index(from, group), let end = Self.index(to, group) else { continue }
      let points = group.points
      let label = [start, end].sorted().map { points[$0].label }.joined(separator: "-")
      let side = ZoneSheet.Side(from: from, to: to, label: label)
      if [0.5, 0.3].allSatisfy({ layout.hasPairs(at: side.point($0)) }) { paired.append(side) }
      if let change = group.tables(timeReversal: true).evenChange(from: from, to: to) {
        mirrors.append(ZoneSheet.MirrorSide(side: side, change: change, ends: (start, end)))
      }
    }
    (self.mirrors, self.paired) = (mirrors, paired)
  }

  /// The group's special points in the piece.
  func places(frame: Int) -> [ZoneSheet.Place] {
    let group = symmetry.group
    return sources.compactMap { source in
      var k = Self.fraction(source.k)
      for _ in 0..<frame { k = ZonePoint(k.p1 - k.p2, k.p1, over: k.q) }
      return Self.index(k, group).map { ZoneSheet.Place(point: $0, k: source.k) }
    }
  }

  /// Corners have halves and thirds.
  private static func fraction(_ k: KPoint) -> ZonePoint {
    ZonePoint(Int((6 * k.x1).rounded()), Int((6 * k.x2).rounded()), over: 6)
  }

  /// The special point in whose star a wave vector is.
  private static func index(_ k: ZonePoint, _ group: WallpaperGroup) -> Int? {
    group.points.firstIndex { point in
      point.star.contains {
        $0.q == k.q && (k.p1 - $0.p1) % k.q == 0 && (k.p2 - $0.p2) % k.q == 0
      }
    }
  }
}
