import LinearAlgebra

/// What depends on a goal's wave vectors, the cut-offs and the pixels alone: made once, shared by threads.
public struct ExactTables: Sendable {
  public let goal: Goal
  let vMax: Double
  let pixels: Int
  let transform: OrbitTransform
  let reach: Int
  /// [(2 reach + 1)^2]: the orbit of each reciprocal vector.
  let orbitOf: [Int]
  let orbitCount: Int
  /// Gamma, K, M.
  let corners: [PlaneWaveOrbits]
  /// [points], nil at Gamma, K and M.
  let planeWaves: [PlaneWaveOrbits?]

  /// - Parameters:
  ///   - accuracy: error of the energies of a two-level cell that the cut-offs are chosen for, Vmax.
  ///   - vMax: E0.
  public init(space: DesignSpace, goal: Goal, vMax: Double, accuracy: Double = 1.5e-4) {
    let ladder = SolverPlan.ladder
    let cutoffs = ladder.first { $0.usualError <= accuracy } ?? ladder[ladder.count - 1]
    self.goal = goal
    self.vMax = vMax
    pixels = space.pixels
    let reach = SolverPlan.reach(cutoffs)
    self.reach = reach
    func waves(_ point: LittleGroup) -> PlaneWaveOrbits {
      PlaneWaveOrbits(
        point: point, inner: cutoffs.inner, near: cutoffs.inner, outer: cutoffs.outer)
    }
    let layout = ZoneLayout.of(.c6)
    corners = layout.points.map(waves)
    planeWaves = zip(goal.points, goal.sample().corners).map { k, corner in
      if corner != nil { return nil }
      // A denominator with many divisors: grids are met exactly, other points to 1e-6.
      let q = 720_720
      return waves(
        LittleGroup(
          p1: Int((k.x1 * Double(q)).rounded()), p2: Int((k.x2 * Double(q)).rounded()),
          q: q))
    }
    let width = 2 * reach + 1
    var orbitOf = [Int](repeating: -1, count: width * width)
    var representatives: [ReciprocalVector] = []
    for n1 in -reach...reach {
      for n2 in -reach...reach where orbitOf[(n1 + reach) * width + n2 + reach] < 0 {
        // Of an orbit that the table cuts, no plane waves need the members.
        for turn in 0..<6 {
          let g = ReciprocalVector(n1, n2).rotated(sixths: turn)
          if max(abs(g.n1), abs(g.n2)) > reach { continue }
          orbitOf[(g.n1 + reach) * width + g.n2 + reach] = representatives.count
        }
        representatives.append(ReciprocalVector(n1, n2))
      }
    }
    self.orbitOf = orbitOf
    orbitCount = representatives.count
    transform = OrbitTransform(representatives, space.orbits)
  }
}
