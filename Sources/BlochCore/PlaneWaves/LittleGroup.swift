import WallpaperGroups

/// A wave vector k = (p1 b1 + p2 b2)/q, the operations that leave it unchanged up to a reciprocal lattice vector, and
/// the blocks that its plane-wave matrix falls into.
struct LittleGroup: Sendable {
  let label: String
  let p1: Int
  let p2: Int
  let q: Int
  let metric: WaveMetric
  /// The identity first.
  let operations: [Operation]
  let blocks: [SymmetryBlock]

  var k: KPoint { KPoint(Double(p1) / Double(q), Double(p2) / Double(q)) }

  var isGamma: Bool { p1 == 0 && p2 == 0 }

  /// Number of operations.
  var order: Int { operations.count }

  /// A special point of a group.
  /// - Parameter label: if another than the group's.
  init(
    _ point: SpecialPoint, of group: WallpaperGroup, metric: WaveMetric, label: String? = nil
  ) {
    self.label = label ?? point.label
    (p1, p2, q) = (point.p1, point.p2, point.q)
    self.metric = metric
    operations = point.littleGroup.map { group.operations[$0] }
    blocks = point.corepresentations.indices.map {
      SymmetryBlock(point, corepresentation: $0, group: group)
    }
  }

  /// A point that is solved without symmetry: one block.
  /// - Parameter isReal: whether C2T makes the plane-wave matrix real.
  init(
    label: String = "", p1: Int, p2: Int, q: Int, metric: WaveMetric = .hexagonal,
    isReal: Bool = true
  ) {
    self.label = label
    (self.p1, self.p2, self.q) = (p1, p2, q)
    self.metric = metric
    operations = [.identity]
    blocks = [.trivial(isReal: isReal)]
  }

  /// |k + G|^2 in units of the metric; q^2 times it where the lattice is hexagonal, so that shells are exact.
  func scaledSquare(_ g: ReciprocalVector) -> Double {
    metric.square(Double(p1 + q * g.n1), Double(p2 + q * g.n2))
  }

  /// G' with k + G' = R(k + G).
  func image(_ g: ReciprocalVector, _ operation: Operation) -> ReciprocalVector {
    let (m1, m2) = operation.image(m1: p1 + q * g.n1, m2: p2 + q * g.n2)
    return ReciprocalVector((m1 - p1) / q, (m2 - p2) / q)
  }

  /// The phase of {R | t}|k + G> = phase |R(k + G)>, exp(-i R(k + G).t), in twelfths of a turn.
  func phase(_ g: ReciprocalVector, _ operation: Operation) -> Int {
    if operation.t1 == 0 && operation.t2 == 0 { return 0 }
    let (m1, m2) = operation.image(m1: p1 + q * g.n1, m2: p2 + q * g.n2)
    let twelfths = -6 * (m1 * operation.t1 + m2 * operation.t2) / q % 12
    return twelfths < 0 ? twelfths + 12 : twelfths
  }
}
