import WallpaperGroups

/// What bands of one wallpaper group are classified by, worked out once from its tables.
public final class TopologyTables: Sendable {
  public let group: WallpaperGroup
  public let timeReversal: Bool
  /// Entries of a fingerprint, relations and indicators.
  public let symmetry: SymmetryTables
  /// [special points]: labels of the entries at each, in the order of fingerprints.
  public let irreps: [[Irrep]]
  /// [special points]: the entries at each.
  public let ranges: [Range<Int>]
  /// The elementary band representations, by Wyckoff position, those on the origin first.
  public let representations: [ElementaryBandRepresentation]
  /// Integer combinations of `representations` that are no bands at all: a basis, in which the last representation of
  /// each row is in no later row.
  public var relations: [[Int]] { search.relations }
  /// Sum of Wannier centres along a1 and a2; nil in groups without rotations.
  let dipole: (WannierForm, WannierForm)?
  /// Electrons at one point of the first position divided by the order of the rotations there; nil without rotations.
  let charge: CornerCharge?
  /// Points that equal their negatives in groups with a rotation by 180 degrees.
  let parities: [(point: Int, weight: Int, odd: [Int])]
  let search: RepresentationSearch

  /// The tables of a group.
  public static func of(_ group: WallpaperGroup, timeReversal: Bool = true) -> TopologyTables {
    all[2 * (group.number - 1) + (timeReversal ? 0 : 1)].get {
      TopologyTables(group, timeReversal: timeReversal)
    }
  }

  /// p6 with time reversal.
  public static let p6 = of(.p6)

  private static let all = WallpaperGroup.names.flatMap { _ in
    [Lazy<TopologyTables>(), Lazy<TopologyTables>()]
  }

  private init(_ group: WallpaperGroup, timeReversal: Bool) {
    self.group = group
    self.timeReversal = timeReversal
    let tables = group.tables(timeReversal: timeReversal)
    symmetry = tables
    var ranges: [Range<Int>] = []
    for point in tables.points {
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<start + point.corepresentations.count)
    }
    self.ranges = ranges
    irreps = tables.points.map { group.irreps(at: $0) }
    let names = tables.representationNames
    representations = zip(tables.bandRepresentations, names).map { representation, name in
      ElementaryBandRepresentation(
        name: name, isAtOrigin: representation.position == 0, bands: representation.bands,
        counts: representation.vector, group: group, timeReversal: timeReversal)
    }
    dipole = tables.dipole
    charge = tables.cornerCharges.first { $0.position == 0 }
    parities = tables.twofoldParities
    search = RepresentationSearch(
      representations, relations: tables.representationRelations)
  }

  /// Index of the entry of an irrep at a point; nil where the point has no such irrep.
  func entry(_ irrep: Irrep, at point: Int) -> Int? {
    irreps[point].firstIndex(of: irrep).map { ranges[point].lowerBound + $0 }
  }
}

extension TopologyTables: Hashable {
  public static func == (l: TopologyTables, r: TopologyTables) -> Bool { l === r }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension SymmetryTables {
  /// How band representations are printed. p6 and p2 have names from before there were other groups: orbitals at the
  /// centre of a sixfold rotation, m at a threefold one, parity at a twofold one.
  fileprivate var representationNames: [String] {
    guard timeReversal, !group.hasMirror, [2, 6].contains(group.rotationOrder) else {
      return bandRepresentations.map(\.name)
    }
    return bandRepresentations.map { representation in
      let position = group.wyckoffPositions[representation.position]
      let irrep = position.irreps[representation.siteIrreps[0]]
      let m = abs(irrep.rotationNumbers[0])
      let site =
        switch position.siteGroup.rotations {
        case 2: m == 0 ? "even" : "odd"
        case 3: m == 0 ? "m=0" : "m=+-\(m)"
        default: String(irrep.orbital(of: position.siteGroup).prefix(1))
        }
      return "\(representation.positionName) \(site)"
    }
  }
}
