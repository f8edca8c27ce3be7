/// Fourier coefficients of what a crystal puts between plane waves, for solvers of larger cells that are made of it: of
/// V, or of b where a is the same everywhere.
package struct WaveCoefficients: Sendable {
  private let table: FourierPotential
  /// V alone, else b alone: whether the mass is the unit matrix.
  package let isPotential: Bool
  /// What eigenvalues of the record are in units of, E0.
  package let unit: Double

  /// - Parameters:
  ///   - cell: valid.
  ///   - reach: largest |n1| and |n2| that are known.
  /// - Throws: `SolverError` where plane waves do not do, or the rim of the shapes cannot be found.
  package init(_ cell: UnitCell, reach: Int) throws {
    let rim = try cell.rim()
    guard let medium = cell.medium else {
      table = FourierPotential(cell: cell, rim: rim, reach: reach)
      isPotential = true
      unit = cell.vMax
      return
    }
    let (low, high) = medium.media
    guard medium.isByPlaneWaves else {
      throw SolverError(
        "a strip of \(medium.equation.rawValue) whose stiffness jumps is not solved, of tm it is")
    }
    var pattern = cell
    pattern.vMax = 1
    let contour = try cell.levels().map { LevelContour($0, cell.symmetry) }
    table = BandSolver.pattern(pattern, rim, contour, reach: reach)
      .mapped(low: low.b / low.a, high: high.b / high.a)
    isPotential = false
    unit = CrystalMedium.unit
  }

  package var reach: Int { table.reach }

  /// The coefficient of n1 b1 + n2 b2, zero outside the table.
  package subscript(n1: Int, n2: Int) -> (re: Double, im: Double) {
    if abs(n1) > table.reach || abs(n2) > table.reach { return (0, 0) }
    let at = table.center + table.offset(ReciprocalVector(n1, n2))
    return (table.values[at], table.imaginary.isEmpty ? 0 : table.imaginary[at])
  }
}
