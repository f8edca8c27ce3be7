import Meshes

/// One rung of the ladder that the solver climbs.
struct ElementRung: Sendable {
  var spacing: MeshSpacing
  /// Median estimate of the largest error of a frequency at a special point, in units of c/a, on random two-level
  /// crystals of contrast 12: where the search begins.
  var usualEstimate: Double

  static let ladder: [ElementRung] = [
    ElementRung(spacing: .coarse, usualEstimate: 3.5e-4),
    ElementRung(spacing: .standard, usualEstimate: 1.8e-4),
    ElementRung(spacing: .fine, usualEstimate: 1e-4),
    ElementRung(spacing: .finer, usualEstimate: 7e-5),
    ElementRung(spacing: .reference, usualEstimate: 1.2e-5),
  ]
}

/// How many of the lowest states' changes with the wave vector join the reduced basis: it is as rich as it must be.
struct ResponseLevel: Sendable {
  var atGamma: Int
  var elsewhere: Int
  /// Largest error between the special points over the largest difference that the modes in the middle of a piece make,
  /// at most, on the same crystals.
  var middleRatio: Double
  /// As of a rung, what is left between the special points.
  var usualEstimate: Double

  static func levels(bands: Int) -> [ResponseLevel] {
    let half = (bands + 1) / 2
    return [
      ResponseLevel(atGamma: 1, elsewhere: 0, middleRatio: 0.5, usualEstimate: 5e-4),
      ResponseLevel(atGamma: half, elsewhere: half, middleRatio: 0.25, usualEstimate: 1.6e-4),
      ResponseLevel(atGamma: bands, elsewhere: bands, middleRatio: 0.5, usualEstimate: 1e-4),
    ]
  }
}
