/// Which cuts n|n+1 are gaps, by a search of the whole zone, and what integrals over the zone said of sets
/// of bands.
public struct Connectivity: Sendable, Equatable {
  public enum Source: String, Sendable, CaseIterable {
    /// Irreps at Gamma, K, M and the C2 theorem, blind to an even number of sextets of nodes.
    case irreps
    /// The nodes found.
    case nodes
    /// A gap must be one by both.
    case both
  }

  /// [n]: the verdict of each cut that was searched.
  public var cuts: [Int: CutVerdict]
  /// |Euler numbers| of sets of two bands, counted from 1.
  public var windings: [ClosedRange<Int>: Int]

  public init(cuts: [Int: CutVerdict] = [:], windings: [ClosedRange<Int>: Int] = [:]) {
    self.cuts = cuts
    self.windings = windings
  }

  /// Whether the bands are apart at a cut that splits no pair.
  /// - Parameters:
  ///   - obeysTheorem: whether the irreps below allow a gap there.
  /// - Returns: nil when the source does not tell.
  func isGap(_ cut: Int, obeysTheorem: Bool, by source: Source) -> Bool? {
    switch (source, cuts[cut]) {
    case (.irreps, _): obeysTheorem
    case (.nodes, nil), (.nodes, .unresolved): nil
    case (.nodes, .gapped): true
    case (.both, nil), (.both, .unresolved): obeysTheorem
    case (.both, .gapped): obeysTheorem
    case (.nodes, .nodes), (.both, .nodes): false
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
