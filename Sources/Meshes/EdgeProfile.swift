/// A function along a straight edge, 0...1, by the cubic with its values and slopes at both ends.
struct EdgeProfile {
  /// Value and derivatives along the edge, and the length of the gradient.
  struct End {
    var value: Double
    var slope: Double
    var bend: Double
    var steepness: Double

    /// - Parameter d: the edge.
    @inline(__always)
    init(_ s: LevelSample, _ d: Vector) {
      value = s.value
      slope = s.x * d.x + s.y * d.y
      bend = s.xx * d.x * d.x + 2 * s.xy * d.x * d.y + s.yy * d.y * d.y
      steepness = (s.x * s.x + s.y * s.y).squareRoot()
    }
  }

  let from: End
  let to: End
  // value + u (slope + u (square + u cube)).
  private let square: Double
  private let cube: Double

  @inline(__always)
  init(from: End, to: End) {
    self.from = from
    self.to = to
    let rise = to.value - from.value
    square = 3 * rise - 2 * from.slope - to.slope
    cube = from.slope + to.slope - 2 * rise
  }

  /// Where to look again, if the function may have more zeros than the signs at both ends tell: two, or three.
  ///
  /// The cubic is off by f''''/24 u^2 (1 - u)^2, and f''''/12 is what second derivatives at the ends differ by from the
  /// cubic's. The Bernstein coefficients of the cubic plus and minus that have as few changes of sign as the ends where
  /// there are no more zeros.
  @inline(__always)
  var doubt: Double? {
    let (b0, b3) = (from.value, to.value)
    let (b1, b2) = (b0 + from.slope / 3, b3 - to.slope / 3)
    let (q1, q2, q3) = (0.25 * (b0 + 3 * b1), 0.5 * (b1 + b2), 0.25 * (3 * b2 + b3))
    let mismatch = max(
      abs(from.bend - 2 * square), abs(to.bend - 2 * square - 6 * cube))
    // Twice that of a constant f''''.
    let error = mismatch / 6
    if (b0 >= 0) == (b3 >= 0) {
      let sign = b0 >= 0 ? 1.0 : -1.0
      if sign * q1 > 0, sign * q2 > error, sign * q3 > 0 { return nil }
      return minimum(sign, error)
    }
    // From + to -: no rise after a fall.
    let sign = b0 >= 0 ? 1.0 : -1.0
    let (p1, p2, p3) = (sign * q1, sign * q2, sign * q3)
    func changes(_ p2: Double) -> Bool { p1 < 0 && p2 >= 0 || (p1 < 0 || p2 < 0) && p3 >= 0 }
    guard changes(p2 - error) || changes(p2 + error) else { return nil }
    let bend = -square / (3 * cube)
    return bend > 0.2 && bend < 0.8 ? bend : 0.5
  }

  /// Where sign times the cubic, less its error, is least, if it is negative there.
  private func minimum(_ sign: Double, _ error: Double) -> Double? {
    let (s, q, r) = (sign * from.slope, sign * square, sign * cube)
    var (least, place) = (Double.infinity, 0.5)
    func look(_ u: Double) {
      let v = u * (1 - u)
      let value = sign * from.value + u * (s + u * (q + u * r)) - 6 * error * v * v
      if value < least { (least, place) = (value, u) }
    }
    for k in 1..<8 { look(0.125 * Double(k)) }
    let root = q * q - 3 * r * s
    if root > 0 {
      let u = -s / (q + root.squareRoot())
      if u > 0, u < 1 { look(u) }
    }
    return least < 0 ? min(max(place, 0.15), 0.85) : nil
  }

  /// Where it vanishes, if its values at both ends have different signs.
  var zero: Double {
    var (low, high) = (0.0, 1.0)
    var u = from.value / (from.value - to.value)
    for _ in 0..<8 {
      let f = from.value + u * (from.slope + u * (square + u * cube))
      if (f >= 0) == (from.value >= 0) { low = u } else { high = u }
      let next = u - f / (from.slope + u * (2 * square + 3 * u * cube))
      u = next > low && next < high ? next : 0.5 * (low + high)
    }
    return u
  }
}
