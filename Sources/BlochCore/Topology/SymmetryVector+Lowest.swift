import WallpaperGroups

extension SymmetryVector {
  /// Of the lowest bands of a crystal.
  /// - Parameters:
  ///   - count: of bands.
  ///   - points: bands at the group's special points, found by label, else by place.
  /// - Returns: nil where not all irreps are known, and where the count splits a multiplet.
  public init?(lowest count: Int, of points: [SpecialPointBands], _ tables: TopologyTables) {
    var counts = [Int](repeating: 0, count: tables.symmetry.entries.count)
    for (index, special) in tables.symmetry.points.enumerated() {
      guard
        let point = points.first(where: { $0.label == special.label })
          ?? points.first(where: { $0.isAt(special) }), point.irreps.count >= count
      else { return nil }
      for irrep in point.irreps.prefix(count) {
        guard let entry = tables.entry(irrep, at: index) else { return nil }
        counts[entry] += 1
      }
    }
    for (index, entry) in tables.symmetry.entries.enumerated() where entry.bands > 1 {
      guard counts[index].isMultiple(of: entry.bands) else { return nil }
      counts[index] /= entry.bands
    }
    self.init(counts, of: tables)
  }
}
