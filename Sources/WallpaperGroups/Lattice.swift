/// The shape of a lattice, in units of |a1|: a1 = (1, 0), a2 = ratio (cosine, sine).
public struct Lattice: Hashable, Sendable {
  /// |a2|/|a1|.
  public let ratio: Double
  /// Cosine and sine of the angle from a1 to a2, which is between 0 and 180 degrees.
  public let cosine: Double
  public let sine: Double

  /// - Precondition: ratio and sine are positive, cosine^2 + sine^2 = 1.
  public init(ratio: Double, cosine: Double, sine: Double) {
    precondition(ratio > 0 && sine > 0 && abs(cosine * cosine + sine * sine - 1) < 1e-9)
    self.ratio = ratio
    self.cosine = cosine
    self.sine = sine
  }

  /// The shape of a lattice with Cartesian vectors, a2 to the left of a1.
  public init(a1: (x: Double, y: Double), a2: (x: Double, y: Double)) {
    let (first, second) = (
      (a1.x * a1.x + a1.y * a1.y).squareRoot(), (a2.x * a2.x + a2.y * a2.y).squareRoot()
    )
    self.init(
      ratio: second / first, cosine: (a1.x * a2.x + a1.y * a2.y) / (first * second),
      sine: (a1.x * a2.y - a1.y * a2.x) / (first * second))
  }

  /// a1 and a2 of equal length at 60 degrees.
  public static let hexagonal = Lattice(ratio: 1, cosine: 0.5, sine: 3.0.squareRoot() / 2)
  public static let square = Lattice(ratio: 1, cosine: 0, sine: 1)

  public static func rectangular(ratio: Double) -> Lattice {
    Lattice(ratio: ratio, cosine: 0, sine: 1)
  }

  /// Area of a cell in |a1|^2.
  public var area: Double { ratio * sine }

  /// Cartesian position x1 a1 + x2 a2 in |a1|.
  public func cartesian(x1: Double, x2: Double) -> (x: Double, y: Double) {
    (x1 + ratio * cosine * x2, ratio * sine * x2)
  }

  /// Cartesian components of x1 b1 + x2 b2 in 1/|a1|, where ai . bj = 2 pi delta_ij.
  @inlinable
  public func waveVector(x1: Double, x2: Double) -> (x: Double, y: Double) {
    ((2 * .pi) * x1, ((2 * .pi) * (x2 / ratio - cosine * x1)) / sine)
  }

  /// Whether W of an operation keeps all lengths and angles.
  public func isInvariant(under operation: Operation, tolerance: Double = 1e-9) -> Bool {
    let (w11, w12) = (Double(operation.w11), Double(operation.w12))
    let (w21, w22) = (Double(operation.w21), Double(operation.w22))
    let (g12, g22) = (ratio * cosine, ratio * ratio)
    let scale = 1 + g22
    return abs(w11 * w11 + 2 * w11 * w21 * g12 + w21 * w21 * g22 - 1) < tolerance * scale
      && abs(w12 * w12 + 2 * w12 * w22 * g12 + w22 * w22 * g22 - g22) < tolerance * scale
      && abs(w11 * w12 + (w11 * w22 + w21 * w12) * g12 + w21 * w22 * g22 - g12)
        < tolerance * scale
  }

  /// The kinds of lattices that this one is a case of: the square also of rectangular and rhombic.
  public var systems: [LatticeSystem] {
    LatticeSystem.allCases.filter { supports($0.holohedry) }
  }

  /// Whether every operation of the group, on these a1 and a2, keeps lengths and angles.
  public func supports(_ group: WallpaperGroup) -> Bool {
    group.operations.allSatisfy { isInvariant(under: $0) }
  }
}
