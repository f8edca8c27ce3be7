import Meshes

/// A point in a triangle or on its edge, where a field and its derivatives along and across a line are taken.
struct FieldPoint: Sendable {
  var nodes: SIMD8<Int32>
  /// What makes u, its derivative along the line and its flux a d_n u of the nodes' values.
  var value: SIMD8<Double>
  var tangential: SIMD8<Double>
  var flux: SIMD8<Double>

  /// ([a] |d_t u|^2 - [1/a] |a d_n u|^2 + ([v] - lambda [b]) |u|^2) of one lane, brackets given as factors.
  /// - Parameters:
  ///   - field: [nodes][width]
  ///   - level: lambda of the states in the lane.
  @inline(__always)
  func density(
    _ field: LaneField, width: Int, lane: Int, level: FieldLane, _ factors: Factors
  ) -> FieldLane {
    var (u, t, n) = (FieldLane.zero, FieldLane.zero, FieldLane.zero)
    for i in 0..<6 {
      let x = field.base[Int(nodes[i]) * width + lane]
      u.addProduct(x, FieldLane(repeating: value[i]))
      t.addProduct(x, FieldLane(repeating: tangential[i]))
      n.addProduct(x, FieldLane(repeating: flux[i]))
    }
    let own = (factors.v - level * factors.b) * u * u
    return factors.tangential * t * t + factors.flux * n * n + own
  }

  /// [a], -[1/a], [v] and [b]: inside less outside.
  struct Factors: Sendable {
    var tangential: Double
    var flux: Double
    var v: Double
    var b: Double

    init(tangential: Double, flux: Double, v: Double, b: Double) {
      (self.tangential, self.flux, self.v, self.b) = (tangential, flux, v, b)
    }

    /// - Parameter step: what they are divided by.
    init(_ elements: CrystalElements, over step: Double = 1) {
      let (p, q) = (elements.inside, elements.outside)
      self.init(
        tangential: (p.a - q.a) / step, flux: -(1 / p.a - 1 / q.a) / step, v: (p.v - q.v) / step,
        b: (p.b - q.b) / step)
    }
  }
}
