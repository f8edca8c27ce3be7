import Glibc
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
    let first = ladder.firstIndex { $0.usualEstimate <= tolerance } ?? ladder.count - 1
    guard !withModel || symmetry == .c6 else {
      throw SolverError("a reduced model (--keep-model) is for C6 cells only")
    }
    let withFunctions = withGradient || withModel || places.contains { $0.place == .inside }
    var estimate: Double?
    for level in first..<ladder.count {
      let cutoffs = SolverPlan.cutoffs(level: level, withGradient: withGradient)
      guard
        let wedges = try wedges(
          wave(SolverPlan.reach(cutoffs)), energyZero, energyFloor, level: level,
          withFunctions: withFunctions, withGradient: withGradient)
      else { continue }
      let error = wedges.map(\.foldingError).max()! / unit + leastEstimate
      estimate = min(estimate ?? .infinity, error)
      if error > tolerance { continue }
      let bases = try bases(wedges, unit, error, withGradient, withModel)
      estimate = bases.error
      if bases.error > tolerance { continue }
      return try finish(wedges, bases.all, unit, bases.error, withGradient, withModel)
    }
    throw SolverError(
      estimate.map {
        "the finest cut-off reaches only \(Self.rounded($0)) Vmax; ask for a larger --tolerance"
      }
        ?? "the potential is too deep for the cut-offs there are; only --method dense can solve it")
  }

  /// Two digits, rounded up.
  private static func rounded(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return "\(value)" }
    var exponent = Int(log10(value).rounded(.down))
    var digits = Int((value / pow(10, Double(exponent - 1))).rounded(.up))
    if digits >= 100 { (digits, exponent) = (digits / 10, exponent + 1) }
    return "\(digits / 10).\(digits % 10)e\(exponent)"
  }

  private struct Wedge<Operator: AffineOperator> {
    let solver: WedgeSolver<Operator>
    let corners: WedgeSolver<Operator>.Corners
    /// Gamma, K, M.
    let levels: [WedgeSolver<Operator>.Levels]
    /// Largest error of the levels, E0.
    let foldingError: Double
  }

  /// To which energies between the special points are calculated, Vmax.
  private var bisection: Double { 1e-3 * tolerance }

  /// No estimate claims more, Vmax: what second order finds is not to be relied on far below the tolerance.
  private var leastEstimate: Double { 1e-2 * tolerance }

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
      guard
        levels.allSatisfy({
          $0.energies.count == bands && $0.energies[bands - 1] - energyZero < radius
        })
      else { return nil }
      let shortShare = wave.shortShare(inner: plan.cutoffs.inner)
      let error = levels.map { level in
        let distance = max(
          energyZero - level.energies[0], level.energies[bands - 1] - energyZero)
        return level.largestFolding
          * SolverPlan.foldingError(
            strength: wave.strength, shortShare: shortShare, distance: distance, radius: radius)
      }.max()!
      let tail = wave.foldingTailError(outer: plan.cutoffs.outer, energyZero: energyZero)
      wedges.append(
        Wedge(solver: solver, corners: corners, levels: levels, foldingError: error + tail))
    }
    return wedges
  }

  /// The reduced basis of each sector that needs one, and the estimate with what is left between the special
  /// points, Vmax.
  private func bases(
    _ wedges: [Wedge<some AffineOperator>], _ unit: Double, _ error: Double,
    _ withGradient: Bool, _ withModel: Bool
  ) throws -> (all: [ReducedBasis?], error: Double) {
    var all: [ReducedBasis?] = []
    var largest = error
    for (sector, wedge) in wedges.enumerated() {
      let own = places.indices.filter { places[$0].sector == sector }
      let inside = own.filter { places[$0].place == .inside }
      if inside.isEmpty && !(withGradient && !own.isEmpty) && !withModel {
        all.append(nil)
        continue
      }
      let probes = withModel ? Self.probes : nearest(distinctPoints(inside).points)
      let (basis, left) = try wedge.solver.refinedBasis(
        wedge.corners, probes: probes, unit: unit, allowed: (tolerance - error) * unit)
      all.append(basis)
      largest = max(largest, error + left / unit)
    }
    return (all, largest)
  }

  /// Away from the modes' own wave vectors: halfway from Gamma to K, K' and M, the middle of the wedge, and
  /// quarters of its sides.
  private static let probes = [
    KPoint(1.0 / 3, 1.0 / 6), KPoint(1.0 / 6, 1.0 / 3), KPoint(0.25, 0.25),
    KPoint(1.0 / 3, 1.0 / 3),
    KPoint(1.0 / 2, 1.0 / 4), KPoint(1.0 / 6, 1.0 / 12), KPoint(7.0 / 12, 5.0 / 12),
    KPoint(1.0 / 4, 1.0 / 2),
  ]

  /// Those of some wave vectors that are nearest to `probes`; all of them where there are no more.
  private func nearest(_ points: [KPoint]) -> [KPoint] {
    if points.count <= Self.probes.count { return points }
    var found: [KPoint] = []
    for probe in Self.probes {
      func distance(_ k: KPoint) -> Double {
        let (x, y) = KPoint(k.x1 - probe.x1, k.x2 - probe.x2).cartesian
        return x * x + y * y
      }
      guard let k = points.min(by: { distance($0) < distance($1) }) else { continue }
      if !found.contains(k) { found.append(k) }
    }
    return found
  }

  private func finish(
    _ wedges: [Wedge<some AffineOperator>], _ bases: [ReducedBasis?], _ unitEnergy: Double,
    _ estimate: Double, _ withGradient: Bool, _ withModel: Bool
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
      guard let basis = bases[sector] else { continue }
      let inside = own.filter { places[$0].place == .inside }
      if withModel { model = ReducedModel(basis, bands: bands, unit: unitEnergy) }
      let (points, rows) = distinctPoints(inside)
      let values = basis.states(
        at: points, count: bands, tolerance: bisection * unitEnergy, withVectors: false
      ).energies
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
