import Glibc

/// A lattice by the ratio of its vectors and the angle between them, as command lines and records have it.
extension Lattice {
  /// Ratios |a2|/|a1| that are offered; others make cells in which no number of pixels or waves is enough.
  public static let ratios = 0.1...10.0
  /// Angles that are offered, degrees.
  public static let angles = 20.0...160.0

  /// - Parameter degrees: the angle from a1 to a2, taken to a thousand-millionth of a degree; 60 and 90 degrees are
  ///   exact.
  /// - Returns: nil where the ratio is not in `ratios` or the angle not in `angles`.
  public init?(ratio: Double, degrees: Double) {
    guard Self.ratios.contains(ratio), Self.angles.contains(degrees) else { return nil }
    let angle = Self.rounded(degrees)
    switch angle {
    case 60:
      self.init(ratio: ratio, cosine: Self.hexagonal.cosine, sine: Self.hexagonal.sine)
    case 90: self = .rectangular(ratio: ratio)
    default:
      let radians = angle * (Double.pi / 180)
      self.init(ratio: ratio, cosine: cos(radians), sine: sin(radians))
    }
  }

  /// The angle from a1 to a2, degrees, from which `init(ratio:degrees:)` makes the same lattice again.
  public var degrees: Double { Self.rounded(atan2(sine, cosine) * (180 / Double.pi)) }

  private static func rounded(_ degrees: Double) -> Double { (degrees * 1e9).rounded() / 1e9 }
}
