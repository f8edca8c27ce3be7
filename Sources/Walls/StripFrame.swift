import BlochCore
import WallpaperGroups

/// The axes of a strip: layers of cells along a lattice vector A1, the wall's direction, stacked along another, A2, that
/// makes a primitive cell with it. Reciprocal B1, B2 with A_i . B_j = 2 pi delta_ij.
public struct StripFrame: Sendable, Equatable {
  /// A1 = m a1 + n a2.
  public let along: (m: Int, n: Int)
  /// A2 in a1 and a2; as little aslant as there is.
  public let across: (m: Int, n: Int)
  /// That of the cells.
  public let lattice: Lattice

  /// - Returns: nil unless m and n have no common divisor, and are at most 20.
  public init?(along m: Int, _ n: Int, of lattice: Lattice) {
    guard (m, n) != (0, 0), abs(m) <= 20, abs(n) <= 20, Self.divisor(m, n) == 1 else { return nil }
    along = (m, n)
    self.lattice = lattice
    let a1 = lattice.cartesian(x1: Double(m), x2: Double(n))
    var best: (slant: Double, p: Int, q: Int)?
    for p in -21...21 {
      for q in -21...21 where m * q - n * p == 1 {
        let a2 = lattice.cartesian(x1: Double(p), x2: Double(q))
        // Of two as much aslant the one whose angle with A1 is below 90 degrees.
        let slant = a1.x * a2.x + a1.y * a2.y
        let own = abs(slant) - (slant > 0 ? 1e-6 : 0)
        if own < best?.slant ?? .infinity { best = (own, p, q) }
      }
    }
    guard let best else { return nil }
    across = (best.p, best.q)
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? abs(a) : divisor(b, a % b) }

  public static func == (l: StripFrame, r: StripFrame) -> Bool {
    l.along == r.along && l.across == r.across && l.lattice == r.lattice
  }

  /// The wave vector kappa B1 + sigma B2 in b1 and b2.
  public func wave(_ kappa: Double, _ sigma: Double) -> KPoint {
    KPoint(
      Double(across.n) * kappa - Double(along.n) * sigma,
      -Double(across.m) * kappa + Double(along.m) * sigma)
  }

  /// n1 b1 + n2 b2 in B1 and B2.
  func index(_ n1: Int, _ n2: Int) -> (Int, Int) {
    (along.m * n1 + along.n * n2, across.m * n1 + across.n * n2)
  }

  /// The lattice vector n1 a1 + n2 a2 in A1 and A2.
  func place(_ n1: Int, _ n2: Int) -> (along: Int, across: Int) {
    (across.n * n1 - across.m * n2, along.m * n2 - along.n * n1)
  }

  /// The same of a place.
  func place(_ x1: Double, _ x2: Double) -> (along: Double, across: Double) {
    (
      Double(across.n) * x1 - Double(across.m) * x2, Double(along.m) * x2 - Double(along.n) * x1
    )
  }

  /// Length of A1, in |a1|.
  public var period: Double {
    let a = lattice.cartesian(x1: Double(along.m), x2: Double(along.n))
    return (a.x * a.x + a.y * a.y).squareRoot()
  }

  /// Height of a layer, in |a1|.
  public var height: Double { lattice.area / period }

  /// B1.B1, B1.B2 and B2.B2, 1/|a1|^2.
  var metric: (g11: Double, g12: Double, g22: Double) {
    func cartesian(_ k: KPoint) -> (x: Double, y: Double) {
      lattice.waveVector(x1: k.x1, x2: k.x2)
    }
    let (u, v) = (cartesian(wave(1, 0)), cartesian(wave(0, 1)))
    return (u.x * u.x + u.y * u.y, u.x * v.x + u.y * v.y, v.x * v.x + v.y * v.y)
  }
}
