import Meshes
import WallpaperGroups

/// Bands of any crystal: of potentials, and of media whose stiffness a is the same everywhere, by plane waves; of other
/// media by finite elements. Tables are made once; `solve` may be called from many threads.
public struct CrystalSolver: Sendable {
  private let waves: BandSolver
  /// Nil where plane waves do.
  private let elements: ElementSolver?
  private let equation: WaveEquation

  public var kset: KSet { waves.kset }

  /// - Parameters as of `BandSolver`, `tolerance` in units of Vmax, or with another equation than Schroedinger's of
  ///   omega a/(2 pi c).
  /// - Throws: `SolverError` for options out of range.
  public init(
    symmetry: CrystalSymmetry, equation: WaveEquation, kset: KSet, bands: Int, tolerance: Double
  ) throws {
    self.equation = equation
    waves = try BandSolver(symmetry: symmetry, kset: kset, bands: bands, tolerance: tolerance)
    elements =
      equation == .schroedinger
      ? nil
      : try ElementSolver(
        symmetry: symmetry, kset: kset, bands: bands, tolerance: max(tolerance, 1e-6),
        field: equation.field)
  }

  /// Solves one cell.
  /// - Parameters as of `BandSolver.solve`.
  /// - Throws: `SolverError` for cells that cannot be solved, or when the tolerance is out of reach; `LinearAlgebraError`.
  public func solve(_ cell: UnitCell, withGradient: Bool = false, withModel: Bool = false) throws
    -> BandSolution
  {
    guard let medium = cell.medium, !medium.isByPlaneWaves, let elements else {
      return try waves.solve(cell, withGradient: withGradient, withModel: withModel)
    }
    try cell.validate(symmetry: cell.symmetry)
    let (low, high) = medium.media
    if let shapes = cell.shapes {
      // Grey shapes are of a material in between.
      let (inside, outside) = (
        medium.isExcluded ? nil : medium.mixture(shapes.inside),
        medium.isExcluded ? nil : medium.mixture(shapes.outside)
      )
      let isHighInside = shapes.inside > shapes.outside
      return try elements.solve(
        ShapeLevels(shapes), inside: inside ?? (isHighInside ? high : low),
        outside: outside ?? (isHighInside ? low : high),
        excluding: exclusion(medium, isHighInside: isHighInside),
        step: Double(shapes.inside - shapes.outside), withGradient: withGradient,
        withModel: withModel)
    }
    guard let levels = try cell.levels() else {
      throw SolverError(
        cell.isTwoLevel
          ? "\(equation.rawValue) needs a smooth contour, and the record has pixels alone, whose staircase is another crystal; make it with genpot random, shapes or image --smooth"
          : "\(equation.rawValue) needs two materials with a contour between them, and the pattern has values in between"
      )
    }
    return try elements.solve(
      levels, inside: high, outside: low, excluding: exclusion(medium, isHighInside: true),
      withGradient: withGradient, withModel: withModel)
  }

  private func exclusion(_ medium: CrystalMedium, isHighInside: Bool) -> ElementSolver.Exclusion {
    guard let boundary = medium.boundary else { return .none }
    let isInside = boundary.isHigh == isHighInside
    return boundary.isSoft ? .soft(isInside: isInside) : .rigid(isInside: isInside)
  }
}
