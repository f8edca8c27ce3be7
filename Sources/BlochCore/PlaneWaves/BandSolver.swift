import LinearAlgebra

/// Solves the Schroedinger equation -laplace psi + V psi = E psi for unit cells with C6 or C2
/// symmetry. Tables are built once; `solve` may be called from many threads.
public struct BandSolver: Sendable {
  private let waves: WaveSolver

  public var bands: Int { waves.bands }
  public var tolerance: Double { waves.tolerance }
  public var kset: KSet { waves.kset }

  /// - Parameters:
  ///   - symmetry: of the cells to be solved.
  ///   - kset: wave vectors wanted.
  ///   - bands: number of bands, 1 to 40.
  ///   - tolerance: largest error wanted, in units of Vmax, 1e-7 to 1.
  /// - Throws: `SolverError` for options out of range.
  public init(symmetry: CrystalSymmetry, kset: KSet, bands: Int, tolerance: Double) throws {
    waves = try WaveSolver(symmetry: symmetry, kset: kset, bands: bands, tolerance: tolerance)
  }

  /// Solves one cell.
  /// - Parameters:
  ///   - withGradient: whether dE/dV is wanted too; it costs about as much as thirty solutions.
  ///   - withModel: whether the bands are wanted as a small matrix too.
  /// - Throws: `SolverError` for a potential that is not finite, constant or lacks the symmetry, or
  ///   when the tolerance is out of reach; `LinearAlgebraError` if LAPACK breaks down.
  public func solve(_ cell: UnitCell, withGradient: Bool = false, withModel: Bool = false) throws
    -> BandSolution
  {
    let floor = try Double(cell.validate(symmetry: waves.symmetry)) * cell.vMax
    let rim = try cell.rim()
    if let medium = cell.medium {
      return try self.solve(
        medium, cell, rim, withGradient: withGradient, withModel: withModel)
    }
    func solve<Matrix: DenseMatrix>(_: Matrix.Type) throws -> BandSolution {
      try waves.solve(
        unit: cell.vMax, energyZero: floor + 0.5 * cell.vMax, energyFloor: floor,
        withGradient: withGradient, withModel: withModel
      ) {
        SchroedingerOperator<Matrix>(
          potential: FourierPotential(cell: cell, rim: rim, reach: $0))
      }
    }
    return try waves.symmetry.isReal ? solve(RealMatrix.self) : solve(ComplexMatrix.self)
  }

  /// Light, sound and elastic waves whose a does not vary.
  private func solve(
    _ medium: CrystalMedium, _ cell: UnitCell, _ rim: ShapeRim?, withGradient: Bool,
    withModel: Bool
  ) throws -> BandSolution {
    let (low, high) = medium.media
    guard low.a == high.a else {
      preconditionFailure("elements are for a stiffness that jumps")
    }
    var pattern = cell
    pattern.vMax = 1
    let contour = try cell.levels().map { LevelContour($0, cell.symmetry) }
    func solve<Matrix: DenseMatrix>(_: Matrix.Type) throws -> BandSolution {
      try waves.solve(
        unit: CrystalMedium.unit, energyZero: 0, energyFloor: 0, withGradient: withGradient,
        withModel: withModel
      ) {
        LoadedOperator<Matrix>(
          density: Self.pattern(pattern, rim, contour, reach: $0)
            .mapped(low: low.b, high: high.b), contrast: high.b - low.b)
      }
    }
    return try waves.symmetry.isReal ? solve(RealMatrix.self) : solve(ComplexMatrix.self)
  }

  /// Fourier coefficients of a pattern: of its contour where there is one.
  static func pattern(
    _ cell: UnitCell, _ rim: ShapeRim?, _ contour: LevelContour?, reach: Int
  ) -> FourierPotential {
    contour.map { FourierPotential(contour: $0, cell.symmetry, reach: reach) }
      ?? FourierPotential(cell: cell, rim: rim, reach: reach, isOfPixels: true)
  }
}
