import WallpaperGroups

/// The rotation orbits of reciprocal vectors that a potential's Fourier coefficients are told by.
public enum FourierOrbits {
  /// |G|^2 up to which there are orbits, as of `WaveMetric`: 156 of p6, 466 of p2 on the hexagonal lattice.
  public static let cutoff = 256

  /// Every orbit in full, the shortest first and G = 0 before all; in each the largest (n1, n2) first, which stands for
  /// it: n1 > 0 and 0 <= n2 < n1 for p6.
  /// - Precondition: a group of rotations.
  public static func all(_ symmetry: CrystalSymmetry) -> [[ReciprocalVector]] {
    let metric = WaveMetric(symmetry.lattice)
    let limit = Double(cutoff) * (1 + Tolerance.rounding)
    let reach = metric.reach(limit)
    var found: [(size: Int, orbit: [ReciprocalVector])] = []
    for n1 in -reach.0...reach.0 {
      for n2 in -reach.1...reach.1 {
        let square = metric.square(ReciprocalVector(n1, n2))
        if square > limit { continue }
        var orbit: [ReciprocalVector] = []
        for operation in symmetry.group.operations {
          let (m1, m2) = operation.image(m1: n1, m2: n2)
          let image = ReciprocalVector(m1, m2)
          if !orbit.contains(image) { orbit.append(image) }
        }
        if orbit.allSatisfy({ ($0.n1, $0.n2) <= (n1, n2) }) {
          // Rounded, so that equal lengths are.
          found.append((Int((1e6 * square).rounded()), orbit))
        }
      }
    }
    found.sort {
      ($0.size, $0.orbit[0].n1, $0.orbit[0].n2) < ($1.size, $1.orbit[0].n1, $1.orbit[0].n2)
    }
    return found.map(\.orbit)
  }
}
