/// An integer combination of twelfth roots of unity, exact: c0 + c1 z + c2 z^2 + c3 z^3 with z = exp(2 pi i/12).
///
/// Characters of all little and site groups of the wallpaper groups are such numbers.
public struct Cyclotomic: Hashable, Sendable {
  public var c0: Int
  public var c1: Int
  public var c2: Int
  public var c3: Int

  public init(_ c0: Int, _ c1: Int = 0, _ c2: Int = 0, _ c3: Int = 0) {
    self.c0 = c0
    self.c1 = c1
    self.c2 = c2
    self.c3 = c3
  }

  public static let zero = Cyclotomic(0)

  /// exp(2 pi i phase/12).
  public init(phase: Int) {
    // z^6 = -1 and z^4 = z^2 - 1, from the twelfth cyclotomic polynomial.
    let n = ((phase % 12) + 12) % 12
    let sign = n < 6 ? 1 : -1
    switch n % 6 {
    case 0: self.init(sign)
    case 1: self.init(0, sign)
    case 2: self.init(0, 0, sign)
    case 3: self.init(0, 0, 0, sign)
    case 4: self.init(-sign, 0, sign)
    default: self.init(0, -sign, 0, sign)
    }
  }

  public static func + (l: Cyclotomic, r: Cyclotomic) -> Cyclotomic {
    Cyclotomic(l.c0 + r.c0, l.c1 + r.c1, l.c2 + r.c2, l.c3 + r.c3)
  }

  public static func += (l: inout Cyclotomic, r: Cyclotomic) { l = l + r }

  public static func * (l: Int, r: Cyclotomic) -> Cyclotomic {
    Cyclotomic(l * r.c0, l * r.c1, l * r.c2, l * r.c3)
  }

  public static func * (l: Cyclotomic, r: Cyclotomic) -> Cyclotomic {
    l.c0 * r + l.c1 * r.turned(by: 1) + l.c2 * r.turned(by: 2) + l.c3 * r.turned(by: 3)
  }

  /// The number times exp(2 pi i phase/12).
  public func turned(by phase: Int) -> Cyclotomic {
    var turned = self
    for _ in 0..<(((phase % 12) + 12) % 12) {
      turned = Cyclotomic(-turned.c3, turned.c0, turned.c1 + turned.c3, turned.c2)
    }
    return turned
  }

  public var conjugate: Cyclotomic {
    Cyclotomic(c0 + c2, c1, -c2, -c1 - c3)
  }

  /// The value where it is an integer, else nil.
  public var integer: Int? { c1 == 0 && c2 == 0 && c3 == 0 ? c0 : nil }

  public var real: Double {
    Double(c0) + 0.5 * (3.0.squareRoot() * Double(c1) + Double(c2))
  }

  public var imaginary: Double {
    0.5 * (Double(c1) + 3.0.squareRoot() * Double(c2)) + Double(c3)
  }
}
