import BlochCore
import LinearAlgebra

/// Strips by plane waves.
public struct ExactWallSolver: Sendable {
  public let bands: Int
  /// Bands below the gap; nil for the widest that the crystals have in common.
  public let gap: Int?
  public let kappas: [Double]
  /// Of energies in Vmax, of light and sound of omega a/(2 pi c).
  public let tolerance: Double
  /// Of a strip's crystals those that the walls are between.
  let crystals: Int
  /// Whether it is asked how disorder turns states round.
  let withDisorder: Bool

  /// - Parameters:
  ///   - bands: of the crystals, 2 to 40.
  ///   - points: wave vectors from 0 to 1/2.
  ///   - crystals: those that walls are between; others of a strip are within walls.
  ///   - withDisorder: whether `EdgeState.couplings` are wanted.
  /// - Throws: `SolverError` for options out of range.
  public init(
    bands: Int, gap: Int?, points: Int, tolerance: Double, crystals: Int = 2,
    withDisorder: Bool = false
  ) throws {
    guard (2...40).contains(bands) else {
      throw SolverError("the number of bands must be 2 to 40, not \(bands)")
    }
    if let gap, !(1..<bands).contains(gap) {
      throw SolverError("the gap must be above band 1 to \(bands - 1), not \(gap)")
    }
    guard (2...1000).contains(points) else {
      throw SolverError("2 to 1000 wave vectors along the wall, not \(points)")
    }
    guard tolerance >= 1e-6, tolerance <= 1 else {
      throw SolverError("the tolerance must be 1e-6 to 1")
    }
    self.bands = bands
    self.gap = gap
    self.tolerance = tolerance
    self.crystals = crystals
    self.withDisorder = withDisorder
    kappas = (0..<points).map { 0.5 * Double($0) / Double(points - 1) }
  }

  /// - Throws: `SolverError` where the tolerance is out of reach or plane waves do not do, `LinearAlgebraError`.
  public func solve(_ strip: Strip) throws -> DomainWall {
    let search = try search(strip)
    guard search.hasGap else { return search.closed }
    // The real form needs a centre of inversion.
    let tables = try StripSeries.tables(strip)
    let isReal = StripSeries(
      strip, tables, reachAlong: 3, reachAcross: 4 * strip.layers.count
    ).isReal
    return isReal
      ? try solve(strip, tables, search, RealMatrix.self)
      : try solve(strip, tables, search, ComplexMatrix.self)
  }

  /// The common gap, and what is looked for in it.
  func search(_ strip: Strip) throws -> WallSearch {
    let bulk = try strip.crystals.prefix(crystals).map {
      try ProjectedBands($0, strip.frame, kappas: kappas, bands: bands, tolerance: tolerance)
    }
    return try WallSearch(
      strip.frame, walls: strip.walls(crystals), layers: strip.layers.count, edge: strip.edge,
      isHard: strip.isHard, floor: strip.floor(kappas), kappas: kappas, bulk: bulk, gap: gap)
  }

  /// What is the same for all ways to solve a strip.
  func result(
    _ strip: Strip, _ search: WallSearch, _ levels: [StripLevels], functions: Int,
    contour: StripContour?
  ) throws -> DomainWall {
    try search.result(
      levels, functions: functions, operations: StripOperation.of(strip, search.walls),
      isPseudoscalar: strip.crystals[0].medium?.equation.field == .pseudoscalar, contour: contour)
  }

  private func solve<Matrix: DenseMatrix>(
    _ strip: Strip, _ tables: [WaveCoefficients], _ search: WallSearch, _: Matrix.Type
  ) throws -> DomainWall {
    let isPotential = strip.crystals[0].medium == nil
    func measure(_ error: Double, _ energy: Double) -> Double {
      isPotential ? error : error / (2 * max(energy, error).squareRoot())
    }
    let count = strip.layers.count
    let contour = withDisorder ? try StripContour(strip) : nil
    var reached = Double.infinity
    // Of light the error of a frequency is that of its square over twice the frequency.
    let leftOver =
      0.2 * tolerance
      * (isPotential ? strip.crystals[0].vMax : CrystalMedium.unit * search.lower.squareRoot())
    // Higher bands need more waves.
    let least = 4 * Double(search.gap) + 18
    for (core, near) in [(30.0, 120.0), (40, 300), (40, 900), (60, 2000)].map({
      (max($0, least), max($1, 4 * least))
    }) {
      let solver = StripSolver<Matrix>(
        strip, tables, below: strip.statesBelow(search), margin: count / 2 + 12, coreCount: core,
        nearCount: near,
        leftOver: leftOver)
      var levels: [StripLevels] = []
      for (at, kappa) in kappas.enumerated() {
        let own = try solver.levels(
          kappa, window: search.window, gap: search.opening(at), contour: contour?.contour)
        let error = own.between.reduce(0) { max($0, measure(own.errors[$1], own.energies[$1])) }
        if error > tolerance {
          reached = min(reached, error)
          break
        }
        levels.append(own)
      }
      if levels.count < kappas.count { continue }
      return try result(
        strip, search, levels.map { kept($0, measure) }, functions: solver.waves.near.count,
        contour: contour)
    }
    throw SolverError(
      "the finest cut-off reaches only \(WaveSolver.rounded(reached)) \(isPotential ? "Vmax" : "in omega a/(2 pi c)"); ask for a larger --tolerance"
    )
  }

  /// Without levels that are not known: of bulk states outside the gap, whose convergence is not waited for.
  func kept(
    _ levels: StripLevels, _ measure: (Double, Double) -> Double
  ) -> StripLevels {
    var result = levels
    let known = levels.energies.indices.filter {
      measure(levels.errors[$0], levels.energies[$0]) <= 2 * tolerance
    }
    result.energies = known.map { levels.energies[$0] }
    result.errors = known.map { levels.errors[$0] }
    result.between = levels.between.compactMap { known.firstIndex(of: $0) }
    return result
  }
}
