/// What the network is told of a geometry: V_G/Vmax of every rotation orbit with |G|^2 <= 256 |b|^2, 156
/// numbers that are exactly symmetric, exactly periodic and independent of the number of pixels.
public enum FourierFeatures {
  /// The orbits' representatives, G = 0 first.
  public static let orbits: [ReciprocalVector] = BandGradient.orbits(.c6).map { $0[0] }
  public static var count: Int { orbits.count }

  private static let reach = orbits.map { max(abs($0.n1), abs($0.n2)) }.max() ?? 0
  /// [orbits]: where the orbit goes when the cell is mirrored, n1 <-> n2.
  static let mirrored: [Int] = {
    var index: [ReciprocalVector: Int] = [:]
    for (i, orbit) in BandGradient.orbits(.c6).enumerated() { for g in orbit { index[g] = i } }
    return orbits.map { index[ReciprocalVector($0.n2, $0.n1)]! }
  }()

  /// [orbits], units of Vmax.
  /// - Throws: `SolverError` for a cell without C6 symmetry, or one that is constant or not finite.
  public static func of(_ cell: UnitCell) throws -> [Float] {
    guard cell.symmetry == .c6 else {
      throw SolverError("the network knows cells with C6 symmetry only; use solve-seq")
    }
    try BandSolver.validate(cell, symmetry: .c6)
    let potential = FourierPotential(cell: cell, reach: reach)
    return orbits.map { Float(potential[$0] / cell.vMax) }
  }
}
