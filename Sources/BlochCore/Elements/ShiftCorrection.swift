/// What levels change by when the interface of a mesh, pieces of parabolas, moves to the zero line of the level set, to
/// first order in the distance h along the normal out of the inside (a, b and v there less those outside in brackets):
///
///     integral of h ([a] |d_t u|^2 - [1/a] |a d_n u|^2 + ([v] - lambda [b]) |u|^2) ds.
///
/// Where one side is left out, what is left of it is the other side's part: without flux, or without field.
struct ShiftCorrection: InterfaceShift {
  /// Points on edges, seen from one of their triangles, with h ds.
  private let points: [(point: FieldPoint, weight: Double)]
  private let factors: FieldPoint.Factors

  /// - Parameters:
  ///   - left: the side that is left out, nil for none.
  ///   - isSoft: whether the field vanishes there.
  init(
    _ elements: CrystalElements, _ interface: InterfacePoints, leavingOut left: Bool? = nil,
    isSoft: Bool = false
  ) {
    let jumps = ContourJumps(
      elements.inside, elements.outside, leavingOut: left, isSoft: isSoft)
    factors = .init(tangential: jumps.tangential, flux: jumps.flux, v: jumps.v, b: jumps.b)
    points = interface.points.map { own in
      (
        FieldPoint(
          nodes: own.nodes, value: own.sample.value, tangential: own.sample.tangential,
          flux: elements.medium(own.triangle).a * own.sample.flux), own.weight
      )
    }
  }

  func rise(_ field: LaneField, levels: [FieldLane], rows: Int, groups: Int) -> [FieldLane] {
    var rise = [FieldLane](repeating: .zero, count: groups)
    let width = rows * groups
    for (point, weight) in points {
      for lane in 0..<width {
        let group = lane % groups
        rise[group] +=
          weight
          * point.density(field, width: width, lane: lane, level: levels[group], factors)
      }
    }
    return rise
  }
}
