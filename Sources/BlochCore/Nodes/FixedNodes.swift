import WallpaperGroups

/// What the bands at special points say of a cut before any search.
struct FixedNodes: Sendable {
  /// Special points where a pair is split.
  var pinned: [Int] = []
  /// Others where the bands touch.
  var touching: [Int] = []
  /// Whether the cut splits the pairs that glides make all along a side.
  var splitsLines = false
  /// Number of stars of nodes modulo 2; nil where the irreps below leave it open.
  var parity: Int?
  /// [sheets][mirror sides]: the least number of crossings on each, which no pair of crossings changes; nil where the
  /// irreps below leave it open.
  var crossings: [[Int?]] = []

  /// - Parameters:
  ///   - corners: bands at the group's special points.
  ///   - precision: distance of bands that counts as none.
  init(_ cut: Int, _ corners: [SpecialPointBands], _ zone: ZoneCover, precision: Double) {
    let tables = TopologyTables.of(zone.symmetry.group)
    for (at, corner) in corners.enumerated() {
      if corner.splitsPair(below: cut) {
        pinned.append(at)
      } else if corner.energies[cut] - corner.energies[cut - 1] < precision {
        touching.append(at)
      }
    }
    splitsLines = cut % 2 == 1 && zone.sheets.contains { !$0.paired.isEmpty }
    // [special points]: whether it is known which irreps are below.
    let isClear = corners.indices.map { at in
      !touching.contains(at)
        && (!pinned.contains(at) || corners[at].isSinglePair(atCut: cut, precision: precision))
    }
    var (bands, split) = ([Int](repeating: 0, count: tables.symmetry.entries.count), [Int]())
    for (at, corner) in corners.enumerated() {
      for irrep in corner.irreps[0..<cut] {
        if let entry = tables.entry(irrep, at: at) { bands[entry] += 1 }
      }
    }
    var counts = bands
    for (index, entry) in tables.symmetry.entries.enumerated() {
      counts[index] = bands[index] / entry.bands
      if bands[index] % entry.bands != 0 { split.append(index) }
    }
    if let rule = tables.symmetry.nodeRule, isClear.allSatisfy({ $0 }) {
      parity = rule.parity(counts, split: split)
    }
    crossings = zone.sheets.map { sheet in
      sheet.mirrors.map { mirror in
        let ends = [mirror.ends.0, mirror.ends.1]
        guard ends.allSatisfy({ isClear[$0] && !pinned.contains($0) }) else { return nil }
        return abs(zip(mirror.change, counts).reduce(0) { $0 + $1.0 * $1.1 })
      }
    }
  }
}

extension SpecialPointBands {
  /// Whether the level around a cut that splits a pair is this pair and no more.
  fileprivate func isSinglePair(atCut n: Int, precision: Double) -> Bool {
    guard joinsPair(atCut: n) else { return false }
    let isAlone = n < 2 || energies[n - 1] - energies[n - 2] >= precision
    return isAlone && (n + 1 >= energies.count || energies[n + 1] - energies[n] >= precision)
  }
}
