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
  public init(symmetry: PointSymmetry, kset: KSet, bands: Int, tolerance: Double) throws {
    waves = try WaveSolver(symmetry: symmetry, kset: kset, bands: bands, tolerance: tolerance)
  }

  /// Solves one cell.
  /// - Parameter withGradient: whether dE/dV is wanted too; it costs about as much as thirty solutions.
  /// - Throws: `SolverError` for a potential that is not finite, constant or lacks the symmetry, or
  ///   when the tolerance is out of reach; `LinearAlgebraError` if LAPACK breaks down.
  public func solve(_ cell: UnitCell, withGradient: Bool = false) throws -> BandSolution {
    try Self.validate(cell, symmetry: waves.symmetry)
    return try waves.solve(
      unit: cell.vMax, energyZero: 0.5 * cell.vMax, withGradient: withGradient
    ) { SchroedingerOperator(potential: FourierPotential(cell: cell, reach: $0)) }
  }

  /// Refuses what has no well-defined answer.
  static func validate(_ cell: UnitCell, symmetry: PointSymmetry) throws {
    let n = cell.pixels
    guard n >= 2, n <= 4096, cell.potential.count == n * n else {
      throw SolverError("the potential needs 2 to 4096 points a side")
    }
    guard cell.vMax.isFinite, cell.vMax > 0, cell.vMax <= 1e6 else {
      throw SolverError("v_max must be positive and at most 1e6 E0")
    }
    var low = Float.infinity
    var high = -Float.infinity
    for v in cell.potential {
      guard v.isFinite else { throw SolverError("the potential has values that are not finite") }
      low = min(low, v)
      high = max(high, v)
    }
    guard high > low else {
      throw SolverError("the potential is constant, so it has no unit cell; give it a structure")
    }
    guard max(abs(low), abs(high)) <= 100 else {
      throw SolverError("the potential exceeds 100 v_max; rescale v_max")
    }
    var largest: Float = 0
    for i in 0..<n {
      for j in 0..<n {
        let (p, q) = symmetry == .c6 ? ((n - j) % n, (i + j) % n) : ((n - i) % n, (n - j) % n)
        largest = max(largest, abs(cell.potential[i * n + j] - cell.potential[p * n + q]))
      }
    }
    guard largest <= 1e-5 * (high - low) else {
      throw SolverError(
        "the potential is not \(symmetry == .c6 ? "C6" : "C2")-symmetric (largest difference "
          + "\(largest) v_max); symmetrise it, e.g. genpot image --symmetrize")
    }
  }
}
