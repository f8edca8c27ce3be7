/// The reciprocal vectors with |n1|, |n2|, |n1 - n2| <= c: whole C6 orbits, in hexagonal shells.
public enum HexagonOrbits {
  /// Largest cut-off offered; 8,256 orbits.
  public static let maximumCutoff = 128

  /// One vector of each orbit, G = 0 left out: shell s = 1...cutoff gives (s, 0), ..., (s, s - 1),
  /// c (c + 1)/2 in all. A larger cut-off appends to the list of a smaller one. Throws when the
  /// cut-off is not in 1...128.
  public static func representatives(cutoff: Int) throws -> [ReciprocalVector] {
    guard (1...maximumCutoff).contains(cutoff) else {
      throw GeometryError("cut-off \(cutoff); choose 1 to \(maximumCutoff)")
    }
    return (1...cutoff).flatMap { s in (0..<s).map { ReciprocalVector(s, $0) } }
  }

  /// The vector of g's orbit that `representatives` lists; (0, 0) for itself.
  public static func representative(of g: ReciprocalVector) -> ReciprocalVector {
    var v = g
    for _ in 0..<6 {
      if v.n1 > 0, v.n2 >= 0, v.n2 < v.n1 { return v }
      v = v.rotated60
    }
    return v
  }
}
