import Synchronization

/// Cut-offs and the tables that follow from them; built once, shared by every cell.
struct SolverPlan: Sendable {
  /// Cut-offs on |k + G|^2 in units of |b|^2.
  struct Cutoffs: Sendable {
    /// Plane waves kept explicitly.
    var inner: Double
    /// Plane waves that the reduced basis keeps of each mode.
    var near: Double
    /// Plane waves folded in.
    var outer: Double
    /// Modes taken at each point besides the bands asked for.
    var extraModes: Int
    /// Smallest eigenvalue of the modes' overlap that the reduced basis keeps.
    var overlapFloor: Double
    /// The error over the difference from the next coarser rung: twice the median of two-level random
    /// potentials against a converged reference, so that single cells may exceed it two- or threefold.
    var errorRatio: Double
    /// Median error on two-level random potentials, Vmax: where a search for a cut-off starts.
    var usualError: Double
  }

  /// From coarse to fine; the error falls by about three from one to the next.
  static let ladder: [Cutoffs] = [
    Cutoffs(
      inner: 9, near: 25, outer: 90, extraModes: 3, overlapFloor: 1e-3,
      errorRatio: 1, usualError: 2e-3),
    Cutoffs(
      inner: 16, near: 36, outer: 160, extraModes: 4, overlapFloor: 3e-4,
      errorRatio: 0.6, usualError: 6e-4),
    Cutoffs(
      inner: 30, near: 64, outer: 300, extraModes: 6, overlapFloor: 1e-4,
      errorRatio: 0.5, usualError: 1.5e-4),
    Cutoffs(
      inner: 48, near: 100, outer: 480, extraModes: 7, overlapFloor: 3e-5,
      errorRatio: 0.6, usualError: 6e-5),
    Cutoffs(
      inner: 80, near: 144, outer: 800, extraModes: 9, overlapFloor: 1e-5,
      errorRatio: 1.8, usualError: 2e-5),
    Cutoffs(
      inner: 130, near: 225, outer: 1300, extraModes: 12, overlapFloor: 3e-6,
      errorRatio: 1.5, usualError: 1e-5),
    Cutoffs(
      inner: 200, near: 300, outer: 2000, extraModes: 14, overlapFloor: 1e-6,
      errorRatio: 1.5, usualError: 1e-7),
  ]

  let cutoffs: Cutoffs
  let gamma: PlaneWaveOrbits
  let k: PlaneWaveOrbits
  let m: PlaneWaveOrbits
  /// Plane waves of the reduced basis.
  let union: [ReciprocalVector]
  /// For Gamma, K, K' and M: position in `union` of each near plane wave.
  let scatter: [[Int]]

  init(cutoffs: Cutoffs, symmetry: PointSymmetry) {
    self.cutoffs = cutoffs
    func orbits(_ point: LittleGroup) -> PlaneWaveOrbits {
      PlaneWaveOrbits(
        point: point, inner: cutoffs.inner, near: cutoffs.near, outer: cutoffs.outer)
    }
    gamma = orbits(.gamma(symmetry))
    k = orbits(.k(symmetry))
    m = orbits(.m)
    var position: [ReciprocalVector: Int] = [:]
    var union: [ReciprocalVector] = []
    func place(_ g: ReciprocalVector) -> Int {
      if let at = position[g] { return at }
      position[g] = union.count
      union.append(g)
      return union.count - 1
    }
    // K' = -K + b1 + b2: C2 carries c_G at K to c_(-G - b1 - b2) at K'.
    scatter = [
      gamma.nearPlaneWaves.map(place), k.nearPlaneWaves.map(place),
      k.nearPlaneWaves.map { place(ReciprocalVector(-1 - $0.n1, -1 - $0.n2)) },
      m.nearPlaneWaves.map(place),
    ]
    self.union = union
  }

  /// Largest |n1|, |n2| of a difference between an explicit and any plane wave.
  static func reach(_ cutoffs: Cutoffs) -> Int {
    let radius = (cutoffs.inner.squareRoot() + cutoffs.outer.squareRoot() + 2) * 1.1547
    return Int(radius) + 2
  }
}

/// The plans of one symmetry, each made when it is first asked for and then shared by all threads.
final class SolverPlans: Sendable {
  private struct Name: Hashable {
    var level: Int
    var withGradient: Bool
  }

  private let symmetry: PointSymmetry
  private let made = Mutex<[Name: SolverPlan]>([:])

  init(symmetry: PointSymmetry) { self.symmetry = symmetry }

  /// - Parameter withGradient: derivatives by V_G need the coefficients of the modes out to G.
  func plan(level: Int, withGradient: Bool) -> SolverPlan {
    made.withLock { made in
      let name = Name(level: level, withGradient: withGradient)
      if let plan = made[name] { return plan }
      var cutoffs = SolverPlan.ladder[level]
      if withGradient {
        cutoffs.extraModes += 8
        cutoffs.near = max(cutoffs.near, min(1.1 * Double(BandGradient.cutoff), cutoffs.outer))
      }
      let plan = SolverPlan(cutoffs: cutoffs, symmetry: symmetry)
      made[name] = plan
      return plan
    }
  }
}
