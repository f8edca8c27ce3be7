import Glibc
import WallpaperGroups

/// The distribution of random Gaussian fields: one normal amplitude for each star of reciprocal vectors, real or
/// complex as the group allows, <|V_G|^2> = C/|G a|^alpha, with a cut-off and no G = 0 term. Of p6 this is the paper's
/// appendix A (Eq. A3), one real amplitude for each C6 orbit.
public struct RandomField: Sendable, Equatable {
  public let symmetry: CrystalSymmetry
  /// Exponent; a larger one gives smoother fields. 1 for the paper's training set, 1/2 for its
  /// survey.
  public let alpha: Double
  /// C; 2 in the paper.
  public let variance: Double
  /// Of `ReciprocalStar.all`; 6 in the paper.
  public let cutoff: Int
  /// One reciprocal vector of each star, in the order of the random numbers.
  public let representatives: [ReciprocalVector]
  /// Whether the amplitude is a real number; a complex one takes two random numbers.
  public let isReal: [Bool]
  /// Standard deviation of each random number: of complex amplitudes, of the real and the imaginary part.
  public let deviations: [Double]

  /// Throws when alpha or the variance is not finite, the variance is not positive, the cut-off not in 1...128, or the
  /// cut-off leaves no wave.
  public init(
    alpha: Double, variance: Double, cutoff: Int, symmetry: CrystalSymmetry = .c6
  ) throws {
    guard alpha.isFinite, abs(alpha) <= 64 else {
      throw GeometryError("alpha is \(alpha); choose -64 to 64")
    }
    guard variance.isFinite, variance > 0 else {
      throw GeometryError("C is \(variance); it must be positive and finite")
    }
    self.symmetry = symmetry
    self.alpha = alpha
    self.variance = variance
    self.cutoff = cutoff
    let stars = try ReciprocalStar.all(symmetry, cutoff: cutoff)
    guard !stars.isEmpty else {
      throw GeometryError(
        "cut-off \(cutoff) leaves no wave of \(symmetry.group); take a larger one")
    }
    representatives = stars.map(\.vector)
    isReal = stars.map(\.isReal)
    let metric = WaveMetric(symmetry.lattice)
    // 1 on the hexagonal lattice.
    let unit = (Lattice.hexagonal.area / symmetry.lattice.area).squareRoot()
    deviations = stars.map { star in
      let length = unit * (4 * Double.pi * (metric.square(star.vector) / 3).squareRoot())
      let power = variance / pow(length, alpha)
      return (star.isReal ? power : power / 2).squareRoot()
    }
  }

  /// The A_o of sample `index`, [representatives.count]: the same whatever else is drawn, and
  /// the first ones the same for every cut-off.
  public func amplitudes(seed: UInt64, index: UInt64) -> [Double] {
    coefficients(seed: seed, index: index).cosines
  }

  /// The A_o and B_o of sample `index`, as `FourierField` has them.
  public func coefficients(seed: UInt64, index: UInt64) -> (cosines: [Double], sines: [Double]) {
    var generator = SampleGenerator(seed: seed, index: index, purpose: .potential)
    let complex = isReal.count { !$0 }
    let normals = generator.normals(deviations.count + complex)
    if complex == 0 { return (zip(deviations, normals).map { $0 * $1 }, []) }
    var cosines: [Double] = []
    var sines: [Double] = []
    var next = 0
    for (deviation, isReal) in zip(deviations, isReal) {
      cosines.append(deviation * normals[next])
      sines.append(isReal ? 0 : deviation * normals[next + 1])
      next += isReal ? 1 : 2
    }
    return (cosines, sines)
  }
}
