import LinearAlgebra

/// Bands by one plain dense diagonalisation at every wave vector: no symmetry, no folding, no
/// interpolation. Slow, and there to check everything else against.
public enum DenseBands {
  /// Refuses a cut-off that is too large for a machine or holds too few plane waves.
  /// - Throws: `SolverError`.
  public static func validate(cutoff: Double, bands: Int) throws {
    guard cutoff >= 2, cutoff <= 2000, 1.5 * cutoff > Double(bands) else {
      throw SolverError(
        "a dense cut-off of 2 to 2000 |b|^2, half of which holds the bands, is needed")
    }
  }

  /// - Parameters:
  ///   - cell: the unit cell; only C2 symmetry is made use of.
  ///   - points: wave vectors.
  ///   - bands: number of bands.
  ///   - cutoff: plane waves have |k + G|^2 <= cutoff |b|^2 (on other lattices as many waves); about 3.63 cutoff of them.
  /// - Returns: energies [points x bands] row-major and their largest change since half of the cut-off, units
  ///   of Vmax. Where the potential jumps the error falls as cutoff^(-3/2), so about half of the change is left.
  /// - Throws: `SolverError` for a bad cell or cut-off, `LinearAlgebraError` if LAPACK breaks down.
  public static func solve(
    _ cell: UnitCell, at points: [KPoint], bands: Int, cutoff: Double
  ) throws -> (energies: [Double], errorEstimate: Double) {
    try cell.validate(symmetry: cell.symmetry)
    try validate(cutoff: cutoff, bands: bands)
    func eigenvalues<Matrix: DenseMatrix>(_ cutoff: Double, _: Matrix.Type) throws -> [Double] {
      let waves = try DenseWaves<Matrix>(cell, cutoff: cutoff)
      return try points.flatMap { k in
        try waves.states(k, count: bands, cutoff: cutoff, withVectors: false).pairs.values.map {
          $0 / cell.vMax
        }
      }
    }
    func both<Matrix: DenseMatrix>(_ type: Matrix.Type) throws -> (fine: [Double], coarse: [Double])
    { (try eigenvalues(cutoff, type), try eigenvalues(cutoff / 2, type)) }
    let (fine, coarse) = try cell.symmetry.isReal ? both(RealMatrix.self) : both(ComplexMatrix.self)
    return (fine, zip(fine, coarse).reduce(0) { max($0, $1.1 - $1.0) })
  }
}
