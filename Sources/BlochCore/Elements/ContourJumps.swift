/// What an interface's shift by h along the normal out of the inside changes a level by, as the integral of
/// h ([a] |d_t u|^2 - [1/a] |a d_n u|^2 + ([v] - lambda [b]) |u|^2): inside less outside, or the part of one side alone.
package struct ContourJumps: Sendable {
  /// [a], -[1/a], [v] and [b].
  package let tangential: Double
  package let flux: Double
  package let v: Double
  package let b: Double

  /// - Parameters:
  ///   - left: the side that is left out, nil for none.
  ///   - isSoft: whether the field vanishes there.
  package init(_ p: Medium, _ q: Medium, leavingOut left: Bool? = nil, isSoft: Bool = false) {
    guard let left else {
      (tangential, flux, v, b) = (p.a - q.a, -(1 / p.a - 1 / q.a), p.v - q.v, p.b - q.b)
      return
    }
    let (one, sign) = left ? (q, -1.0) : (p, 1.0)
    (tangential, flux, v, b) =
      isSoft ? (0, -sign / one.a, 0, 0) : (sign * one.a, 0, sign * one.v, sign * one.b)
  }
}
