import Glibc
import WallpaperGroups

/// A wave vector k = x1 b1 + x2 b2.
public struct KPoint: Hashable, Sendable {
  public var x1: Double
  public var x2: Double

  public init(_ x1: Double, _ x2: Double) {
    self.x1 = x1
    self.x2 = x2
  }

  init(_ coordinates: (x1: Double, x2: Double)) { self.init(coordinates.x1, coordinates.x2) }

  public static let gamma = KPoint(0, 0)
  /// K = (2 b1 + b2)/3, on the x axis; |K| = 4 pi/(3a).
  public static let k = KPoint(2.0 / 3, 1.0 / 3)
  /// K' = K turned by 60 degrees = (b1 + 2 b2)/3.
  public static let kPrime = KPoint(1.0 / 3, 2.0 / 3)
  /// M = (K + K')/2 = (b1 + b2)/2.
  public static let m = KPoint(0.5, 0.5)

  /// Cartesian components in units of 1/a on the hexagonal lattice.
  public var cartesian: (x: Double, y: Double) {
    (2 * Double.pi * x1, 2 * Double.pi * (2 * x2 - x1) / (3.0).squareRoot())
  }

  /// The wave vector a Cartesian step away, in units of 1/a.
  func moved(by step: SIMD2<Double>) -> KPoint {
    KPoint(
      x1 + step.x / (2 * Double.pi),
      x2 + 0.5 * (step.x + (3.0).squareRoot() * step.y) / (2 * Double.pi))
  }

  /// The same on any lattice, a = |a1|.
  func moved(by step: SIMD2<Double>, on lattice: Lattice) -> KPoint {
    KPoint(
      x1 + step.x / (2 * Double.pi),
      x2 + lattice.ratio * (lattice.cosine * step.x + lattice.sine * step.y) / (2 * Double.pi))
  }

  /// The wave vector turned by 60 degrees counter-clockwise.
  public var rotated60: KPoint { KPoint(x1 - x2, x1) }
}
