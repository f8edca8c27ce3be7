/// The plane waves around one special point, in shells of equal |k + G| and in orbits of its little
/// group. Depends on cut-offs only: built once and shared by all cells.
struct PlaneWaveOrbits: Sendable {
  let point: LittleGroup
  /// The orbits by |k + G|; each lists G, R G, R^2 G, ... A single entry is the fixed point k + G = 0.
  let orbits: [[ReciprocalVector]]
  /// Orbits below this index are kept explicitly, the others are folded in.
  let innerCount: Int
  /// Number of plane waves in the explicit orbits.
  let innerPlaneWaves: Int
  /// Folded orbits below this index keep the energy dependence of the folding; beyond, where
  /// |k + G|^2 exceeds 120 |b|^2 (some 25 Vmax), it is below the error of the folding.
  let slowCount: Int
  /// First orbit with |k + G|^2 > outer/2 |b|^2.
  let outerHalf: Int
  let outer: Double
  /// First plane wave of each explicit orbit.
  let innerRepresentatives: [ReciprocalVector]
  /// G, R G, ... of every orbit, `order` of them each (a fixed point is repeated).
  let rotatedColumns: [ReciprocalVector]
  /// Orbits below this index carry the coefficients of a mode that the reduced basis keeps.
  let nearCount: Int
  /// The plane waves of the orbits below `nearCount`, orbit by orbit.
  let nearPlaneWaves: [ReciprocalVector]

  /// - Parameters:
  ///   - inner: explicit plane waves have |k + G|^2 <= inner |b|^2.
  ///   - near: plane waves with |k + G|^2 <= near |b|^2 are kept in the modes.
  ///   - outer: folded plane waves have |k + G|^2 <= outer |b|^2.
  init(point: LittleGroup, inner: Double, near: Double, outer: Double) {
    self.point = point
    let scale = Double(point.q * point.q)
    let reach = Int((outer * 4 / 3).squareRoot()) + 2
    var found: [(square: Int, g: ReciprocalVector)] = []
    for n1 in -reach...reach {
      for n2 in -reach...reach {
        let g = ReciprocalVector(n1, n2)
        let square = point.scaledSquare(g)
        if Double(square) <= outer * scale { found.append((square, g)) }
      }
    }
    found.sort { ($0.square, $0.g.n1, $0.g.n2) < ($1.square, $1.g.n1, $1.g.n2) }
    var seen = Set<ReciprocalVector>()
    var orbits: [[ReciprocalVector]] = []
    var innerCount = 0
    var innerPlaneWaves = 0
    var nearCount = 0
    var slowCount = 0
    var outerHalf = 0
    for (square, g) in found where !seen.contains(g) {
      var orbit = [g]
      seen.insert(g)
      var next = point.rotated(g)
      while next != g {
        orbit.append(next)
        seen.insert(next)
        next = point.rotated(next)
      }
      orbits.append(orbit)
      if Double(square) <= inner * scale {
        innerCount = orbits.count
        innerPlaneWaves += orbit.count
      }
      if Double(square) <= 0.5 * outer * scale { outerHalf = orbits.count }
      if Double(square) <= near * scale { nearCount = orbits.count }
      if Double(square) <= max(120, 4 * inner) * scale { slowCount = orbits.count }
    }
    self.orbits = orbits
    self.innerCount = innerCount
    self.innerPlaneWaves = innerPlaneWaves
    self.nearCount = nearCount
    self.slowCount = slowCount
    self.outerHalf = max(outerHalf, innerCount)
    self.outer = outer
    innerRepresentatives = orbits.prefix(innerCount).map { $0[0] }
    rotatedColumns = orbits.flatMap { orbit in
      (0..<point.order).map { orbit[orbit.count == point.order ? $0 : 0] }
    }
    nearPlaneWaves = orbits.prefix(nearCount).flatMap { $0 }
  }
}
