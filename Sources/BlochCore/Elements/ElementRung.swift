import Meshes

/// One rung of the ladder that the solver climbs: a mesh, and how rich the reduced basis between the special points is.
struct ElementRung: Sendable {
  var spacing: MeshSpacing
  var richness: BasisRichness
  /// Estimates of the largest error of a frequency that nine of ten random two-level crystals of contrast 12 keep, in
  /// units of c/a: at the special points, and everywhere. Where the search begins.
  var usualAtPoints: Double
  var usual: Double

  /// - Parameter components: of the field.
  static func ladder(components: Int) -> [ElementRung] { components == 1 ? scalar : elastic }

  private static let scalar: [ElementRung] = [
    ElementRung(spacing: .coarse, richness: .least, usualAtPoints: 4e-4, usual: 9e-4),
    ElementRung(spacing: .standard, richness: .least, usualAtPoints: 2.5e-4, usual: 6.6e-4),
    ElementRung(spacing: .standard, richness: .middle, usualAtPoints: 2.5e-4, usual: 4.2e-4),
    ElementRung(spacing: .fine, richness: .most, usualAtPoints: 1.4e-4, usual: 2.4e-4),
    ElementRung(spacing: .finer, richness: .most, usualAtPoints: 9.2e-5, usual: 1.9e-4),
    ElementRung(spacing: .reference, richness: .full, usualAtPoints: 2e-5, usual: 8e-5),
  ]

  /// Of solids whose moduli differ by ten.
  private static let elastic: [ElementRung] = [
    ElementRung(spacing: .coarse, richness: .middle, usualAtPoints: 2.4e-3, usual: 7e-3),
    ElementRung(spacing: .standard, richness: .middle, usualAtPoints: 1.6e-3, usual: 4e-3),
    ElementRung(spacing: .fine, richness: .middle, usualAtPoints: 9e-4, usual: 2.2e-3),
    ElementRung(spacing: .finer, richness: .most, usualAtPoints: 6e-4, usual: 1.5e-3),
    ElementRung(spacing: .elastic, richness: .most, usualAtPoints: 3e-4, usual: 8e-4),
    ElementRung(spacing: .reference, richness: .most, usualAtPoints: 1.2e-4, usual: 4e-4),
    ElementRung(spacing: .finest, richness: .full, usualAtPoints: 3e-5, usual: 1e-4),
  ]
}

extension MeshSpacing {
  fileprivate static let elastic = MeshSpacing(
    largest: 1.0 / 37, curvature: 0.46, width: 0.92, gradation: 0.38)
  fileprivate static let finest = MeshSpacing(
    largest: 1.0 / 72, curvature: 0.25, width: 0.5, gradation: 0.3)
}

/// What a reduced basis is made of besides the modes of the bands asked for.
struct BasisRichness: Sendable, Equatable {
  /// Modes at each special point beyond the bands.
  var extraModes: Int
  /// Of which part of the bands the changes with the wave vector join the basis, in sixths; at Gamma at least those of
  /// the lowest band do, or of the lowest two of two components.
  private var sixths: Int

  static let least = BasisRichness(extraModes: 6, sixths: 0)
  static let middle = BasisRichness(extraModes: 2, sixths: 6)
  static let most = BasisRichness(extraModes: 4, sixths: 6)
  static let full = BasisRichness(extraModes: 6, sixths: 8)

  /// Largest error between the special points over the largest difference that the modes in the middle of a piece make.
  static let middleRatio = 0.5

  /// How many of the lowest states' changes are taken.
  func responses(bands: Int, atGamma: Bool, components: Int) -> Int {
    let count = (sixths * bands + 5) / 6
    return atGamma ? max(count, components) : count
  }
}
