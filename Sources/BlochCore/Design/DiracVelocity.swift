/// The velocity dE/dk of the Dirac cone of two neighbouring bands at K, as a reward: the growth of their
/// distance from K to K(1 +- d), whose odd terms cancel. Where they are no pair at K the distance there
/// is subtracted, so that a gap is no velocity.
public struct DiracVelocity: GoalTerm {
  /// n of the bands n and n+1.
  public let below: Int
  /// |q| = d |K| with d = 1/50.
  private static let share = 0.02
  private static let distance = share * 4 * Double.pi / 3

  public var bands: Int { below + 1 }
  public var name: String { "velocity \(below)" }
  public var extraPoints: [KPoint] {
    [1 + Self.share, 1 - Self.share].map { KPoint(KPoint.k.x1 * $0, KPoint.k.x2 * $0) } + [.k]
  }

  public init(below: Int) { self.below = below }

  /// Minus the velocity, Vmax a.
  public func evaluate(_ sample: inout BandSample, zone: Int, extra: Int, weight: Double)
    -> Double
  {
    var sum = 0.0
    for (point, factor) in [(0, 0.5), (1, 0.5), (2, -1)] {
      let at = (extra + point) * sample.bands + below - 1
      let slope = factor / (2 * Self.distance)
      sum += slope * (sample.energies[at + 1] - sample.energies[at])
      sample.derivative[at + 1] -= weight * slope
      sample.derivative[at] += weight * slope
    }
    return -sum
  }
}
