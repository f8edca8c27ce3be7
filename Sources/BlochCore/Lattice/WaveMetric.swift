import WallpaperGroups

/// Lengths of wave vectors of a lattice, in a unit in which a disc of given radius holds as many reciprocal vectors
/// in every lattice: cut-offs are told in it.
package struct WaveMetric: Hashable, Sendable {
  package let lattice: Lattice
  /// The unit of squares, 1/a^2: |b1|^2 = 16 pi^2/3 on the hexagonal lattice, else in proportion to the zone's area.
  package let unitSquare: Double
  /// (m1 b1 + m2 b2)^2 = g11 m1^2 + g12 m1 m2 + g22 m2^2, in that unit.
  private let g11: Double
  private let g12: Double
  private let g22: Double

  package static let hexagonal = WaveMetric(.hexagonal)

  package init(_ lattice: Lattice) {
    self.lattice = lattice
    if lattice == .hexagonal {
      // Whole numbers, so that shells are exact.
      unitSquare = ReciprocalVector.unitSquare
      (g11, g12, g22) = (1, -1, 1)
      return
    }
    let unit = ReciprocalVector.unitSquare * Lattice.hexagonal.area / lattice.area
    let (x, y) = lattice.waveVector(x1: 1, x2: 0)
    let (_, z) = lattice.waveVector(x1: 0, x2: 1)
    unitSquare = unit
    g11 = (x * x + y * y) / unit
    g12 = 2 * y * z / unit
    g22 = z * z / unit
  }

  /// Square of m1 b1 + m2 b2.
  @inline(__always)
  package func square(_ m1: Double, _ m2: Double) -> Double {
    g11 * m1 * m1 + g22 * m2 * m2 + g12 * m1 * m2
  }

  package func square(_ g: ReciprocalVector) -> Double { square(Double(g.n1), Double(g.n2)) }

  /// Cartesian components of a wave vector, 1/a.
  @inline(__always)
  package func cartesian(_ k: KPoint) -> (x: Double, y: Double) {
    lattice.waveVector(x1: k.x1, x2: k.x2)
  }

  @inline(__always)
  package func cartesian(_ g: ReciprocalVector) -> (x: Double, y: Double) {
    lattice.waveVector(x1: Double(g.n1), x2: Double(g.n2))
  }

  /// Largest |m1| and |m2| of wave vectors whose square is `cutoff` at most: 2 pi m1 = q.a1.
  package func reach(_ cutoff: Double) -> (Int, Int) {
    let length = (cutoff * unitSquare).squareRoot() / (2 * Double.pi)
    return (Int(length * (1 + 1e-12)), Int(length * lattice.ratio * (1 + 1e-12)))
  }
}
