/// Which cuts n|n+1 are gaps, by a search of the whole zone, and what integrals over the zone said of sets
/// of bands.
public struct Connectivity: Sendable, Equatable {
  public enum Source: String, Sendable, CaseIterable {
    /// Irreps at Gamma, K, M and the C2 theorem, blind to an even number of sextets of nodes.
    case irreps
    /// The nodes found; unresolved cuts are no gaps.
    case nodes
    /// A gap must be one by both, where nodes were searched for; unresolved cuts are no gaps.
    case both
  }

  /// [n]: the verdict of each cut that was searched.
  public var cuts: [Int: CutVerdict]
  /// [n]: the smallest gap of cuts that are gapped, where it was looked for.
  public var gaps: [Int: Gap]
  /// |Euler numbers| of sets of two bands, counted from 1.
  public var windings: [ClosedRange<Int>: Int]
  /// [n]: Chern numbers of the lowest n bands.
  public var cherns: [Int: Int] = [:]

  /// The Chern number of some bands, counted from 1; nil where those of the bands below its ends are not known.
  func chern(of bands: ClosedRange<Int>) -> Int? {
    let below = bands.lowerBound == 1 ? 0 : cherns[bands.lowerBound - 1]
    guard let below, let all = cherns[bands.upperBound] else { return nil }
    return all - below
  }

  /// The smallest distance of two neighbouring bands at one wave vector.
  public struct Gap: Sendable, Equatable {
    /// Vmax.
    public var distance: Double
    public var k: KPoint

    public init(distance: Double, k: KPoint) {
      self.distance = distance
      self.k = k
    }
  }

  public init(
    cuts: [Int: CutVerdict] = [:], gaps: [Int: Gap] = [:],
    windings: [ClosedRange<Int>: Int] = [:]
  ) {
    self.cuts = cuts
    self.gaps = gaps
    self.windings = windings
  }

  /// Whether the bands are apart at a cut that splits no pair.
  /// - Parameters:
  ///   - obeysTheorem: whether the irreps below allow a gap there.
  /// - Returns: nil when the source does not tell.
  func isGap(_ cut: Int, obeysTheorem: Bool, by source: Source) -> Bool? {
    switch (source, cuts[cut]) {
    case (.irreps, _): obeysTheorem
    case (.nodes, nil): nil
    case (.nodes, .gapped): true
    case (.both, nil), (.both, .gapped): obeysTheorem
    // What a search could not decide is no gap: the set goes on to the next one that is.
    case (.nodes, .nodes), (.both, .nodes), (.nodes, .unresolved), (.both, .unresolved): false
    }
  }

  /// Whether nodes and irreps disagree about a cut that splits no pair.
  func disagrees(_ cut: Int, obeysTheorem: Bool) -> Bool {
    switch cuts[cut] {
    case nil: false
    case .gapped: !obeysTheorem
    case .nodes: obeysTheorem
    case .unresolved: false
    }
  }
}
