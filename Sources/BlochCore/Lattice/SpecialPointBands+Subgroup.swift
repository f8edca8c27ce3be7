import WallpaperGroups

extension SpecialPointBands {
  /// The same bands by the irreps of the group of rotations of the same origin and lattice, with time reversal. Bands that
  /// a mirror or glide joined can have different irreps then, in the order of fingerprints.
  /// - Returns: nil where a special point of the rotations is not among them.
  public static func byRotations(_ special: [SpecialPointBands], of group: WallpaperGroup)
    -> [SpecialPointBands]?
  {
    guard group.hasMirror, let part = WallpaperGroup.named("p\(group.rotationOrder)") else {
      return special
    }
    var result: [SpecialPointBands] = []
    for point in part.points {
      guard let whole = group.points.first(where: { $0.label == point.label }),
        var bands = special.first(where: { $0.label == point.label })
      else { return nil }
      let labels = part.irreps(at: point)
      let known = group.irreps(at: whole)
      var n = 0
      while n < bands.irreps.count {
        let irrep = known.firstIndex(of: bands.irreps[n])
        let parts = irrep.map { restricted($0, whole, point) } ?? [nil]
        for part in parts where n < bands.irreps.count {
          bands.irreps[n] = part.map { labels[$0] } ?? .unknown
          n += 1
        }
      }
      result.append(bands)
    }
    return result
  }

  /// The irreps, one for each band, that a multiplet has at a point of the subgroup.
  private static func restricted(_ irrep: Int, _ whole: SpecialPoint, _ point: SpecialPoint)
    -> [Int?]
  {
    let characters = point.group.operations.map { operation in
      whole.corepresentations[irrep].irreps.reduce(Cyclotomic.zero) {
        $0 + whole.group.character(whole.irreps[$1], operation)
      }
    }
    return point.corepresentations.enumerated().flatMap { at, own -> [Int?] in
      let count = point.group.multiplicity(of: point.irreps[own.irreps[0]], in: characters)
      return [Int?](repeating: at, count: count * own.bands)
    }
  }

  /// The bands of another solution with the irreps that these have; in any order where these coincide.
  public func bandsOfSameIrrep(in other: SpecialPointBands) -> [Int] {
    let count = min(irreps.count, other.irreps.count)
    var found: [Int] = []
    var start = 0
    while start < count {
      var end = start + 1
      while end < irreps.count, energies[end] == energies[start] { end += 1 }
      var rest = Array(irreps[start..<end])
      for n in start..<min(end, count) {
        if let at = rest.firstIndex(of: other.irreps[n]) {
          rest.remove(at: at)
          found.append(n)
        }
      }
      start = end
    }
    return found
  }
}
