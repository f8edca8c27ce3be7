import BlochCore
import RecordStream
import WallpaperGroups

extension PBClassification {
  /// The block for band sets, from the lowest band up.
  /// - Parameters:
  ///   - source: what the cuts come from.
  ///   - disagreements: cuts of which irreps and nodes say different things.
  public init(
    _ sets: [BandSet], by source: Connectivity.Source = .irreps, disagreements: [Int] = []
  ) {
    self.init()
    self.sets = sets.map(PBBandSet.init)
    connectivity = source.rawValue
    self.disagreements = disagreements.map(UInt32.init)
  }

  /// The band sets of the block. Only bands, fingerprint, hidden cuts and touchings are read: what follows from
  /// them is worked out again. Throws `StreamError` when the numbers make no set of bands.
  func bandSets() throws -> [BandSet] {
    var last: UInt32 = 0
    return try sets.map { set in
      guard set.firstBand > last, set.lastBand <= RecordLimits.bands else {
        throw StreamError(
          .badData,
          "topology: bands \(set.firstBand) to \(set.lastBand) do not lie above the set before; classify again"
        )
      }
      last = set.lastBand > 0 ? set.lastBand : .max
      return try set.bandSet()
    }
  }
}

extension PBBandSet {
  /// The message for one set; one that does not close has neither fingerprint nor invariants.
  public init(_ set: BandSet) {
    self.init()
    firstBand = UInt32(set.firstBand)
    lastBand = UInt32(set.lastBand ?? 0)
    verdict = PBVerdict(rawValue: set.verdict.rawValue) ?? .unspecified
    hiddenCuts = set.hiddenCuts.map(UInt32.init)
    touchings = set.touchings.map(PBTouching.init)
    guard let fingerprint = set.fingerprint else { return }
    self.fingerprint = fingerprint.counts.map(Int32.init)
    if let decomposition = set.decomposition {
      name = decomposition.name
      self.decomposition = decomposition.coefficients.map(Int32.init)
    }
    if let w2 = fingerprint.w2 { self.w2 = UInt32(w2) }
    if let charge = fingerprint.cornerCharge { cornerCharge = charge }
    if let euler = fingerprint.eulerNumber { self.euler = UInt32(euler) }
    if let winding = set.winding { self.winding = UInt32(winding) }
    if let chern = set.chern { self.chern = Int32(chern) }
    if fingerprint.tables != .p6 { describe(fingerprint, set.decomposition) }
  }

  /// What sets of p6 have not, whose streams are as they were.
  private mutating func describe(_ fingerprint: SymmetryVector, _ decomposition: BandDecomposition?)
  {
    group = fingerprint.tables.group.name
    if !fingerprint.tables.timeReversal {
      brokenTimeReversal = true
      if let form = fingerprint.tables.symmetry.rotationForm {
        chernModulo = UInt32(form(fingerprint.counts))
      }
    }
    terms = (decomposition?.terms ?? []).map { name, count in
      var term = PBTerm()
      (term.name, term.count) = (name, Int32(count))
      return term
    }
    indicators = fingerprint.indicators.map(UInt32.init)
    if let dipole = fingerprint.dipole { self.dipole = [dipole.0, dipole.1] }
  }

  /// The set of bands behind the message. Throws `StreamError` when the numbers make none.
  func bandSet() throws -> BandSet {
    let cuts = hiddenCuts.map(Int.init)
    let touchings = try touchings.map { try $0.touching() }
    guard lastBand > 0 else {
      return BandSet(unclosedFrom: Int(firstBand), hiddenCuts: cuts, touchings: touchings)
    }
    guard let group = WallpaperGroup.named(group.isEmpty ? "p6" : group) else {
      throw StreamError(
        .badData, "topology: there is no wallpaper group '\(group.prefix(20))'; classify again")
    }
    guard fingerprint.allSatisfy({ abs(Int($0)) <= RecordLimits.bands }),
      let fingerprint = SymmetryVector(
        fingerprint.map(Int.init), of: .of(group, timeReversal: !brokenTimeReversal)),
      firstBand > 0, firstBand <= lastBand, abs(Int(chern)) <= RecordLimits.chern,
      fingerprint.bands == Int(lastBand - firstBand) + 1
    else {
      throw StreamError(
        .badData,
        "topology: bands \(firstBand) to \(lastBand) do not fit the fingerprint; classify again")
    }
    do {
      return try BandSet(
        bands: Int(firstBand)...Int(lastBand), fingerprint: fingerprint, hiddenCuts: cuts,
        touchings: touchings, winding: hasWinding ? Int(winding) : nil,
        chern: hasChern ? Int(chern) : nil)
    } catch { throw StreamError(.badData, "topology: \(error)") }
  }
}

extension PBTouching {
  init(_ touching: BandTouching) {
    self.init()
    below = UInt32(touching.cut)
    point = touching.point ?? ""
    k = [touching.k.x1, touching.k.x2]
    distance = touching.distance
    error = touching.error
  }

  /// Throws `StreamError` for numbers that make no sense.
  func touching() throws -> BandTouching {
    guard k.count == 2, k.allSatisfy(\.isFinite), distance.isFinite, error.isFinite else {
      throw StreamError(
        .badData, "topology: the touching at the cut \(below) has no place; classify again")
    }
    return BandTouching(
      cut: Int(below), point: point.isEmpty ? nil : point, k: KPoint(k[0], k[1]),
      distance: distance, error: error)
  }
}
