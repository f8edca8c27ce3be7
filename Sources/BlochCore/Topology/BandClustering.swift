import WallpaperGroups

/// Finds the isolated sets of bands of a cell from irreps alone.
///
/// The cut n|n+1 is a gap if it splits no pair at the group's special points, if the two bands are further apart there
/// than their errors, and if the lowest n bands obey the rules of their group: the compatibility relations of mirror
/// lines and, with rotations and time reversal, trivial indicators (the C2 theorem in p6). The first conditions are
/// necessary at the points themselves; a violated relation proves a crossing on its line, a non-trivial indicator an
/// odd number of orbits of nodes between bands n and n+1. The irreps cannot show an even number of them.
/// Where levels lie within their errors either may be the lower one: irreps below the cut, and what the rules
/// say of it, are open. Source: arXiv:1912.03296, appendices I and J.
public struct BandClustering: Sendable {
  /// Number of bands whose irreps are known at all special points.
  public let bandCount: Int
  private let tables: TopologyTables
  /// [special points][nBands]: indices of the fingerprints' entries.
  private let entries: [[Int]]
  /// [special points]
  private let corners: [SpecialPointBands]
  private let errors: BandErrors

  /// Reads the bands at a group's special points, found by label in any order, else by place. Bands from the first
  /// `unknown` irrep up are left out; the last one may be half of a pair. Throws `TopologyError` when
  /// a point or all its irreps are missing, an irrep does not belong to it, energies do not ascend, a
  /// pair is torn apart or the lowest bands at Gamma have not the symmetry of fields that are the same everywhere.
  /// - Parameters:
  ///   - group: whose irreps they are.
  ///   - timeReversal: whether the crystal has it.
  ///   - errors: of the energies.
  ///   - field: what the bands are waves of.
  public init(
    _ points: [SpecialPointBands], group: WallpaperGroup = .p6, timeReversal: Bool = true,
    errors: BandErrors = BandErrors(), field: WaveEquation.Field = .scalar
  ) throws(TopologyError) {
    guard group.operations.count > 1 else { throw .noIrreps(group: group.name) }
    tables = .of(group, timeReversal: timeReversal)
    var corners: [SpecialPointBands] = []
    var entries: [[Int]] = []
    for (index, special) in tables.symmetry.points.enumerated() {
      guard
        let point = points.first(where: { $0.label == special.label })
          ?? points.first(where: { $0.isAt(special) }),
        point.irreps.first ?? .unknown != .unknown
      else { throw .missingPoint(special.label, group: group.name) }
      corners.append(point)
      entries.append(try Self.knownEntries(of: point, index, tables))
    }
    if timeReversal {
      var expected = tables.uniformFields(field)
      // Bodies that do not move leave no translations, closed pockets of a solid have rotations besides.
      if field == .vector, corners[0].energies.prefix(while: { $0 == 0 }).count != expected.count {
        expected = []
      }
      for (band, entry) in entries[0].prefix(expected.count).sorted().enumerated()
      where entry != expected[band] {
        throw .lowestNotSymmetric(corners[0].irreps[0], expected: tables.irreps[0][expected[band]])
      }
    }
    bandCount = entries.reduce(Int.max) { min($0, $1.count) }
    self.entries = entries
    self.errors = errors
    self.corners = corners
  }

  /// The sets from the lowest band up: those that close, then the rest as an undetermined set if
  /// there is one; no more than `limit` altogether.
  /// - Parameters:
  ///   - connectivity: of a search for nodes.
  ///   - source: what decides about cuts that split no pair.
  public func sets(
    limit: Int = .max, connectivity: Connectivity = Connectivity(),
    by source: Connectivity.Source = .irreps
  ) throws(TopologyError) -> [BandSet] {
    var sets: [BandSet] = []
    var bands = [Int](repeating: 0, count: tables.symmetry.entries.count)
    var below = SymmetryVector(of: tables)
    var first = 1
    var hidden: [Int] = []
    var touching: [BandTouching] = []
    for n in 0..<bandCount where sets.count < limit {
      for point in entries { bands[point[n]] += 1 }
      guard let total = vector(bands) else { continue }
      let cut = n + 1
      if cut == bandCount, !isTopKnown { break }
      let found = touchings(cut, source == .irreps ? nil : connectivity.gaps[cut])
      guard found.isEmpty else {
        touching += found
        continue
      }
      guard
        let isGap = connectivity.isGap(cut, obeysTheorem: allowsGap(total), by: source)
      else { break }
      guard isGap else {
        hidden.append(cut)
        continue
      }
      sets.append(
        try BandSet(
          bands: first...cut, fingerprint: total - below, hiddenCuts: hidden, touchings: touching,
          winding: connectivity.windings[first...cut],
          chern: connectivity.chern(of: first...cut)))
      (below, first, hidden, touching) = (total, n + 2, [], [])
    }
    if first <= bandCount, sets.count < limit {
      sets.append(BandSet(unclosedFrom: first, hiddenCuts: hidden, touchings: touching))
    }
    return sets
  }

  /// Without time reversal an indicator is no node, but a Chern number.
  private func allowsGap(_ below: SymmetryVector) -> Bool {
    tables.timeReversal ? below.isAllowed : below.isCompatible
  }

  /// Where the bands around a cut are closer than their errors: at a special point, else at the smallest gap found.
  private func touchings(_ cut: Int, _ gap: Connectivity.Gap?) -> [BandTouching] {
    let error = errors.distance(atCut: cut)
    var found: [BandTouching] = []
    for point in corners where point.energies.count > cut {
      let distance = point.energies[cut] - point.energies[cut - 1]
      if distance <= error {
        found.append(
          BandTouching(
            cut: cut, point: point.label, k: point.k, distance: distance, error: error))
      }
    }
    if found.isEmpty, let gap, gap.distance <= error {
      found.append(
        BandTouching(cut: cut, point: nil, k: gap.k, distance: gap.distance, error: error))
    }
    return found
  }

  /// Whether the highest of the bands known may be apart from the next one, which is not known. Where levels
  /// coincide in two places or more, as in a supercell, nothing speaks for it.
  private var isTopKnown: Bool {
    if errors.isComplete || corners.allSatisfy({ $0.energies.count > bandCount }) { return true }
    return corners.reduce(0) { $0 + coincidences($1) } < 2
  }

  /// Groups of levels within their errors at a point that are more than one pair.
  private func coincidences(_ point: SpecialPointBands) -> Int {
    var (found, isAccident) = (0, false)
    for cut in 1..<max(bandCount, 1) {
      if point.energies[cut] - point.energies[cut - 1] > errors.distance(atCut: cut) {
        isAccident = false
      } else if !isAccident && !point.joinsPair(atCut: cut) {
        (found, isAccident) = (found + 1, true)
      }
    }
    return found
  }

  /// Cuts that split no pair and of which a search for nodes says another thing than the irreps, but for those
  /// where energies are too close to say anything.
  public func disagreements(with connectivity: Connectivity) -> [Int] {
    var bands = [Int](repeating: 0, count: tables.symmetry.entries.count)
    return (0..<bandCount).compactMap { n in
      for point in entries { bands[point[n]] += 1 }
      guard let total = vector(bands),
        touchings(n + 1, connectivity.gaps[n + 1]).isEmpty
      else { return nil }
      return connectivity.disagrees(n + 1, obeysTheorem: allowsGap(total)) ? n + 1 : nil
    }
  }

  /// Multiplets counted once; nil if one of them is incomplete.
  private func vector(_ bands: [Int]) -> SymmetryVector? {
    var counts = bands
    for (index, entry) in tables.symmetry.entries.enumerated() where entry.bands > 1 {
      guard bands[index].isMultiple(of: entry.bands) else { return nil }
      counts[index] /= entry.bands
    }
    return SymmetryVector(counts, of: tables)
  }

  private static func knownEntries(
    of point: SpecialPointBands, _ index: Int, _ tables: TopologyTables
  ) throws(TopologyError) -> [Int] {
    let label = point.label
    guard point.irreps.count == point.energies.count else {
      throw .lengthMismatch(
        point: label, irreps: point.irreps.count, energies: point.energies.count)
    }
    var entries: [Int] = []
    var waiting: [Irrep: (band: Int, energy: Double)] = [:]
    var previous = -Double.infinity
    for (irrep, energy) in zip(point.irreps, point.energies) {
      if irrep == .unknown { break }
      let band = entries.count + 1
      guard let entry = tables.entry(irrep, at: index) else {
        throw .foreignIrrep(point: label, band: band, irrep: irrep)
      }
      guard energy.isFinite, energy >= previous else {
        throw .notAscending(point: label, band: band)
      }
      previous = energy
      entries.append(entry)
      if let broken = waiting.values.first(where: { energy - $0.energy > Tolerance.pair }) {
        throw .brokenPair(point: label, band: broken.band)
      }
      guard irrep.dimension == 2 else { continue }
      if waiting.removeValue(forKey: irrep) == nil { waiting[irrep] = (band, energy) }
    }
    return entries
  }
}
