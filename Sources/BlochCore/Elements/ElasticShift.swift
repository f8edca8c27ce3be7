/// What levels of waves of two components change by when the interface moves by h along its normal n: with the strain
/// along the interface e and the traction s, which are the same on both sides,
///
///     integral of h ([E] e^2 + 2 [q] e s_n - [1/(lame + 2 mu)] s_n^2 - [1/mu] s_t^2 - lambda [b] |u|^2) ds,
///
/// E = 4 mu (lame + mu)/(lame + 2 mu) and q = lame/(lame + 2 mu) (Hadamard's formula, [sigma:epsilon] - 2 s.[d_n u]).
struct ElasticShift: InterfaceShift {
  /// A point on an edge, seen from one of its triangles.
  private struct Point: Sendable {
    var nodes: SIMD8<Int32>
    /// The values of the shape functions.
    var value: SIMD8<Double>
    /// What e, s_n and s_t are of the two components of the nodes' values.
    var along: (x: SIMD8<Double>, y: SIMD8<Double>)
    var normal: (x: SIMD8<Double>, y: SIMD8<Double>)
    var shear: (x: SIMD8<Double>, y: SIMD8<Double>)
    /// h ds
    var weight: Double
  }

  private let points: [Point]
  /// [E], 2 [q], -[1/(lame + 2 mu)], -[1/mu] and [b].
  private let factors: (along: Double, mixed: Double, normal: Double, shear: Double, b: Double)

  /// - Parameters:
  ///   - left: the side that is left out, nil for none.
  ///   - isSoft: whether the field vanishes there.
  init(
    _ elements: CrystalElements, _ interface: InterfacePoints, leavingOut left: Bool? = nil,
    isSoft: Bool = false
  ) {
    let (p, q) = (Moduli(elements.inside), Moduli(elements.outside))
    switch left {
    case nil:
      factors = (
        p.plane - q.plane, 2 * (p.ratio - q.ratio), 1 / q.longitudinal - 1 / p.longitudinal,
        1 / q.shear - 1 / p.shear, p.b - q.b
      )
    case .some(let inside):
      let (one, sign) = inside ? (q, -1.0) : (p, 1.0)
      factors =
        isSoft
        ? (0, 0, -sign / one.longitudinal, -sign / one.shear, 0)
        : (sign * one.plane, 0, 0, 0, sign * one.b)
    }
    points = interface.points.map { own in
      let sample = own.sample
      let moduli = Moduli(elements.medium(own.triangle))
      let outward: Double = elements.domain.isInside[own.triangle] ? 1 : -1
      let (nx, ny) = (sample.normalX, sample.normalY)
      // The direction that `tangential` is along.
      let (tx, ty) = (-outward * ny, outward * nx)
      let (t, n) = (sample.tangential, sample.flux)
      let (a, m) = (moduli.lame, moduli.longitudinal)
      return Point(
        nodes: own.nodes, value: sample.value, along: (tx * t, ty * t),
        normal: (m * nx * n + a * tx * t, m * ny * n + a * ty * t),
        shear: (moduli.shear * (tx * n + nx * t), moduli.shear * (ty * n + ny * t)),
        weight: own.weight)
    }
  }

  private struct Moduli {
    let lame: Double
    let shear: Double
    let b: Double

    init(_ medium: Medium) { (lame, shear, b) = (medium.lame ?? 0, medium.a, medium.b) }

    var longitudinal: Double { lame + 2 * shear }
    var plane: Double { 4 * shear * (lame + shear) / longitudinal }
    var ratio: Double { lame / longitudinal }
  }

  func rise(_ field: LaneField, levels: [FieldLane], rows: Int, groups: Int) -> [FieldLane] {
    var rise = [FieldLane](repeating: .zero, count: groups)
    let width = rows * groups
    for point in points {
      for lane in 0..<width {
        var (u, v) = (FieldLane.zero, FieldLane.zero)
        var (e, n, s) = (u, u, u)
        for i in 0..<6 {
          let at = field.base + 2 * Int(point.nodes[i]) * width + lane
          let (x, y) = (at[0], at[width])
          u.addProduct(x, FieldLane(repeating: point.value[i]))
          v.addProduct(y, FieldLane(repeating: point.value[i]))
          e.addProduct(x, FieldLane(repeating: point.along.x[i]))
          e.addProduct(y, FieldLane(repeating: point.along.y[i]))
          n.addProduct(x, FieldLane(repeating: point.normal.x[i]))
          n.addProduct(y, FieldLane(repeating: point.normal.y[i]))
          s.addProduct(x, FieldLane(repeating: point.shear.x[i]))
          s.addProduct(y, FieldLane(repeating: point.shear.y[i]))
        }
        let level = levels[lane % groups]
        var sum = e * (factors.along * e + factors.mixed * n)
        sum += factors.normal * n * n + factors.shear * s * s
        sum -= level * factors.b * (u * u + v * v)
        rise[lane % groups] += point.weight * sum
      }
    }
    return rise
  }
}
