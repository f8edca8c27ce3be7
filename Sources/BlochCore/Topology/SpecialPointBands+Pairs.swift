import WallpaperGroups

extension SpecialPointBands {
  /// Whether a cut above the lowest n bands goes through a pair. Pairs whose energies coincide may stand in any
  /// order, so that all of them are looked at.
  func splitsPair(below n: Int) -> Bool {
    Set(irreps[0..<n]).contains { irrep in
      irrep.dimension == 2 && irreps[0..<n].count(where: { $0 == irrep }) % 2 == 1
    }
  }

  /// Whether the bands around the cut n | n+1 are the two members of one pair.
  func joinsPair(atCut n: Int) -> Bool {
    let irrep = irreps[n - 1]
    return irrep.dimension == 2 && irreps[n] == irrep
      && irreps[0..<n].count(where: { $0 == irrep }) % 2 == 1
  }
}

extension SpecialPointBands {
  /// Whether the bands are those of a special point, at the same place up to reciprocal lattice vectors.
  func isAt(_ point: SpecialPoint) -> Bool {
    let place = point.coordinates
    return [k.x1 - place.x1, k.x2 - place.x2].allSatisfy { abs($0 - $0.rounded()) < 1e-6 }
  }
}
