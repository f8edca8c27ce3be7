import WallpaperGroups

/// The pieces of a crystal's zone, one image of every wave vector, with what symmetry says of their borders: where the
/// solver's models hold, and what searches of the zone go over.
struct ZoneCover: Sendable {
  let symmetry: CrystalSymmetry
  let metric: WaveMetric
  /// [frames x pieces], as the layout has them.
  let sheets: [ZoneSheet]
  private let layout: ZoneLayout
  /// What the group and time reversal do to (x1, x2), row by row; the identity first.
  private let images: [[Double]]

  static let p6 = ZoneCover(.c6)

  init(_ symmetry: CrystalSymmetry) {
    self.symmetry = symmetry
    let layout = ZoneLayout.of(symmetry)
    self.layout = layout
    metric = layout.metric
    images = symmetry.group.zone.images.map { $0.matrix.map(Double.init) }
    let borders = layout.pieces.map { ZoneBorder($0, symmetry, layout) }
    sheets = (0..<layout.frames).flatMap { frame in
      borders.map { border in
        ZoneSheet(
          frame: frame, domain: border.domain, places: border.places(frame: frame),
          mirrors: border.mirrors, paired: border.paired)
      }
    }
  }

  /// In the crystal's coordinates.
  func crystal(_ k: KPoint, sheet: Int) -> KPoint {
    var k = k
    for _ in 0..<sheets[sheet].frame { k = k.rotated60 }
    return k
  }

  /// Where the image of a sheet's wave vector in the pieces is.
  func folded(_ k: KPoint, sheet: Int) -> (sheet: Int, k: KPoint) {
    if symmetry == .c6 { return (0, WedgePlace.folded(k, symmetry: .c6).k) }
    guard k.x1.isFinite, k.x2.isFinite, abs(k.x1) + abs(k.x2) < 1e9 else { return (sheet, .gamma) }
    let place = layout.locate(crystal(k, sheet: sheet))
    return (place.frame * layout.pieces.count + place.piece, place.k)
  }

  /// Where a search that is to begin in a sheet does: of equivalent places on its border one.
  func start(_ k: KPoint, sheet: Int) -> KPoint {
    symmetry == .c6 ? WedgePlace.folded(k, symmetry: .c6).k : k
  }

  /// The same for wave vectors that may be in their own sheet.
  func reported(_ k: KPoint, sheet: Int) -> (sheet: Int, k: KPoint) {
    if symmetry != .c6, sheets[sheet].domain.margin(k) >= 0 { return (sheet, k) }
    return folded(k, sheet: sheet)
  }

  /// How far beyond a piece's sides, as a part of them, a model that is not periodic is followed.
  static var overhang: Double { 0.02 }

  /// Where a step from a sheet leads: back into the pieces once it is too far outside, and whether that turned the wave
  /// vector.
  func arrival(_ k: KPoint, sheet: Int, isPeriodic: Bool) -> (k: KPoint, sheet: Int, turned: Bool) {
    if !(symmetry == .c6 && isPeriodic) && sheets[sheet].domain.margin(k) > -Self.overhang {
      return (k, sheet, false)
    }
    let place = folded(k, sheet: sheet)
    let moved = abs(place.k.x1 - k.x1) + abs(place.k.x2 - k.x2) > 1e-9
    return (place.k, place.sheet, moved)
  }

  /// Distance of two of the crystal's wave vectors or their nearest equivalents, in |b|.
  func distance(_ a: KPoint, _ b: KPoint) -> Double {
    var least = Double.infinity
    for m in images {
      var (d1, d2) = (m[0] * a.x1 + m[1] * a.x2 - b.x1, m[2] * a.x1 + m[3] * a.x2 - b.x2)
      d1 -= d1.rounded()
      d2 -= d2.rounded()
      least = min(least, metric.square(d1, d2).squareRoot())
    }
    return least
  }

  /// Number of different images of one of the crystal's wave vectors.
  func star(_ k: KPoint) -> Int {
    var found: [(Double, Double)] = []
    for m in images {
      let image = (m[0] * k.x1 + m[1] * k.x2, m[2] * k.x1 + m[3] * k.x2)
      let isKnown = found.contains { other in
        let (d1, d2) = (image.0 - other.0, image.1 - other.1)
        return metric.square(d1 - d1.rounded(), d2 - d2.rounded()).squareRoot() < 1e-5
      }
      if !isKnown { found.append(image) }
    }
    return found.count
  }

  /// Other places in the sheets, or not farther outside than `reach`, where a wave vector of a sheet is seen.
  func appearances(of k: KPoint, sheet: Int, reach: Double) -> [(sheet: Int, k: KPoint)] {
    if symmetry == .c6 { return [(0, KPoint(k.x2, k.x1))] }
    var found: [(sheet: Int, k: KPoint)] = []
    for at in sheets.indices {
      // In the frame's own coordinates: turned back.
      var own = crystal(k, sheet: sheet)
      for _ in 0..<(6 - sheets[at].frame) % 6 { own = own.rotated60 }
      for m in images {
        let (x1, x2) = (m[0] * own.x1 + m[1] * own.x2, m[2] * own.x1 + m[3] * own.x2)
        for s1 in -2...2 {
          for s2 in -2...2 {
            let there = KPoint(x1 + Double(s1), x2 + Double(s2))
            if sheets[at].domain.margin(there) > -reach,
              !found.contains(where: { $0 == (at, there) })
            {
              found.append((at, there))
            }
          }
        }
      }
    }
    return found
  }
}

private func == (a: (sheet: Int, k: KPoint), b: (Int, KPoint)) -> Bool {
  a.sheet == b.0 && a.k == b.1
}
