import BlochCore

/// Derivatives of omega from those of the energies E = f^2, f = omega a/(2 pi c), with their errors:
///
///     d omega/dk = pi c dE/f,  d^2 omega/dk^2 = pi c a (d^2E/f - dE dE/(2 f^3)),
///
/// where dE and d^2E are by the components of k a. At f = 0 a band is a cone, without derivatives: NaN.
struct FrequencyDerivatives {
  /// [points x bands x 2], c.
  private(set) var velocities: [Double] = []
  /// [points x bands], c: of either component.
  private(set) var velocityErrors: [Double] = []
  /// [points x bands x 3]: xx, xy, yy, c a.
  private(set) var curvatures: [Double] = []
  /// [points x bands], c a: of each component.
  private(set) var curvatureErrors: [Double] = []

  /// Energies below are f = 0 but for rounding.
  private static let least = 1e-12

  /// - Parameter error: of the energy of a band, counted from 1.
  init(_ found: BandDerivatives, error: (Int) -> Double) {
    for (at, energy) in found.energies.enumerated() {
      let slope = Array(found.slopes[2 * at..<2 * at + 2])
      let curvature = Array(found.curvatures[3 * at..<3 * at + 3])
      guard energy > Self.least else {
        velocities += [.nan, .nan]
        curvatures += [.nan, .nan, .nan]
        velocityErrors.append(.nan)
        curvatureErrors.append(.nan)
        continue
      }
      let f = energy.squareRoot()
      let (first, third) = (Double.pi / f, 0.5 * Double.pi / (f * energy))
      velocities += slope.map { first * $0 }
      curvatures += zip(curvature, [(0, 0), (0, 1), (1, 1)]).map { own, axes in
        first * own - third * slope[axes.0] * slope[axes.1]
      }
      // Of f, relative to it.
      let share = 0.5 * error(at % found.bands + 1) / energy
      let steepest = slope.reduce(0) { max($0, abs($1)) }
      let strongest = curvature.reduce(0) { max($0, abs($1)) }
      velocityErrors.append(first * (found.slopeErrors[at] + share * steepest))
      curvatureErrors.append(
        first * (found.curvatureErrors[at] + share * strongest)
          + third * steepest * (2 * found.slopeErrors[at] + 3 * share * steepest))
    }
  }
}
