/// Finds the isolated sets of bands of a p6 cell from irreps alone.
///
/// The cut n|n+1 is a gap if it splits no p or d pair at Gamma and no pair at K, if the two bands are
/// further apart at Gamma, K and M than their errors, and if the lowest n bands obey the C2 theorem. The
/// first three conditions are necessary at the points themselves; a violation of the fourth proves an
/// odd number of node sextets between bands n and n+1. The irreps cannot show an even number of them.
/// Where levels lie within their errors either may be the lower one: irreps below the cut, and what the theorem
/// says of it, are open. Source: arXiv:1912.03296, appendices I and J.
public struct BandClustering: Sendable {
  /// Number of bands whose irreps are known at Gamma, K and M.
  public let bandCount: Int
  private let irreps: [[Irrep]]
  /// Gamma, K, M.
  private let corners: [SpecialPointBands]
  private let errors: BandErrors

  /// Reads the bands at Gamma, K and M, found by label in any order. Bands from the first
  /// `unknown` irrep up are left out; the last one may be half of a pair. Throws `TopologyError` when
  /// a point or all its irreps are missing, an irrep does not belong to it, energies do not ascend, a
  /// pair is torn apart or the lowest band at Gamma is not s.
  /// - Parameter errors: of the energies.
  public init(
    _ points: [SpecialPointBands], errors: BandErrors = BandErrors()
  ) throws(TopologyError) {
    let found = try P6.corners(points)
    for point in found where point.irreps.first ?? .unknown == .unknown {
      throw .notP6(missing: point.label)
    }
    var irreps: [[Irrep]] = []
    for (point, (_, allowed)) in zip(found, P6.points) {
      irreps.append(try Self.knownIrreps(of: point, allowed: allowed))
    }
    guard irreps[0][0] == .s else { throw .lowestNotS(irreps[0][0]) }
    bandCount = irreps.reduce(Int.max) { min($0, $1.count) }
    self.irreps = irreps
    self.errors = errors
    corners = found
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
    var bandsPerIrrep = SIMD8<Int>()
    var below = SymmetryFingerprint()
    var first = 1
    var hidden: [Int] = []
    var touching: [BandTouching] = []
    for n in 0..<bandCount where sets.count < limit {
      for point in irreps { bandsPerIrrep[point[n].rawValue - 1] += 1 }
      guard let total = Self.fingerprint(bandsPerIrrep) else { continue }
      let cut = n + 1
      if cut == bandCount, !isTopKnown { break }
      let found = touchings(cut, source == .irreps ? nil : connectivity.gaps[cut])
      guard found.isEmpty else {
        touching += found
        continue
      }
      guard
        let isGap = connectivity.isGap(cut, obeysTheorem: total.obeysC2Theorem, by: source)
      else { break }
      guard isGap else {
        hidden.append(cut)
        continue
      }
      sets.append(
        try BandSet(
          bands: first...cut, fingerprint: total - below, hiddenCuts: hidden, touchings: touching,
          winding: connectivity.windings[first...cut]))
      (below, first, hidden, touching) = (total, n + 2, [], [])
    }
    if first <= bandCount, sets.count < limit {
      sets.append(BandSet(unclosedFrom: first, hiddenCuts: hidden, touchings: touching))
    }
    return sets
  }

  /// Where the bands around a cut are closer than their errors: at Gamma, K or M, else at the smallest gap found.
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
    var bandsPerIrrep = SIMD8<Int>()
    return (0..<bandCount).compactMap { n in
      for point in irreps { bandsPerIrrep[point[n].rawValue - 1] += 1 }
      guard let total = Self.fingerprint(bandsPerIrrep),
        touchings(n + 1, connectivity.gaps[n + 1]).isEmpty
      else { return nil }
      return connectivity.disagrees(n + 1, obeysTheorem: total.obeysC2Theorem) ? n + 1 : nil
    }
  }

  /// Pairs counted once; nil if one of them is incomplete.
  private static func fingerprint(_ bandsPerIrrep: SIMD8<Int>) -> SymmetryFingerprint? {
    var counts = [Int](repeating: 0, count: 8)
    for irrep in Irrep.allCases where irrep != .unknown {
      let index = irrep.rawValue - 1
      guard bandsPerIrrep[index].isMultiple(of: irrep.dimension) else { return nil }
      counts[index] = bandsPerIrrep[index] / irrep.dimension
    }
    return SymmetryFingerprint(counts)
  }

  private static func knownIrreps(
    of point: SpecialPointBands, allowed: [Irrep]
  ) throws(TopologyError) -> [Irrep] {
    let label = point.label
    guard point.irreps.count == point.energies.count else {
      throw .lengthMismatch(
        point: label, irreps: point.irreps.count, energies: point.energies.count)
    }
    let known = Array(point.irreps.prefix { $0 != .unknown })
    var waiting: [Irrep: (band: Int, energy: Double)] = [:]
    var previous = -Double.infinity
    for (index, irrep) in known.enumerated() {
      let (band, energy) = (index + 1, point.energies[index])
      guard allowed.contains(irrep) else {
        throw .foreignIrrep(point: label, band: band, irrep: irrep)
      }
      guard energy.isFinite, energy >= previous else {
        throw .notAscending(point: label, band: band)
      }
      previous = energy
      if let broken = waiting.values.first(where: { energy - $0.energy > Tolerance.pair }) {
        throw .brokenPair(point: label, band: broken.band)
      }
      guard irrep.dimension == 2 else { continue }
      if waiting.removeValue(forKey: irrep) == nil { waiting[irrep] = (band, energy) }
    }
    return known
  }
}
