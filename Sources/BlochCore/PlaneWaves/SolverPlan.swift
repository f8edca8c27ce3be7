import Synchronization
import WallpaperGroups

/// Cut-offs and the tables that follow from them; built once, shared by every cell.
struct SolverPlan: Sendable {
  /// Cut-offs on |k + G|^2 in units of |b|^2.
  struct Cutoffs: Sendable {
    /// Plane waves that states are first found in where M is not the unit matrix.
    var core = 0.0
    /// Plane waves kept explicitly.
    var inner: Double
    /// Plane waves that the reduced basis keeps of each mode.
    var near: Double
    /// Plane waves folded in.
    var outer: Double
    /// Modes taken at each point besides the bands asked for.
    var extraModes: Int
    /// Smallest eigenvalue of the modes' overlap that the reduced basis keeps; for a weak potential less.
    var overlapFloor: Double
    /// Median error on two-level random potentials at Vmax = 256, Vmax.
    var usualError: Double
    /// Median estimate of the largest error on the same: where a search for a cut-off starts, Vmax.
    var usualEstimate: Double
  }

  /// From coarse to fine; the error falls by about three from one to the next.
  static let ladder: [Cutoffs] = [
    Cutoffs(
      inner: 9, near: 25, outer: 90, extraModes: 3, overlapFloor: 1e-3,
      usualError: 2e-3, usualEstimate: 5e-3),
    Cutoffs(
      inner: 16, near: 36, outer: 160, extraModes: 4, overlapFloor: 3e-4,
      usualError: 6e-4, usualEstimate: 1.5e-3),
    Cutoffs(
      inner: 30, near: 64, outer: 300, extraModes: 4, overlapFloor: 1e-4,
      usualError: 1.5e-4, usualEstimate: 5e-4),
    Cutoffs(
      inner: 48, near: 100, outer: 480, extraModes: 7, overlapFloor: 3e-5,
      usualError: 6e-5, usualEstimate: 1.7e-4),
    Cutoffs(
      inner: 80, near: 144, outer: 800, extraModes: 9, overlapFloor: 1e-5,
      usualError: 2e-5, usualEstimate: 6e-5),
    Cutoffs(
      inner: 130, near: 300, outer: 1300, extraModes: 12, overlapFloor: 3e-6,
      usualError: 1e-5, usualEstimate: 3e-5),
    Cutoffs(
      inner: 200, near: 450, outer: 2000, extraModes: 14, overlapFloor: 1e-6,
      usualError: 1e-7, usualEstimate: 1e-5),
    Cutoffs(
      inner: 300, near: 600, outer: 2800, extraModes: 14, overlapFloor: 1e-6,
      usualError: 5e-8, usualEstimate: 6e-6),
  ]

  /// The same for a mass matrix that is not the unit matrix, where states are found without the folded waves; errors are
  /// of two-level crystals of contrast 12, in units of (2 pi/a)^2.
  static let ladderWithMass: [Cutoffs] = [
    Cutoffs(
      core: 9, inner: 60, near: 60, outer: 180, extraModes: 2, overlapFloor: 1e-8,
      usualError: 1e-4, usualEstimate: 3e-4),
    Cutoffs(
      core: 12, inner: 80, near: 80, outer: 240, extraModes: 3, overlapFloor: 1e-8,
      usualError: 5e-5, usualEstimate: 1.5e-4),
    Cutoffs(
      core: 16, inner: 110, near: 110, outer: 330, extraModes: 4, overlapFloor: 1e-8,
      usualError: 4e-5, usualEstimate: 1e-4),
    Cutoffs(
      core: 30, inner: 200, near: 200, outer: 600, extraModes: 6, overlapFloor: 1e-8,
      usualError: 2e-5, usualEstimate: 5e-5),
    Cutoffs(
      core: 60, inner: 400, near: 400, outer: 1000, extraModes: 8, overlapFloor: 1e-8,
      usualError: 1e-5, usualEstimate: 2e-5),
    Cutoffs(
      core: 120, inner: 600, near: 600, outer: 1500, extraModes: 10, overlapFloor: 1e-8,
      usualError: 3e-6, usualEstimate: 1e-5),
  ]

  static func ladder(hasUnitMass: Bool) -> [Cutoffs] { hasUnitMass ? ladder : ladderWithMass }

  /// Largest error of a level at a special point as a fraction of what the folding has lowered it by. What folded
  /// waves do to one another is of third order: in proportion to the operator's strength over the least energy
  /// of a folded wave, the more so the shorter the waves are that it consists of. What the linearisation in the
  /// energy leaves out goes with the square of the distance from its centre over the same. Where short waves make up
  /// the operator, those beyond the outer cut-off couple to explicit ones too. Factors that cover potentials of all
  /// kinds (docs/physics.md).
  static func foldingError(
    strength: Double, shortShare: Double, distance: Double, radius: Double
  ) -> Double {
    let (s, e) = (strength / radius, distance / radius)
    return (0.22 + 0.54 * shortShare) * s * (1 + 4 * s * s) + 2.2 * e * e
      + 0.055 * shortShare * shortShare
  }

  /// The same where states are found without the folded waves: what these do to one another.
  static let functionalError = 0.4

  /// What is added between the special points over what second-order perturbation theory finds lacking at
  /// the wave vectors that are looked at.
  static func defectRatio(hasUnitMass: Bool) -> Double { 2.5 }

  /// How often what is lacking joins the basis before a finer cut-off is tried.
  static let refinements = 2

  /// Cut-offs of a rung.
  static func cutoffs(level: Int, hasUnitMass: Bool, withGradient: Bool) -> Cutoffs {
    var cutoffs = ladder(hasUnitMass: hasUnitMass)[level]
    if withGradient {
      cutoffs.extraModes += 8
      if !hasUnitMass { cutoffs.outer = max(cutoffs.outer, 2.2 * Double(BandGradient.cutoff)) }
      cutoffs.near = max(cutoffs.near, min(1.1 * Double(BandGradient.cutoff), cutoffs.outer))
    }
    // Modes consist of explicit waves then.
    if !hasUnitMass { cutoffs.inner = cutoffs.near }
    return cutoffs
  }

  let cutoffs: Cutoffs
  let layout: ZoneLayout
  /// One for each point of the layout.
  let points: [PlaneWaveOrbits]
  /// [pieces]: plane waves of the reduced basis.
  private(set) var unions: [[ReciprocalVector]]
  /// [pieces][sources]: where the coefficients of a mode go.
  private(set) var scatter: [[PlaneWaveScatter]]
  /// The same of the images of modes under time reversal, where these have the same wave vector.
  private(set) var partners: [[PlaneWaveScatter?]]

  init(cutoffs: Cutoffs, layout: ZoneLayout) {
    self.cutoffs = cutoffs
    self.layout = layout
    let points = layout.points.map {
      PlaneWaveOrbits(
        point: $0, core: cutoffs.core, inner: cutoffs.inner, near: cutoffs.near,
        outer: cutoffs.outer)
    }
    self.points = points
    unions = []
    scatter = []
    partners = []
    for piece in layout.pieces {
      var union = PlaneWaveUnion()
      scatter.append(
        piece.sources.map { source in
          union.scatter(points[source.point], to: source.k, by: source.image)
        })
      partners.append(
        piece.sources.map { source in
          layout.reversal(ofPoint: source.point).map { reversal in
            let image = source.image ?? (.identity, false)
            return union.scatter(
              points[source.point], to: source.k,
              by: (image.operation * reversal, !image.isTimeReversed))
          }
        })
      unions.append(union.planeWaves)
    }
  }

  /// Largest |n1|, |n2| of a difference between an explicit and any plane wave, and between two of the
  /// reduced basis.
  static func reach(_ cutoffs: Cutoffs, _ metric: WaveMetric = .hexagonal) -> Int {
    let folding = cutoffs.inner.squareRoot() + cutoffs.outer.squareRoot()
    let radius = max(folding, 2 * cutoffs.near.squareRoot()) + 2
    if metric == .hexagonal { return Int(radius * 1.1547) + 2 }
    let (reach1, reach2) = metric.reach(radius * radius)
    return max(reach1, reach2) + 4
  }
}

/// The plans of one symmetry, each made when it is first asked for and then shared by all threads.
final class SolverPlans: Sendable {
  private struct Name: Hashable {
    var level: Int
    var hasUnitMass: Bool
    var withGradient: Bool
  }

  let layout: ZoneLayout
  private let made = Mutex<[Name: SolverPlan]>([:])

  init(symmetry: CrystalSymmetry) { layout = .of(symmetry) }

  /// - Parameter withGradient: derivatives by V_G need the coefficients of the modes out to G.
  func plan(level: Int, hasUnitMass: Bool, withGradient: Bool) -> SolverPlan {
    made.withLock { made in
      let name = Name(level: level, hasUnitMass: hasUnitMass, withGradient: withGradient)
      if let plan = made[name] { return plan }
      let plan = SolverPlan(
        cutoffs: SolverPlan.cutoffs(
          level: level, hasUnitMass: hasUnitMass, withGradient: withGradient), layout: layout)
      made[name] = plan
      return plan
    }
  }
}
