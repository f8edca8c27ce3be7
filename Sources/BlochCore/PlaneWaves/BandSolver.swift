import LinearAlgebra

/// Solves the Schroedinger equation -laplace psi + V psi = E psi for unit cells with C6 or C2
/// symmetry: irrep blocks at the special points, second-order folding of short waves, and a reduced
/// Bloch mode expansion in between. Tables are built once; `solve` may be called from many threads.
public struct BandSolver: Sendable {
  public let bands: Int
  public let tolerance: Double
  public let kset: KSet
  private let symmetry: PointSymmetry
  private let plans: SolverPlans
  /// Each wave vector of the k-set: 60-degree sector of a C2 cell, and where in the wedge it lies.
  private let places: [(sector: Int, place: WedgePlace)]

  /// - Parameters:
  ///   - symmetry: of the cells to be solved.
  ///   - kset: wave vectors wanted.
  ///   - bands: number of bands, 1 to 40.
  ///   - tolerance: largest error wanted, in units of Vmax, at least 1e-7.
  /// - Throws: `SolverError` for options out of range.
  public init(symmetry: PointSymmetry, kset: KSet, bands: Int, tolerance: Double) throws {
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

  /// Solves one cell.
  /// - Parameter withGradient: whether dE/dV is wanted too; it costs about as much as fifteen solutions.
  /// - Throws: `SolverError` for a potential that is not finite, constant or lacks the symmetry, or
  ///   when the tolerance is out of reach; `LinearAlgebraError` if LAPACK breaks down.
  public func solve(_ cell: UnitCell, withGradient: Bool = false) throws -> BandSolution {
    try Self.validate(cell, symmetry: symmetry)
    let ladder = SolverPlan.ladder
    var level = max(1, ladder.firstIndex { $0.usualError <= tolerance } ?? ladder.count - 1)
    let withFunctions = withGradient || places.contains { $0.place == .inside }
    var potential = FourierPotential(cell: cell, reach: SolverPlan.reach(ladder[level]))
    var coarse = try wedges(cell, potential, level: level - 1).map(\.levels)
    while true {
      let fine = try wedges(
        cell, potential, level: level, withFunctions: withFunctions,
        withGradient: withGradient)
      let levels = fine.map(\.levels)
      let estimate =
        Self.largestDifference(levels, coarse) * ladder[level].errorRatio / cell.vMax
      if estimate <= tolerance { return try finish(fine, cell, estimate, withGradient) }
      coarse = levels
      level += 1
      guard level < ladder.count else {
        throw SolverError(
          "the finest cut-off reaches only \(estimate) Vmax; ask for a larger --tolerance")
      }
      potential = FourierPotential(cell: cell, reach: SolverPlan.reach(ladder[level]))
    }
  }

  private typealias WedgeLevels = (energies: [Double], irreps: [Irrep])

  private struct Wedge {
    let solver: WedgeSolver<SchroedingerOperator>
    let corners: WedgeSolver<SchroedingerOperator>.Corners
    /// Gamma, K, M.
    let levels: [WedgeLevels]
  }

  private var sectorCount: Int { 6 / symmetry.order }

  private func wedges(
    _ cell: UnitCell, _ potential: FourierPotential, level: Int, withFunctions: Bool = false,
    withGradient: Bool = false
  ) throws -> [Wedge] {
    let plan = plans.plan(level: level, withGradient: withGradient)
    let base = SchroedingerOperator(potential: potential)
    return try (0..<sectorCount).map { sector in
      let solver = WedgeSolver(
        plan: plan, operatorInUse: sector == 0 ? base : base.rotated(sixths: sector),
        energyZero: 0.5 * cell.vMax, bands: bands)
      let corners = try solver.corners(withFunctions: withFunctions)
      return Wedge(
        solver: solver, corners: corners,
        levels: [corners.gamma, corners.k, corners.m].map(solver.levels))
    }
  }

  private static func largestDifference(_ a: [[WedgeLevels]], _ b: [[WedgeLevels]]) -> Double {
    var largest = 0.0
    for (left, right) in zip(a, b) {
      for (l, r) in zip(left, right) {
        for (x, y) in zip(l.energies, r.energies) { largest = max(largest, abs(x - y)) }
      }
    }
    return largest
  }

  private func finish(
    _ wedges: [Wedge], _ cell: UnitCell, _ estimate: Double, _ withGradient: Bool
  ) throws -> BandSolution {
    let unit = 1 / cell.vMax
    var energies = [Double](repeating: 0, count: kset.points.count * bands)
    var gradients = [[Double]](repeating: [], count: withGradient ? kset.points.count : 0)
    let orbits = withGradient ? BandGradient.orbits(symmetry) : []
    for (sector, wedge) in wedges.enumerated() {
      let own = places.indices.filter { places[$0].sector == sector }
      for at in own {
        guard let corner = places[at].place.corner else { continue }
        for n in 0..<bands { energies[at * bands + n] = unit * wedge.levels[corner].energies[n] }
      }
      let inside = own.filter { places[$0].place == .inside }
      if inside.isEmpty && !(withGradient && !own.isEmpty) { continue }
      let basis = try wedge.solver.reducedBasis(wedge.corners)
      let (points, rows) = distinctPoints(inside)
      let values = basis.energies(
        at: points, count: bands, tolerance: 1e-3 * tolerance * cell.vMax)
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
      gradient: withGradient ? gradient : nil)
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

  private func specialPoints(_ wedges: [Wedge], _ unit: Double) -> [SpecialPointBands] {
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
