extension WyckoffPosition {
  /// The maximal positions of a group, in the order of their letters.
  static func all(_ operations: [Operation], in system: LatticeSystem) -> [WyckoffPosition] {
    var found = orbits(of: rotationCentres(operations), under: operations).map { (Kind.point, $0) }
    found += lines(operations, without: found.map(\.1)).map { (.line, $0) }
    if found.isEmpty { found = [(.general, Site(7, 11))] }
    let unnamed = found.map {
      WyckoffPosition(letter: "", kind: $0.0, site: $0.1, operations: operations)
    }
    let key = { (position: WyckoffPosition) -> (Int, Int, Int, Int) in
      let site = position.orbit[0]
      // The Tables' hexagonal axes stand at 120 degrees.
      let n1 = system == .hexagonal ? (site.n1 + site.n2) % 60 : site.n1
      return (position.kind == .point ? 0 : 1, position.multiplicity, n1, site.n2)
    }
    return unnamed.sorted { key($0) < key($1) }.enumerated().map { index, position in
      WyckoffPosition(
        letter: String(UnicodeScalar(UInt8(97 + index))), kind: position.kind,
        site: position.orbit[0], operations: operations)
    }
  }

  /// All points of a cell that a rotation keeps. With the origins of the Tables their coordinates are halves and thirds.
  private static func rotationCentres(_ operations: [Operation]) -> [Site] {
    let rotations = operations.filter { $0.rotationOrder > 1 }
    return stride(from: 0, to: 60, by: 5).flatMap { n2 in
      stride(from: 0, to: 60, by: 5).map { Site($0, n2) }
    }
    .filter { site in rotations.contains { site.stabilizer(among: $0) != nil } }
  }

  /// The first point of each orbit.
  private static func orbits(of sites: [Site], under operations: [Operation]) -> [Site] {
    var (first, seen): ([Site], Set<Site>) = ([], [])
    for site in sites where !seen.contains(site) {
      first.append(site)
      seen.formUnion(operations.map { site.moved(by: $0).reduced })
    }
    return first
  }

  /// A generic point of each mirror line that none of the given points, or of their images, lies on.
  private static func lines(_ operations: [Operation], without points: [Site]) -> [Site] {
    let images = points.flatMap { point in operations.map { point.moved(by: $0) } }
    var (generic, seen): ([Site], Set<Site>) = ([], [])
    for mirror in operations where mirror.isMirror {
      let d = mirror.invariantDirection
      for n2 in [0, 15, 30, 45] {
        for n1 in [0, 15, 30, 45] {
          let base = Site(n1, n2)
          let site = Site(n1 + 7 * d.x1, n2 + 7 * d.x2)
          // The distance to a line through lattice points along d, in units in which those are 60 apart.
          let distance = { (site: Site) in ((site.n1 - n1) * d.x2 - (site.n2 - n2) * d.x1) % 60 }
          guard let full = base.stabilizer(among: mirror), site.moved(by: full) == site,
            images.allSatisfy({ distance($0) != 0 }), seen.allSatisfy({ distance($0) != 0 })
          else { continue }
          generic.append(site.reduced)
          seen.formUnion(operations.map { site.moved(by: $0) })
        }
      }
    }
    return generic
  }
}
