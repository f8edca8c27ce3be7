/// What lies between two neighbouring bands in the whole Brillouin zone of a p6 cell.
public struct CutNodes: Sendable, Equatable {
  /// Bands below the gap: n of the cut n | n+1.
  public var cut: Int
  public var verdict: Verdict
  /// High-symmetry points where a pair is split, so that the bands must touch: "Gamma", "K".
  public var pinned: [String]
  /// High-symmetry points where the bands touch although no pair is split there, by accident: "Gamma", "K", "M".
  public var touching: [String]
  /// Free nodes, one of each sextet.
  public var nodes: [Node]
  /// Free nodes of the zone, by sixes.
  public var sextets: Int { nodes.count }
  /// Smallest direct gap of the zone, both bands at one wave vector, in the model's unit; 0 where they touch.
  public var gap: Double
  /// Where it is.
  public var gapPoint: KPoint
  /// The complete gap, each band anywhere; nil unless the cut is gapped.
  public var edges: BandEdges?
  /// Number of sextets modulo 2 by the C2 theorem; nil where a pair is split at Gamma, and where bands touch by
  /// accident at a high-symmetry point: which irreps are below is open then.
  public var expectedParity: Int?
  /// Wave vectors that were solved for this and the other cuts of the search.
  public var evaluations: Int

  public init(
    cut: Int, verdict: Verdict, pinned: [String], touching: [String] = [], nodes: [Node],
    gap: Double, gapPoint: KPoint, edges: BandEdges? = nil, expectedParity: Int?, evaluations: Int
  ) {
    self.cut = cut
    self.verdict = verdict
    self.pinned = pinned
    self.touching = touching
    self.nodes = nodes
    self.gap = gap
    self.gapPoint = gapPoint
    self.edges = edges
    self.expectedParity = expectedParity
    self.evaluations = evaluations
  }

  public typealias Verdict = CutVerdict

  /// A touching point of two bands.
  public struct Node: Sendable, Equatable {
    /// In the wedge Gamma-K-K'.
    public var k: KPoint
    /// Gap that is left there, in the model's unit.
    public var residual: Double
    /// Product of the velocities of the cone: |det| of the derivatives of d, where H = d1 sigma_z +
    /// d2 sigma_x in the two bands; unit of energy squared times a squared.
    public var opening: Double

    public init(k: KPoint, residual: Double, opening: Double) {
      self.k = k
      self.residual = residual
      self.opening = opening
    }
  }
}
