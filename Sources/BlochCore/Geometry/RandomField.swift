import Glibc

/// The distribution of random Gaussian fields of the paper's appendix A: one real normal amplitude
/// for each C6 orbit of reciprocal vectors, <A^2> = C/|G a|^alpha (Eq. A3), with a hexagonal
/// cut-off and no G = 0 term.
public struct RandomField: Sendable, Equatable {
  /// Exponent; a larger one gives smoother fields. 1 for the paper's training set, 1/2 for its
  /// survey.
  public let alpha: Double
  /// C; 2 in the paper.
  public let variance: Double
  /// |n1|, |n2|, |n1 - n2| <= cutoff; 6 in the paper.
  public let cutoff: Int
  /// One reciprocal vector of each orbit, in the order of the random numbers.
  public let representatives: [ReciprocalVector]
  /// Standard deviation of each amplitude.
  public let deviations: [Double]

  /// Throws when alpha or the variance is not finite, the variance is not positive, or the cut-off
  /// not in 1...128.
  public init(alpha: Double, variance: Double, cutoff: Int) throws {
    guard alpha.isFinite, abs(alpha) <= 64 else {
      throw GeometryError("alpha is \(alpha); choose -64 to 64")
    }
    guard variance.isFinite, variance > 0 else {
      throw GeometryError("C is \(variance); it must be positive and finite")
    }
    self.alpha = alpha
    self.variance = variance
    self.cutoff = cutoff
    representatives = try HexagonOrbits.representatives(cutoff: cutoff)
    deviations = representatives.map { g in
      let length = 4 * Double.pi * (Double(g.squaredIndex) / 3).squareRoot()
      return (variance / pow(length, alpha)).squareRoot()
    }
  }

  /// The amplitudes of sample `index`, [representatives.count]: the same whatever else is drawn, and
  /// the first ones the same for every cut-off.
  public func amplitudes(seed: UInt64, index: UInt64) -> [Double] {
    var generator = SampleGenerator(seed: seed, index: index, purpose: .potential)
    return zip(deviations, generator.normals(deviations.count)).map { $0 * $1 }
  }
}
