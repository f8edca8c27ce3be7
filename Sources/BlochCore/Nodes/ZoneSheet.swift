import WallpaperGroups

/// A piece of the zone with a model of its own, in one frame: what a mesh covers, and what is known of its border.
struct ZoneSheet: Sendable {
  /// A special point of the group, in the piece or on its border.
  struct Place: Sendable {
    /// Index among the group's special points.
    var point: Int
    /// In the frame's coordinates.
    var k: KPoint
  }

  /// The stretch of a border between two points with symmetry.
  struct Side: Sendable {
    var from: ZonePoint
    var to: ZonePoint
    var label: String
  }

  /// A stretch that a mirror or glide keeps point by point: bands of opposite parity cross on it.
  struct MirrorSide: Sendable {
    var side: Side
    /// [entries]: bands of the fingerprint's entries that are even at the one end less those at the other.
    var change: [Int]
    /// Special points at the ends.
    var ends: (Int, Int)
  }

  /// Turns by 60 degrees from the frame to the crystal.
  var frame: Int
  var domain: ZoneDomain
  var places: [Place]
  var mirrors: [MirrorSide]
  /// Where glides and time reversal pair all bands.
  var paired: [Side]
}

extension ZoneSheet.Side {
  var ends: (KPoint, KPoint) { (KPoint(from.coordinates), KPoint(to.coordinates)) }

  /// The part of the way from one end to the other next to which a wave vector lies, 0...1, and how far aside, both
  /// as parts of the side's length in the unit of `metric`.
  func project(_ k: KPoint, _ metric: WaveMetric) -> (along: Double, aside: Double) {
    let (a, b) = (metric.cartesian(ends.0), metric.cartesian(ends.1))
    let p = metric.cartesian(k)
    let (dx, dy, px, py) = (b.x - a.x, b.y - a.y, p.x - a.x, p.y - a.y)
    let square = dx * dx + dy * dy
    return ((px * dx + py * dy) / square, abs(px * dy - py * dx) / square)
  }

  func point(_ along: Double) -> KPoint {
    let (a, b) = ends
    return KPoint(a.x1 + along * (b.x1 - a.x1), a.x2 + along * (b.x2 - a.x2))
  }
}
