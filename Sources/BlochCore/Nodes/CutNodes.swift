/// What lies between two neighbouring bands in the whole Brillouin zone of a crystal.
public struct CutNodes: Sendable, Equatable {
  /// Bands below the gap: n of the cut n | n+1.
  public var cut: Int
  public var verdict: Verdict
  /// High-symmetry points where a pair is split, so that the bands must touch: "Gamma", "K".
  public var pinned: [String]
  /// High-symmetry points where the bands touch although no pair is split there, by accident: "Gamma", "K", "M".
  public var touching: [String]
  /// Lines between such points on which the bands touch all along: a glide with time reversal pairs all bands there, and
  /// the cut splits the pairs: "X-S". The nearest neighbourhood of such a line is not searched for nodes.
  public var lines: [String]
  /// Free nodes, one of each star; in p6 one of each sextet.
  public var nodes: [Node]
  /// Stars of free nodes.
  public var sextets: Int { nodes.count }
  /// Free nodes of the zone in all.
  public var freeNodes: Int { nodes.reduce(0) { $0 + $1.star } }
  /// Smallest direct gap of the zone, both bands at one wave vector, in the model's unit; 0 where they touch.
  public var gap: Double
  /// Where it is.
  public var gapPoint: KPoint
  /// The complete gap, each band anywhere; nil unless the cut is gapped.
  public var edges: BandEdges?
  /// Where energies are squares of frequencies and the cut is gapped.
  public var frequencyGap: FrequencyGap?
  /// Number of stars modulo 2 by the C2 theorem (p2, p4, p6); nil in other groups, where a pair is split that leaves it
  /// open, and where bands touch by accident at a high-symmetry point: which irreps are below is open then.
  public var expectedParity: Int?
  /// Wave vectors that were solved for this and the other cuts of the search.
  public var evaluations: Int

  public init(
    cut: Int, verdict: Verdict, pinned: [String], touching: [String] = [], lines: [String] = [],
    nodes: [Node],
    gap: Double, gapPoint: KPoint, edges: BandEdges? = nil, expectedParity: Int?, evaluations: Int
  ) {
    self.cut = cut
    self.verdict = verdict
    self.pinned = pinned
    self.touching = touching
    self.lines = lines
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
    /// In the piece of the zone that is searched: in p6 the wedge Gamma-K-K'.
    public var k: KPoint
    /// Nodes of the zone that it stands for.
    public var star: Int
    /// Gap that is left there, in the model's unit.
    public var residual: Double
    /// Product of the velocities of the cone: |det| of the derivatives of d, where H = d1 sigma_z +
    /// d2 sigma_x in the two bands; unit of energy squared times a squared.
    public var opening: Double

    public init(k: KPoint, star: Int = 6, residual: Double, opening: Double) {
      self.k = k
      self.star = star
      self.residual = residual
      self.opening = opening
    }
  }
}
