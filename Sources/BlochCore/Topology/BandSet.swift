/// Bands that touch each other and no band above or below: as few as possible, from one gap at
/// all high-symmetry points to the next.
public struct BandSet: Hashable, Sendable {
  /// Lowest band, counted from 1.
  public let firstBand: Int
  /// Highest band; nil when the set does not close within the bands known.
  public let lastBand: Int?
  /// Cuts n|n+1 inside the set, by n ascending, that split no pair and would pass
  /// for gaps if relations or indicators (the C2 theorem) did not forbid them, or a search had not found nodes or remained unresolved.
  public let hiddenCuts: [Int]
  /// What else keeps the set from ending earlier, by cuts ascending: bands closer than their errors. The set is
  /// isolated as it is; whether it falls into smaller ones is not known.
  public let touchings: [BandTouching]
  /// Irreps of the set; nil when the set does not close.
  public let fingerprint: SymmetryVector?
  /// Canonical decomposition; nil when the set does not close, has non-trivial indicators or is too large.
  public let decomposition: BandDecomposition?
  /// |Euler number| of two bands as integrated over the zone; nil when it was not.
  public let winding: Int?
  /// Chern number as integrated over the zone; nil when it was not.
  public let chern: Int?

  /// The set of bands `bands` (counted from 1) with a fingerprint that must be compatible; throws
  /// `TopologyError.notAllowed` otherwise.
  public init(
    bands: ClosedRange<Int>, fingerprint: SymmetryVector, hiddenCuts: [Int] = [],
    touchings: [BandTouching] = [], winding: Int? = nil, chern: Int? = nil
  ) throws(TopologyError) {
    firstBand = bands.lowerBound
    lastBand = bands.upperBound
    self.hiddenCuts = hiddenCuts
    self.touchings = touchings
    self.fingerprint = fingerprint
    guard fingerprint.isCompatible, fingerprint.bands > 0 else { throw .notAllowed(fingerprint) }
    // Nil where indicators forbid one, and beyond the limits of the search.
    decomposition = try? BandDecomposition(fingerprint)
    self.winding = bands.count == 2 ? winding : nil
    self.chern = chern
  }

  /// The set from `firstBand` (counted from 1) up that does not close within the bands known.
  public init(
    unclosedFrom firstBand: Int, hiddenCuts: [Int] = [], touchings: [BandTouching] = []
  ) {
    self.firstBand = firstBand
    lastBand = nil
    self.hiddenCuts = hiddenCuts
    self.touchings = touchings
    fingerprint = nil
    decomposition = nil
    winding = nil
    chern = nil
  }

  /// What the set is.
  public var verdict: TopologyVerdict {
    if let chern, chern != 0 { return .stable }
    guard let decomposition else {
      guard let fingerprint, !fingerprint.isAllowed else { return .undetermined }
      return fingerprint.tables.timeReversal ? .semimetal : .stable
    }
    if decomposition.verdict != .fragile, let winding, winding != 0 { return .winding }
    return decomposition.verdict
  }
}
