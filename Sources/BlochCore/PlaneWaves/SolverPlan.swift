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
  }

  /// From coarse to fine; the error falls by about three from one to the next.
  static let ladder: [Cutoffs] = [
    Cutoffs(inner: 9, near: 36, outer: 100, extraModes: 3),
    Cutoffs(inner: 16, near: 49, outer: 225, extraModes: 4),
    Cutoffs(inner: 31, near: 100, outer: 600, extraModes: 6),
    Cutoffs(inner: 49, near: 121, outer: 900, extraModes: 7),
    Cutoffs(inner: 81, near: 225, outer: 1600, extraModes: 9),
    Cutoffs(inner: 144, near: 400, outer: 2500, extraModes: 12),
  ]

  let cutoffs: Cutoffs
  let gamma: PlaneWaveOrbits
  let k: PlaneWaveOrbits
  let m: PlaneWaveOrbits
  let centroid: PlaneWaveOrbits
  /// Plane waves of the reduced basis.
  let union: [ReciprocalVector]
  /// For Gamma, K, K', M and the centroid: position in `union` of each near plane wave.
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
    centroid = orbits(.centroid)
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
      m.nearPlaneWaves.map(place), centroid.nearPlaneWaves.map(place),
    ]
    self.union = union
  }

  /// Largest |n1|, |n2| of a difference between an explicit and any plane wave.
  static func reach(_ cutoffs: Cutoffs) -> Int {
    let radius = (cutoffs.inner.squareRoot() + cutoffs.outer.squareRoot() + 2) * 1.1547
    return Int(radius) + 2
  }
}
