/// A vector G = n1 b1 + n2 b2 of the reciprocal lattice, with b1 = 2 pi/a (1, -1/sqrt 3) and
/// b2 = 2 pi/a (0, 2/sqrt 3), which are 120 degrees apart.
public struct ReciprocalVector: Hashable, Sendable {
  public var n1: Int
  public var n2: Int

  /// |b1|^2 = |b2|^2 in 1/a^2.
  public static let unitSquare = 16 * Double.pi * Double.pi / 3

  public init(_ n1: Int, _ n2: Int) {
    self.n1 = n1
    self.n2 = n2
  }

  /// |G|^2 in units of |b|^2 = 16 pi^2 / (3 a^2).
  public var squaredIndex: Int { n1 * n1 + n2 * n2 - n1 * n2 }

  /// The vector turned by 60 degrees counter-clockwise.
  public var rotated60: ReciprocalVector { ReciprocalVector(n1 - n2, n1) }

  /// The vector turned by `steps` times 60 degrees.
  public func rotated(sixths steps: Int) -> ReciprocalVector {
    var g = self
    for _ in 0..<(((steps % 6) + 6) % 6) { g = g.rotated60 }
    return g
  }

  public static func + (l: ReciprocalVector, r: ReciprocalVector) -> ReciprocalVector {
    ReciprocalVector(l.n1 + r.n1, l.n2 + r.n2)
  }

  public static func - (l: ReciprocalVector, r: ReciprocalVector) -> ReciprocalVector {
    ReciprocalVector(l.n1 - r.n1, l.n2 - r.n2)
  }
}
