/// Everything that counts irreps of one group, with time reversal or without. Vectors are fingerprints: one number for
/// each of `entries`.
public struct SymmetryTables: Sendable {
  public let group: WallpaperGroup
  public let timeReversal: Bool
  public let points: [SpecialPoint]
  /// What a fingerprint counts, point by point.
  public let entries: [FingerprintEntry]
  public let bandRepresentations: [BandRepresentation]
  /// Closed lines of the zone that a mirror or glide keeps.
  public let mirrorLines: [MirrorLine]
  /// A minimal set of relations that compatible fingerprints meet.
  public let relations: [CompatibilityRelation]
  public let indicators: SymmetryIndicators

  init(_ group: WallpaperGroup, timeReversal: Bool) {
    self.group = group
    self.timeReversal = timeReversal
    points = group.points(timeReversal: timeReversal)
    entries = points.enumerated().flatMap { index, point in
      point.corepresentations.map {
        FingerprintEntry(
          point: index, label: point.label, symbol: $0.symbol, bands: $0.bands, irreps: $0.irreps)
      }
    }
    let induced = group.wyckoffPositions.enumerated().flatMap { [points] index, position in
      position.representations(timeReversal: timeReversal).map { symbol, irreps in
        BandRepresentation(
          position: index, in: group, symbol: symbol, siteIrreps: irreps, points: points)
      }
    }
    mirrorLines = MirrorLine.all(of: group, points: points)
    relations = CompatibilityRelation.minimal(
      points: points, entries: entries, lines: mirrorLines)
    indicators = SymmetryIndicators(
      relations: relations.map(\.row), atomic: induced.map(\.vector), count: entries.count)
    bandRepresentations = induced.map { [indicators] in
      $0.withParts(in: indicators)
    }
  }

  /// Number of bands of a fingerprint, counted at Gamma.
  public func bands(_ vector: [Int]) -> Int {
    zip(entries, vector).reduce(0) { $1.0.point == 0 ? $0 + $1.0.bands * $1.1 : $0 }
  }

  /// Whether a fingerprint meets all relations and has no negative number: bands with these irreps can be isolated as
  /// far as symmetry along lines says.
  public func isCompatible(_ vector: [Int]) -> Bool {
    vector.allSatisfy { $0 >= 0 }
      && relations.allSatisfy { IntegerLattice.dot($0.row, vector) == 0 }
  }

  /// The indices of the entries at a point.
  public func entries(at point: Int) -> [Int] {
    entries.indices.filter { entries[$0].point == point }
  }

  /// Relations among band representations: integer combinations of them that are nothing, as a Hermite basis.
  public var representationRelations: [[Int]] {
    let columns = entries.indices.map { entry in bandRepresentations.map { $0.vector[entry] } }
    return IntegerLattice.kernel(of: columns, columns: bandRepresentations.count)
  }
}
