/// A symmetry operation {W | t}: x -> W x + t in fractional coordinates (on a1, a2).
///
/// W is a unimodular integer matrix; t counts halves of a1 and a2, which is all that the wallpaper groups need. The
/// translation is not reduced: {1 | t} with even t1, t2 are the translations of the lattice.
public struct Operation: Hashable, Sendable {
  /// W, row by row.
  public let w11: Int
  public let w12: Int
  public let w21: Int
  public let w22: Int
  /// The translation in halves of a1 and a2.
  public let t1: Int
  public let t2: Int

  public init(_ w11: Int, _ w12: Int, _ w21: Int, _ w22: Int, t1: Int = 0, t2: Int = 0) {
    self.w11 = w11
    self.w12 = w12
    self.w21 = w21
    self.w22 = w22
    self.t1 = t1
    self.t2 = t2
  }

  public static let identity = Operation(1, 0, 0, 1)

  /// The operation that does `r` first: {W1 | t1} {W2 | t2} = {W1 W2 | W1 t2 + t1}.
  public static func * (l: Operation, r: Operation) -> Operation {
    Operation(
      l.w11 * r.w11 + l.w12 * r.w21, l.w11 * r.w12 + l.w12 * r.w22,
      l.w21 * r.w11 + l.w22 * r.w21, l.w21 * r.w12 + l.w22 * r.w22,
      t1: l.w11 * r.t1 + l.w12 * r.t2 + l.t1, t2: l.w21 * r.t1 + l.w22 * r.t2 + l.t2)
  }

  /// {W^-1 | -W^-1 t}.
  public var inverse: Operation {
    let d = determinant
    let (a, b, c, e) = (d * w22, -d * w12, -d * w21, d * w11)
    return Operation(a, b, c, e, t1: -(a * t1 + b * t2), t2: -(c * t1 + e * t2))
  }

  /// 1 for rotations, -1 for mirrors and glides.
  public var determinant: Int { w11 * w22 - w12 * w21 }

  public var isMirror: Bool { determinant < 0 }

  /// n where W is a rotation by a multiple of 360/n degrees that is no multiple of a larger angle, 1 for the identity
  /// and for mirrors.
  public var rotationOrder: Int {
    if isMirror { return 1 }
    switch w11 + w22 {
    case -2: return 2
    case -1: return 3
    case 0: return 4
    case 1: return 6
    default: return 1
    }
  }

  /// Whether both have the same W.
  public func hasSameMatrix(as other: Operation) -> Bool {
    w11 == other.w11 && w12 == other.w12 && w21 == other.w21 && w22 == other.w22
  }

  /// W m^T of a reciprocal vector or wave vector: the row vector (m1, m2) W^-1, over whatever denominator.
  public func image(m1: Int, m2: Int) -> (Int, Int) {
    let d = determinant
    return (d * (m1 * w22 - m2 * w21), d * (m2 * w11 - m1 * w12))
  }

  /// As `image(m1:m2:)`, of coordinates on b1, b2 that are no fractions.
  public func image(x1: Double, x2: Double) -> (Double, Double) {
    let d = Double(determinant)
    return (
      d * (x1 * Double(w22) - x2 * Double(w21)), d * (x2 * Double(w11) - x1 * Double(w12))
    )
  }

  /// W x + t of a position in fractional coordinates.
  public func position(x1: Double, x2: Double) -> (Double, Double) {
    (
      Double(w11) * x1 + Double(w12) * x2 + 0.5 * Double(t1),
      Double(w21) * x1 + Double(w22) * x2 + 0.5 * Double(t2)
    )
  }

  /// The same operation with t1 and t2 in 0..1: another member of its coset of lattice translations.
  public var reduced: Operation { Operation(w11, w12, w21, w22, t1: t1 & 1, t2: t2 & 1) }

  /// The operation {1 | T} `self`, T in lattice vectors.
  public func translated(_ n1: Int, _ n2: Int) -> Operation {
    Operation(w11, w12, w21, w22, t1: t1 + 2 * n1, t2: t2 + 2 * n2)
  }

  /// T in lattice vectors where self = {1 | T} `other`, nil where that is no lattice translation.
  public func translation(from other: Operation) -> (n1: Int, n2: Int)? {
    guard hasSameMatrix(as: other), (t1 - other.t1) & 1 == 0, (t2 - other.t2) & 1 == 0 else {
      return nil
    }
    return ((t1 - other.t1) / 2, (t2 - other.t2) / 2)
  }
}

extension Operation: CustomStringConvertible {
  /// "-x,y+1/2", as in the International Tables.
  public var description: String {
    func row(_ a: Int, _ b: Int, _ t: Int) -> String {
      var text = ""
      for (factor, name) in [(a, "x"), (b, "y")] where factor != 0 {
        text += (factor < 0 ? "-" : text.isEmpty ? "" : "+")
        text += (abs(factor) == 1 ? "" : String(abs(factor))) + name
      }
      if t != 0 {
        text += (t < 0 ? "-" : "+") + (t & 1 == 0 ? String(abs(t) / 2) : "\(abs(t))/2")
      }
      return text
    }
    return row(w11, w12, t1) + "," + row(w21, w22, t2)
  }
}
