import Glibc
import LinearAlgebra

/// Bands, irreps and derivatives of any wave equation that is an `AffineOperator`: irrep blocks at the
/// special points, second-order folding of short waves, and a reduced Bloch mode expansion in between.
/// A ladder of cut-offs is climbed until two rungs agree.
package struct WaveSolver: Sendable {
  package let symmetry: CrystalSymmetry
  package let kset: KSet
  package let bands: Int
  package let tolerance: Double
  private let plans: SolverPlans
  private var layout: ZoneLayout { plans.layout }
  /// Where the bands at each wave vector of the k-set are found.
  private let places: [ZoneLayout.Place]

  /// - Parameters as of `BandSolver`.
  /// - Throws: `SolverError` for options out of range.
  package init(symmetry: CrystalSymmetry, kset: KSet, bands: Int, tolerance: Double) throws {
    guard (1...40).contains(bands) else {
      throw SolverError("the number of bands must be 1 to 40, not \(bands)")
    }
    guard tolerance >= 1e-7, tolerance <= 1 else {
      throw SolverError("the tolerance must be 1e-7 to 1")
    }
    guard !kset.points.isEmpty else { throw SolverError("no wave vectors to solve at") }
    self.symmetry = symmetry
    self.kset = kset
    self.bands = bands
    self.tolerance = tolerance
    let plans = SolverPlans(symmetry: symmetry)
    self.plans = plans
    places = kset.points.map { plans.layout.locate($0) }
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
    let ladder = SolverPlan.ladder(hasUnitMass: Operator.hasUnitMass)
    let first = ladder.firstIndex { $0.usualEstimate <= tolerance } ?? ladder.count - 1
    let withFunctions = withGradient || withModel || places.contains { $0.point == nil }
    let scale = ErrorScale(unit: unit, isFrequency: !Operator.hasUnitMass)
    var estimate: Double?
    for level in first..<ladder.count {
      let cutoffs = SolverPlan.cutoffs(
        level: level, hasUnitMass: Operator.hasUnitMass, withGradient: withGradient)
      guard
        let frames = try frames(
          wave(SolverPlan.reach(cutoffs, layout.metric)), energyZero, energyFloor, scale,
          level: level,
          withFunctions: withFunctions, withGradient: withGradient)
      else { continue }
      let error = frames.reduce(LevelError.none) { $0.largest($1.foldingError) } + leastEstimate
      estimate = min(estimate ?? .infinity, error.measure)
      if error.measure > tolerance { continue }
      let bases = try bases(frames, scale, error, withGradient, withModel)
      estimate = bases.error.measure
      if bases.error.measure > tolerance { continue }
      return try finish(frames, bases.all, unit, bases.error, withGradient, withModel)
    }
    let quantity = Operator.hasUnitMass ? "Vmax" : "in omega a/(2 pi c)"
    throw SolverError(
      estimate.map {
        "the finest cut-off reaches only \(Self.rounded($0)) \(quantity); ask for a larger --tolerance"
      }
        ?? "the potential is too deep for the cut-offs there are; only --method dense can solve it")
  }

  /// Two digits, rounded up.
  package static func rounded(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return "\(value)" }
    var exponent = Int(log10(value).rounded(.down))
    var digits = Int((value / pow(10, Double(exponent - 1))).rounded(.up))
    if digits >= 100 { (digits, exponent) = (digits / 10, exponent + 1) }
    return "\(digits / 10).\(digits % 10)e\(exponent)"
  }

  private struct Frame<Operator: AffineOperator> {
    let solver: FrameSolver<Operator>
    /// [points]
    let modes: [[IrrepModes]]
    /// [points]
    let levels: [FrameSolver<Operator>.Levels]
    /// Largest error of the levels.
    let foldingError: LevelError
  }

  /// To which energies between the special points are calculated, Vmax.
  private var bisection: Double { 1e-3 * tolerance }

  /// No estimate claims more, Vmax: what second order finds is not to be relied on far below the tolerance.
  private var leastEstimate: LevelError {
    LevelError(energy: 1e-2 * tolerance, measure: 1e-2 * tolerance)
  }

  /// Nil where the folding does not hold for all energies from the floor to the highest band wanted:
  /// states would lie above their Ritz values, or anywhere.
  private func frames<Operator: AffineOperator>(
    _ wave: Operator, _ energyZero: Double, _ energyFloor: Double, _ scale: ErrorScale, level: Int,
    withFunctions: Bool, withGradient: Bool
  ) throws -> [Frame<Operator>]? {
    let plan = plans.plan(
      level: level, hasUnitMass: Operator.hasUnitMass, withGradient: withGradient)
    var frames: [Frame<Operator>] = []
    for turns in 0..<layout.frames {
      let solver = FrameSolver(
        plan: plan, operatorInUse: turns == 0 ? wave : wave.rotated(sixths: turns),
        energyZero: energyZero, bands: bands)
      let radius = solver.foldingRadius()
      guard 2 * (energyZero - energyFloor) < radius else { return nil }
      let modes = try solver.modes(withFunctions: withFunctions)
      let levels = modes.map(solver.levels)
      guard
        levels.allSatisfy({
          $0.energies.count == bands && $0.energies[bands - 1] - energyZero < radius
        })
      else { return nil }
      frames.append(
        Frame(
          solver: solver, modes: modes, levels: levels,
          foldingError: foldingError(levels, plan.cutoffs, wave, energyZero, radius, scale)))
    }
    return frames
  }

  /// The largest error of levels at the special points.
  private func foldingError<Operator: AffineOperator>(
    _ levels: [FrameSolver<Operator>.Levels], _ cutoffs: SolverPlan.Cutoffs, _ wave: Operator,
    _ energyZero: Double, _ radius: Double, _ scale: ErrorScale
  ) -> LevelError {
    if !Operator.hasUnitMass {
      return levels.reduce(LevelError.none) { largest, level in
        zip(level.foldings, level.energies).reduce(largest) { largest, own in
          largest.largest(scale.error(SolverPlan.functionalError * own.0, at: own.1))
        }
      }
    }
    let shortShare = wave.shortShare(inner: cutoffs.inner)
    let error = levels.map { level in
      let distance = max(
        energyZero - level.energies[0], level.energies[bands - 1] - energyZero)
      return (level.foldings.max() ?? 0)
        * SolverPlan.foldingError(
          strength: wave.strength, shortShare: shortShare, distance: distance, radius: radius)
    }.max()!
    let tail = wave.foldingTailError(outer: cutoffs.outer, energyZero: energyZero)
    return scale.error(error + tail, at: energyZero)
  }

  /// The reduced basis of each piece of each frame that needs one, [frames x pieces], and the estimate with what is left
  /// between the special points, Vmax.
  private func bases<Operator: AffineOperator>(
    _ frames: [Frame<Operator>], _ scale: ErrorScale, _ error: LevelError, _ withGradient: Bool,
    _ withModel: Bool
  ) throws -> (all: [ReducedBasis<Operator.Matrix>?], error: LevelError) {
    var all: [ReducedBasis<Operator.Matrix>?] = []
    var largest = error
    for (turns, frame) in frames.enumerated() {
      for (index, piece) in layout.pieces.enumerated() {
        let own = placesOf(turns, index)
        let inside = own.filter { places[$0].point == nil }
        if inside.isEmpty && !(withGradient && !own.isEmpty) && !withModel {
          all.append(nil)
          continue
        }
        let probes =
          withModel ? piece.probes : nearest(distinctPoints(inside).points, to: piece.probes)
        let (basis, left) = try frame.solver.refinedBasis(
          frame.modes, piece: index, probes: probes, scale: scale,
          allowed: tolerance - error.measure, isKept: withModel)
        all.append(basis)
        largest = largest.largest(error + left)
      }
    }
    return (all, largest)
  }

  /// Wave vectors of the k-set found in a piece of a frame.
  private func placesOf(_ frame: Int, _ piece: Int) -> [Int] {
    places.indices.filter { places[$0].frame == frame && places[$0].piece == piece }
  }

  /// Those of some wave vectors that are nearest to others; all of them where there are no more.
  private func nearest(_ points: [KPoint], to probes: [KPoint]) -> [KPoint] {
    if points.count <= probes.count { return points }
    var found: [KPoint] = []
    for probe in probes {
      func distance(_ k: KPoint) -> Double {
        let (x, y) = layout.metric.cartesian(KPoint(k.x1 - probe.x1, k.x2 - probe.x2))
        return x * x + y * y
      }
      guard let k = points.min(by: { distance($0) < distance($1) }) else { continue }
      if !found.contains(k) { found.append(k) }
    }
    return found
  }

  private func finish<Operator: AffineOperator>(
    _ frames: [Frame<Operator>], _ bases: [ReducedBasis<Operator.Matrix>?], _ unitEnergy: Double,
    _ error: LevelError, _ withGradient: Bool, _ withModel: Bool
  ) throws -> BandSolution {
    let unit = 1 / unitEnergy
    var energies = [Double](repeating: 0, count: kset.points.count * bands)
    var gradients = [[Double]](repeating: [], count: withGradient ? kset.points.count : 0)
    var imaginaryGradients = gradients
    // [frames]
    let stars =
      withGradient ? frames.indices.map { GradientStar.all(symmetry, turns: $0) } : []
    var model: KeptModel?
    if withModel {
      model = KeptModel.Pieces(bases.compactMap { $0 }, bands: bands, unit: unitEnergy).flatMap {
        KeptModel($0, layout: layout)
      }
      if model == nil { throw SolverError("the reduced model has too many functions to be kept") }
    }
    for (at, place) in places.enumerated() {
      guard let point = place.point else { continue }
      let levels = frames[place.frame].levels[point].energies
      for n in 0..<bands { energies[at * bands + n] = unit * levels[n] }
    }
    for (number, basis) in bases.enumerated() {
      guard let basis else { continue }
      let (turns, piece) = number.quotientAndRemainder(dividingBy: layout.pieces.count)
      let own = placesOf(turns, piece)
      let inside = own.filter { places[$0].point == nil }
      let (points, rows) = distinctPoints(inside)
      let hasPairs = points.map { layout.hasPairs(at: $0) }
      // Of low frequencies the square root is taken.
      let scale = Operator.hasUnitMass ? 1 : 1e-2
      // The partner of the last band is needed too.
      let count = hasPairs.contains(true) ? bands + bands % 2 : bands
      let values = basis.states(
        at: points, count: count, tolerance: bisection * scale * unitEnergy, withVectors: false
      ).energies
      let found = min(count, basis.order)
      for (at, row) in zip(inside, rows) {
        for n in 0..<bands {
          var value = values[row * found + n]
          if hasPairs[row], n ^ 1 < found { value = 0.5 * (value + values[row * found + (n ^ 1)]) }
          energies[at * bands + n] = unit * value
        }
      }
      if !withGradient { continue }
      var transform = DensityTransform(
        planeWaves: frames[turns].solver.plan.unions[piece],
        stars: stars[turns])
      let (all, allRows) = distinctPoints(own)
      let slopes = try all.map { k -> (real: [Double], imaginary: [Double]) in
        let functions = try basis.functions(at: k, count: bands)
        let height = Operator.Matrix.components * functions.rows
        var (real, imaginary): ([Double], [Double]) = ([], [])
        for n in 0..<bands {
          let column = Array(functions.storage[(n * height)..<((n + 1) * height)])
          if Operator.Matrix.components == 1 {
            transform.append(real: column, to: &real)
          } else {
            transform.append(complex: column, to: &real, &imaginary)
          }
        }
        return (real, imaginary)
      }
      for (at, row) in zip(own, allRows) {
        (gradients[at], imaginaryGradients[at]) = slopes[row]
        if Operator.hasUnitMass { continue }
        let size = slopes[row].real.count / bands
        for i in gradients[at].indices {
          let factor = frames[turns].solver.operatorInUse.response(
            energies[at * bands + i / size])
          gradients[at][i] *= factor
          if !imaginaryGradients[at].isEmpty { imaginaryGradients[at][i] *= factor }
        }
      }
    }
    let gradient = BandGradient(
      orbits: stars.first?.map(\.vector) ?? [],
      values: gradients.flatMap { $0 }, imaginaryValues: imaginaryGradients.flatMap { $0 })
    return BandSolution(
      energies: energies, bands: bands, specialPoints: specialPoints(frames, unit),
      errorEstimate: error.energy, tolerated: error.measure,
      planeWaves: frames[0].solver.plan.points[0].innerPlaneWaves,
      gradient: withGradient ? gradient : nil, model: model)
  }

  /// The wave vectors of some places folded into the piece, equivalent ones once, and where each is.
  private func distinctPoints(_ indices: [Int]) -> (points: [KPoint], rows: [Int]) {
    var known: [KPoint: Int] = [:]
    var points: [KPoint] = []
    let rows = indices.map { at -> Int in
      let k = places[at].k
      if let row = known[k] { return row }
      known[k] = points.count
      points.append(k)
      return points.count - 1
    }
    return (points, rows)
  }

  private func specialPoints<Operator: AffineOperator>(
    _ frames: [Frame<Operator>], _ unit: Double
  ) -> [SpecialPointBands] {
    var points: [SpecialPointBands] = []
    for (turns, frame) in frames.enumerated() {
      for (i, point) in layout.points.prefix(layout.specialCount).enumerated()
      where turns == 0 || i > 0 {
        var k = point.k
        for _ in 0..<turns { k = k.rotated60 }
        points.append(
          SpecialPointBands(
            label: point.label + (turns > 0 ? "\(turns)" : ""), k: k,
            energies: frame.levels[i].energies.map { $0 * unit }, irreps: frame.levels[i].irreps))
      }
    }
    return points
  }
}
