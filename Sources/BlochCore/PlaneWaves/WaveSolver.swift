import LinearAlgebra

/// Bands, irreps and derivatives of any wave equation that is an `AffineOperator`: irrep blocks at the
/// special points, second-order folding of short waves, and a reduced Bloch mode expansion in between.
/// A ladder of cut-offs is climbed until two rungs agree.
package struct WaveSolver: Sendable {
  package let symmetry: PointSymmetry
  package let kset: KSet
  package let bands: Int
  package let tolerance: Double
  private let plans: SolverPlans
  /// Each wave vector of the k-set: 60-degree sector of a C2 cell, and where in the wedge it lies.
  private let places: [(sector: Int, place: WedgePlace)]

  /// - Parameters as of `BandSolver`.
  /// - Throws: `SolverError` for options out of range.
  package init(symmetry: PointSymmetry, kset: KSet, bands: Int, tolerance: Double) throws {
    guard (1...40).contains(bands) else {
      throw SolverError("the number of bands must be 1 to 40, not \(bands)")
    }
    guard tolerance >= 1e-7, tolerance <= 1 else {
      throw SolverError("the tolerance must be 1e-7 to 1 (in units of Vmax)")
    }
    guard !kset.points.isEmpty else { throw SolverError("no wave vectors to solve at") }
    self.symmetry = symmetry
    self.kset = kset
    self.bands = bands
    self.tolerance = tolerance
    plans = SolverPlans(symmetry: symmetry)
    places = kset.points.map { WedgePlace.locate($0, symmetry: symmetry) }
  }

  /// - Parameters:
  ///   - unit: energy that `tolerance` and the solution are in units of.
  ///   - energyZero: energy about which the folding is linearised, in the middle of the bands wanted.
  ///   - energyFloor: no state lies below it.
  ///   - wave: makes the operator with elements up to a given |n1|, |n2| of G - G'.
  /// - Throws: `SolverError` when the tolerance is out of reach, `LinearAlgebraError`.
  package func solve<Operator: AffineOperator>(
    unit: Double, energyZero: Double, energyFloor: Double, withGradient: Bool = false,
    withModel: Bool = false, wave: (Int) -> Operator
  ) throws -> BandSolution {
    let ladder = SolverPlan.ladder
    let first = max(1, ladder.firstIndex { $0.usualError <= tolerance } ?? ladder.count - 1)
    guard !withModel || symmetry == .c6 else {
      throw SolverError("a reduced model (--keep-model) is for C6 cells only")
    }
    let withFunctions = withGradient || withModel || places.contains { $0.place == .inside }
    var operatorInUse = wave(SolverPlan.reach(ladder[first]))
    var coarse: [[WedgeLevels]]?
    var estimate: Double?
    for level in (first - 1)..<ladder.count {
      if level > first { operatorInUse = wave(SolverPlan.reach(ladder[level])) }
      guard
        let wedges = try wedges(
          operatorInUse, energyZero, energyFloor, level: level,
          withFunctions: withFunctions && level >= first,
          withGradient: withGradient && level >= first)
      else { continue }
      let levels = wedges.map(\.levels)
      if let coarse {
        let error = largestDifference(levels, coarse) * ladder[level].errorRatio / unit
        if error <= tolerance { return try finish(wedges, unit, error, withGradient, withModel) }
        estimate = error
      }
      coarse = levels
    }
    throw SolverError(
      estimate.map { "the finest cut-off reaches only \($0) Vmax; ask for a larger --tolerance" }
        ?? "the potential is too deep for the cut-offs there are; only --method dense can solve it")
  }

  private typealias WedgeLevels = (energies: [Double], irreps: [Irrep])

  private struct Wedge<Operator: AffineOperator> {
    let solver: WedgeSolver<Operator>
    let corners: WedgeSolver<Operator>.Corners
    /// Gamma, K, M.
    let levels: [WedgeLevels]
  }

  private var sectorCount: Int { 6 / symmetry.order }

  /// Nil where the folding does not hold for all energies from the floor to the highest band wanted:
  /// states would lie above their Ritz values, or anywhere.
  private func wedges<Operator: AffineOperator>(
    _ wave: Operator, _ energyZero: Double, _ energyFloor: Double, level: Int,
    withFunctions: Bool, withGradient: Bool
  ) throws -> [Wedge<Operator>]? {
    let plan = plans.plan(level: level, withGradient: withGradient)
    var wedges: [Wedge<Operator>] = []
    for sector in 0..<sectorCount {
      let solver = WedgeSolver(
        plan: plan, operatorInUse: sector == 0 ? wave : wave.rotated(sixths: sector),
        energyZero: energyZero, bands: bands)
      let radius = solver.foldingRadius()
      guard 2 * (energyZero - energyFloor) < radius else { return nil }
      let corners = try solver.corners(withFunctions: withFunctions)
      let levels = [corners.gamma, corners.k, corners.m].map(solver.levels)
      guard levels.allSatisfy({ ($0.energies.last ?? 0) - energyZero < radius }) else { return nil }
      wedges.append(Wedge(solver: solver, corners: corners, levels: levels))
    }
    return wedges
  }

  private func largestDifference(_ a: [[WedgeLevels]], _ b: [[WedgeLevels]]) -> Double {
    var largest = 0.0
    for (left, right) in zip(a, b) {
      for (l, r) in zip(left, right) {
        for (x, y) in zip(l.energies, r.energies) { largest = max(largest, abs(x - y)) }
      }
    }
    return largest
  }

  private func finish(
    _ wedges: [Wedge<some AffineOperator>], _ unitEnergy: Double, _ estimate: Double,
    _ withGradient: Bool, _ withModel: Bool
  ) throws -> BandSolution {
    let unit = 1 / unitEnergy
    var energies = [Double](repeating: 0, count: kset.points.count * bands)
    var gradients = [[Double]](repeating: [], count: withGradient ? kset.points.count : 0)
    var model: ReducedModel?
    let orbits = withGradient ? FourierOrbits.all(symmetry) : []
    for (sector, wedge) in wedges.enumerated() {
      let own = places.indices.filter { places[$0].sector == sector }
      for at in own {
        guard let corner = places[at].place.corner else { continue }
        for n in 0..<bands { energies[at * bands + n] = unit * wedge.levels[corner].energies[n] }
      }
      let inside = own.filter { places[$0].place == .inside }
      if inside.isEmpty && !(withGradient && !own.isEmpty) && !withModel { continue }
      let basis = try wedge.solver.reducedBasis(wedge.corners)
      if withModel { model = try ReducedModel(basis, bands: bands, unit: unitEnergy) }
      let (points, rows) = distinctPoints(inside)
      let values = basis.energies(
        at: points, count: bands, tolerance: 1e-3 * tolerance * unitEnergy)
      for (at, row) in zip(inside, rows) {
        for n in 0..<bands { energies[at * bands + n] = unit * values[row * bands + n] }
      }
      if !withGradient { continue }
      // In the sector's coordinates the potential is V'_G = V_(R^sector G).
      let turned = orbits.map { $0.map { $0.rotated(sixths: -sector) } }
      var transform = DensityTransform(
        planeWaves: wedge.solver.plan.union, orbits: turned)
      let (all, allRows) = distinctPoints(own)
      let found = try all.map { k -> [Double] in
        let functions = try basis.functions(at: k, count: bands)
        var values: [Double] = []
        for n in 0..<bands {
          let column = functions.storage[(n * functions.rows)..<((n + 1) * functions.rows)]
          transform.append(column, to: &values)
        }
        return values
      }
      for (at, row) in zip(own, allRows) { gradients[at] = found[row] }
    }
    let gradient = BandGradient(
      orbits: orbits.map { $0[0] }, values: gradients.flatMap { $0 })
    return BandSolution(
      energies: energies, bands: bands, specialPoints: specialPoints(wedges, unit),
      errorEstimate: estimate, planeWaves: wedges[0].solver.plan.gamma.innerPlaneWaves,
      gradient: withGradient ? gradient : nil, model: model)
  }

  /// The wave vectors of some places folded into the wedge, equivalent ones once, and where each is.
  private func distinctPoints(_ indices: [Int]) -> (points: [KPoint], rows: [Int]) {
    var known: [KPoint: Int] = [:]
    var points: [KPoint] = []
    let rows = indices.map { at -> Int in
      let k = WedgePlace.folded(kset.points[at], symmetry: symmetry).k
      if let row = known[k] { return row }
      known[k] = points.count
      points.append(k)
      return points.count - 1
    }
    return (points, rows)
  }

  private func specialPoints(
    _ wedges: [Wedge<some AffineOperator>], _ unit: Double
  ) -> [SpecialPointBands] {
    var points: [SpecialPointBands] = []
    for (sector, wedge) in wedges.enumerated() {
      var places = [("Gamma", KPoint.gamma), ("K", KPoint.k), ("M", KPoint.m)]
      for i in places.indices {
        for _ in 0..<sector { places[i].1 = places[i].1.rotated60 }
        if sector > 0 { places[i].0 += "\(sector)" }
      }
      for (i, place) in places.enumerated() where sector == 0 || i > 0 {
        points.append(
          SpecialPointBands(
            label: place.0, k: place.1, energies: wedge.levels[i].energies.map { $0 * unit },
            irreps: wedge.levels[i].irreps))
      }
    }
    return points
  }
}
