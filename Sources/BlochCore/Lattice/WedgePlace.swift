/// Where a wave vector falls when the rotations and the reciprocal lattice bring it into the wedge
/// Gamma-K-K' of its sector.
enum WedgePlace: Sendable, Equatable {
  case gamma
  case k
  case m
  case inside

  /// Position among Gamma, K, M.
  var corner: Int? {
    switch self {
    case .gamma: 0
    case .k: 1
    case .m: 2
    case .inside: nil
    }
  }

  /// The equivalent wave vector in the wedge, and the sector of a C2 cell (0 for C6). On the zone's
  /// edge M + q and M - q are equivalent: the one nearer K is taken.
  static func folded(_ k: KPoint, symmetry: CrystalSymmetry) -> (sector: Int, k: KPoint) {
    // `turns` turns brought k here, so it came from sector (6 - turns) mod 6.
    let (turns, _, place) = reduced(k)
    return (((6 - turns) % 6) % (6 / symmetry.order), place)
  }

  /// - Returns: the equivalent wave vector in the wedge, the turns of 60 degrees that brought `k` into the wedge, and
  ///   whether a turn by 180 degrees came behind them.
  static func reduced(_ k: KPoint) -> (turns: Int, isInverted: Bool, k: KPoint) {
    // Shortest equivalent vector: try the neighbours of the reduced one.
    let base = KPoint(k.x1 - k.x1.rounded(), k.x2 - k.x2.rounded())
    var best = base
    var square = Double.infinity
    for d1 in -1...1 {
      for d2 in -1...1 {
        let c = KPoint(base.x1 + Double(d1), base.x2 + Double(d2))
        let s = c.x1 * c.x1 + c.x2 * c.x2 - c.x1 * c.x2
        if s < square - Tolerance.rounding {
          square = s
          best = c
        }
      }
    }
    // Along K and K': k = alpha K + beta K', both non-negative inside the wedge.
    for turn in 0..<6 {
      let alpha = 2 * best.x1 - best.x2
      let beta = 2 * best.x2 - best.x1
      let zero = Tolerance.rounding
      if alpha >= -zero && beta >= -zero && (alpha > zero || beta <= zero) {
        let isInverted = alpha + beta > 1 - zero && beta > alpha
        // M + q to M - q, which on the edge exchanges the two coordinates.
        if isInverted { best = KPoint(best.x2, best.x1) }
        return (turn, isInverted, best)
      }
      best = best.rotated60
    }
    return (0, false, best)
  }

  /// Distance of a wave vector from the nearest side of the wedge, in units of |K| along K or K'; negative
  /// beyond it.
  static func margin(_ k: KPoint) -> Double {
    let (u, v) = (2 * k.x1 - k.x2, 2 * k.x2 - k.x1)
    return min(u, v, 1 - u - v)
  }

  /// Sector and kind of place of a wave vector.
  static func locate(_ k: KPoint, symmetry: CrystalSymmetry) -> (sector: Int, place: WedgePlace) {
    let (sector, folded) = folded(k, symmetry: symmetry)
    func near(_ p: KPoint) -> Bool {
      abs(folded.x1 - p.x1) < Tolerance.wavevector && abs(folded.x2 - p.x2) < Tolerance.wavevector
    }
    if near(.gamma) { return (sector, .gamma) }
    if near(.k) || near(.kPrime) { return (sector, .k) }
    if near(.m) { return (sector, .m) }
    return (sector, .inside)
  }
}
