/// The rotation orbits of reciprocal vectors that a potential's Fourier coefficients are told by.
public enum FourierOrbits {
  /// |G|^2 in |b|^2 up to which there are orbits: 156 of C6, 466 of C2.
  public static let cutoff = 256

  /// Every orbit in full, the shortest first and G = 0 before all; in each the largest (n1, n2) first, which stands for
  /// it: n1 > 0 and 0 <= n2 < n1 for C6.
  public static func all(_ symmetry: CrystalSymmetry) -> [[ReciprocalVector]] {
    var found: [(g: ReciprocalVector, orbit: [ReciprocalVector])] = []
    let reach = 20
    for n1 in -reach...reach {
      for n2 in -reach...reach {
        let g = ReciprocalVector(n1, n2)
        if g.squaredIndex > cutoff { continue }
        var orbit = [g]
        for turn in 1..<symmetry.order {
          let image = g.rotated(sixths: turn * 6 / symmetry.order)
          if image != g { orbit.append(image) }
        }
        if orbit.allSatisfy({ ($0.n1, $0.n2) <= (n1, n2) }) { found.append((g, orbit)) }
      }
    }
    found.sort { ($0.g.squaredIndex, $0.g.n1, $0.g.n2) < ($1.g.squaredIndex, $1.g.n1, $1.g.n2) }
    return found.map(\.orbit)
  }
}
