import WallpaperGroups

/// The special points of a group with time reversal, and the irreps of bands there numbered through.
public struct SpecialPlaces: Sendable {
  public struct Point: Sendable {
    /// "Gamma", "K", "X".
    public let label: String
    public let k: KPoint
    /// In the order of fingerprints.
    public let irreps: [Irrep]
    /// Number of the first of them, the irreps of all points counted.
    public let first: Int
    /// The star of k, itself among it.
    public let images: [KPoint]
    /// Of each irrep, m of the eigenvalues exp(2 pi i m/n) that the little group's rotation has.
    package let rotationNumbers: [[Int]]
    /// n of the little group's C_n.
    package let rotations: Int
  }

  public let points: [Point]

  public init(_ group: WallpaperGroup) {
    var points: [Point] = []
    for point in group.points {
      let first = points.last.map { $0.first + $0.irreps.count } ?? 0
      points.append(
        Point(
          label: point.label, k: KPoint(point.coordinates), irreps: group.irreps(at: point),
          first: first,
          images: point.star.map {
            KPoint(Double($0.p1) / Double($0.q), Double($0.p2) / Double($0.q))
          },
          rotationNumbers: point.corepresentations.map { own in
            own.irreps.flatMap { point.irreps[$0].rotationNumbers }
          }, rotations: point.group.rotations))
    }
    self.points = points
  }

  /// Number of irreps at all points.
  public var irrepCount: Int { points.last.map { $0.first + $0.irreps.count } ?? 0 }

  /// Position of the point that a wave vector is equivalent to, nil where there is none.
  public func index(of k: KPoint) -> Int? {
    points.firstIndex { point in
      point.images.contains { Self.areEqual($0, k, within: Tolerance.wavevector) }
    }
  }

  /// Whether two wave vectors differ by a reciprocal lattice vector.
  static func areEqual(_ a: KPoint, _ b: KPoint, within tolerance: Double) -> Bool {
    let (d1, d2) = (a.x1 - b.x1, a.x2 - b.x2)
    return abs(d1 - d1.rounded()) < tolerance && abs(d2 - d2.rounded()) < tolerance
  }
}
