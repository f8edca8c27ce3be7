import WallpaperGroups

/// Where a crystal's bands are solved: the points with symmetry, and the pieces of the zone in between, one of each
/// star of the operations and time reversal.
struct ZoneLayout: Sendable {
  let symmetry: CrystalSymmetry
  let metric: WaveMetric
  /// Special points of the group in the order of fingerprints, then others that pieces need.
  let points: [LittleGroup]
  /// How many of them are special.
  let specialCount: Int
  let pieces: [ZonePiece]
  /// The pieces are repeated turned by 60 degrees as often: p2 on the hexagonal lattice is solved in three frames.
  let frames: Int
  /// What acts on wave vectors: the identity, k to -k, then the rest.
  let images: [ZonePartition.Image]

  /// Where a wave vector's bands are found.
  struct Place: Sendable, Equatable {
    var frame: Int
    var piece: Int
    /// The equivalent wave vector in the piece, in the frame's coordinates.
    var k: KPoint
    /// The point, where it is one.
    var point: Int?
    /// The wave vector is taken there, but for a reciprocal vector: row by row.
    var matrix: [Int]
  }

  private static let p6 = ZoneLayout(.c6)

  /// That of a crystal; p6, of which there are streams, is made once.
  static func of(_ symmetry: CrystalSymmetry) -> ZoneLayout {
    symmetry == .c6 ? p6 : ZoneLayout(symmetry)
  }

  init(_ symmetry: CrystalSymmetry) {
    self.symmetry = symmetry
    let metric = WaveMetric(symmetry.lattice)
    self.metric = metric
    let group = symmetry.group
    frames = symmetry == .c2 ? 3 : 1
    var points: [LittleGroup] = []
    var stars: [[(p1: Int, p2: Int, q: Int)]] = []
    func add(_ point: SpecialPoint, label: String? = nil) {
      points.append(LittleGroup(point, of: group, metric: metric, label: label))
      stars.append(point.star.map { ($0.p1, $0.p2, $0.q) })
    }
    if frames == 3 {
      // In the order of p6, as old records have them.
      add(group.points[0])
      points.append(LittleGroup(label: "K", p1: 2, p2: 1, q: 3, metric: metric))
      stars.append([(2, 1, 3), (1, 2, 3)])
      add(group.points.first { ($0.p1, $0.p2, $0.q) == (1, 1, 2) }!, label: "M")
      specialCount = 3
    } else {
      for point in group.points { add(point) }
      specialCount = points.count
    }
    let all = group.zone.images
    let first =
      all.filter { $0.matrix == [1, 0, 0, 1] } + all.filter { $0.matrix == [-1, 0, 0, -1] }
    let images = first + all.filter { !first.contains($0) }
    self.images = images
    var pieces: [ZonePiece] = []
    for (corners, others) in Self.polygons(symmetry, kOrder: images.count) {
      let sources = (corners + others).map { corner -> ZonePiece.Source in
        let (p1, p2, q) = corner
        let (r1, r2) = (((p1 % q) + q) % q, ((p2 % q) + q) % q)
        var at = stars.firstIndex { $0.contains { $0 == (r1, r2, q) } }
        if at == nil {
          points.append(
            LittleGroup(p1: p1, p2: p2, q: q, metric: metric, isReal: symmetry.isReal))
          stars.append([(r1, r2, q)])
          at = points.count - 1
        }
        let point = points[at!]
        let k = KPoint(Double(p1) / Double(q), Double(p2) / Double(q))
        if (point.p1, point.p2, point.q) == corner {
          return ZonePiece.Source(point: at!, k: k, image: nil)
        }
        let image = images.first { image in
          let (m1, m2) = image(point.p1, point.p2)
          return (m1 - p1) % q == 0 && (m2 - p2) % q == 0
        }
        return ZonePiece.Source(
          point: at!, k: k,
          image: image.map {
            (operation: group.operations[$0.operation], isTimeReversed: $0.isTimeReversed)
          })
      }
      pieces.append(
        ZonePiece(
          metric: metric, corners: corners, sources: sources))
    }
    self.points = points
    self.pieces = pieces
  }

  private typealias Corner = (Int, Int, Int)

  /// Corners of the pieces, and special points on their sides.
  /// - Parameter kOrder: number of operations on wave vectors, time reversal among them.
  private static func polygons(_ symmetry: CrystalSymmetry, kOrder: Int)
    -> [(corners: [Corner], others: [Corner])]
  {
    let gamma = (0, 0, 1)
    let (x, y, s) = ((1, 0, 2), (0, 1, 2), (1, 1, 2))
    let (k, kPrime) = ((2, 1, 3), (1, 2, 3))
    if symmetry == .c2 { return [([gamma, k, kPrime], [s])] }
    return switch (symmetry.group.system, kOrder) {
    case (.oblique, _):
      [([gamma, x, s, y], []), ([gamma, x, (1, -1, 2), (0, -1, 2)], [])]
    case (.rhombic, _): [([gamma, s, (1, -1, 2)], [x])]
    case (.square, 8): [([gamma, x, s], [])]
    case (.hexagonal, 6): [([gamma, k, kPrime], [s])]
    case (.hexagonal, _): [([gamma, k, s], [])]
    default: [([gamma, x, s, y], [])]
    }
  }

  /// An operation that carries a point to its negative: time reversal behind it leaves the point unchanged. Nil where
  /// there is none, or where C2 makes coefficients real, so that real and imaginary parts are partners.
  func reversal(ofPoint index: Int) -> Operation? {
    if symmetry.isReal { return nil }
    let point = points[index]
    return symmetry.group.operations.first { operation in
      let (m1, m2) = operation.image(m1: point.p1, m2: point.p2)
      return (m1 + point.p1) % point.q == 0 && (m2 + point.p2) % point.q == 0
    }
  }

  /// Where the bands at a wave vector are found.
  func locate(_ k: KPoint) -> Place {
    if symmetry == .c6 || symmetry == .c2 {
      let (turns, isInverted, folded) = WedgePlace.reduced(k)
      let place = WedgePlace.locate(k, symmetry: symmetry)
      return Place(
        frame: place.sector, piece: 0, k: folded, point: place.place.corner,
        matrix: Self.turn(sixths: turns + (isInverted ? 3 : 0)))
    }
    for image in images {
      let matrix = image.matrix.map(Double.init)
      let (m1, m2) = (
        matrix[0] * k.x1 + matrix[1] * k.x2, matrix[2] * k.x1 + matrix[3] * k.x2
      )
      // To 0..<1, but for rounding.
      let (r1, r2) = (
        m1 - (m1 + Tolerance.wavevector).rounded(.down),
        m2 - (m2 + Tolerance.wavevector).rounded(.down)
      )
      for (s1, s2) in [(0.0, 0.0), (0, -1), (-1, 0), (-1, -1)] {
        let candidate = KPoint(r1 + s1, r2 + s2)
        guard let piece = pieces.firstIndex(where: { $0.contains(candidate) }) else { continue }
        let source = pieces[piece].sources.first {
          abs($0.k.x1 - candidate.x1) < Tolerance.wavevector
            && abs($0.k.x2 - candidate.x2) < Tolerance.wavevector
        }
        return Place(
          frame: 0, piece: piece, k: source?.k ?? candidate, point: source?.point,
          matrix: image.matrix)
      }
    }
    preconditionFailure("the pieces do not cover the zone")
  }

  /// Of a wave vector's coordinates, row by row, as of `KPoint.rotated60`.
  private static func turn(sixths: Int) -> [Int] {
    var matrix = [1, 0, 0, 1]
    for _ in 0..<sixths % 6 {
      matrix = [matrix[0] - matrix[2], matrix[1] - matrix[3], matrix[0], matrix[1]]
    }
    return matrix
  }

  /// Whether all bands come in pairs at a wave vector: where a glide with time reversal leaves it unchanged and
  /// has the square -1.
  func hasPairs(at k: KPoint) -> Bool {
    symmetry.group.operations.contains { operation in
      if operation.t1 == 0 && operation.t2 == 0 { return false }
      let (m1, m2) = operation.image(x1: k.x1, x2: k.x2)
      let (d1, d2) = (m1 + k.x1, m2 + k.x2)
      guard abs(d1 - d1.rounded()) < Tolerance.wavevector,
        abs(d2 - d2.rounded()) < Tolerance.wavevector,
        let (n1, n2) = (operation * operation).translation(from: .identity)
      else { return false }
      let turns = k.x1 * Double(n1) + k.x2 * Double(n2)
      return abs(abs(turns - turns.rounded()) - 0.5) < Tolerance.wavevector
    }
  }
}
