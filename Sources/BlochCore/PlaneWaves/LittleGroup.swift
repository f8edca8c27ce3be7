/// A wave vector k = (p1 b1 + p2 b2)/q and the rotations that leave it unchanged up to a reciprocal
/// lattice vector.
struct LittleGroup: Sendable {
  let label: String
  let p1: Int
  let p2: Int
  let q: Int
  /// Number of rotations: 6, 3, 2 or 1.
  let order: Int

  var k: KPoint { KPoint(Double(p1) / Double(q), Double(p2) / Double(q)) }

  static func gamma(_ symmetry: PointSymmetry) -> LittleGroup {
    LittleGroup(label: "Gamma", p1: 0, p2: 0, q: 1, order: symmetry.order)
  }

  static func k(_ symmetry: PointSymmetry) -> LittleGroup {
    LittleGroup(label: "K", p1: 2, p2: 1, q: 3, order: symmetry == .c6 ? 3 : 1)
  }

  static let m = LittleGroup(label: "M", p1: 1, p2: 1, q: 2, order: 2)

  /// q^2 |k + G|^2 in units of |b|^2: an integer, so that shells are exact.
  func scaledSquare(_ g: ReciprocalVector) -> Int {
    ReciprocalVector(p1 + q * g.n1, p2 + q * g.n2).squaredIndex
  }

  /// G' with k + G' = R(k + G), R the rotation by 360 degrees / order.
  func rotated(_ g: ReciprocalVector) -> ReciprocalVector {
    let turned = ReciprocalVector(p1 + q * g.n1, p2 + q * g.n2).rotated(sixths: 6 / order)
    return ReciprocalVector((turned.n1 - p1) / q, (turned.n2 - p2) / q)
  }

  /// Quasi-angular momenta to be solved, one of each time-reversed pair, with their irreps.
  var sectors: [(m: Int, irrep: Irrep)] {
    switch order {
    case 6: [(0, .s), (1, .p), (2, .d), (3, .f)]
    case 3: [(0, .zero), (1, .one)]
    case 2: [(0, .plus), (1, .minus)]
    default: [(0, .unknown)]
    }
  }
}
