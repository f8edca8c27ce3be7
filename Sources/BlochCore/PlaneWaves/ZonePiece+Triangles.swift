extension ZonePiece {
  /// Part of a piece, with Gamma and two other corners.
  struct Triangle: Sendable {
    let a: (p1: Int, p2: Int, q: Int)
    let b: (p1: Int, p2: Int, q: Int)

    /// (i a + j b)/n. One division, so that equal wave vectors are equal numbers.
    func point(_ i: Int, _ j: Int, of n: Int) -> KPoint {
      let scale = Double(n * a.q * b.q)
      return KPoint(
        Double(i * a.p1 * b.q + j * b.p1 * a.q) / scale,
        Double(i * a.p2 * b.q + j * b.p2 * a.q) / scale)
    }

    /// In that of the zone.
    var area: Double {
      0.5 * Double(abs(a.p1 * b.p2 - a.p2 * b.p1)) / Double(a.q * b.q)
    }
  }

  /// The piece, cut from its first corner, Gamma.
  var triangles: [Triangle] {
    (2..<fractions.count).map { Triangle(a: fractions[$0 - 1], b: fractions[$0]) }
  }
}
