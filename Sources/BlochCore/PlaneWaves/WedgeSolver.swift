import LinearAlgebra

/// Bands of one operator in the wedge Gamma-K-K', with its symmetry at the corners and at M.
struct WedgeSolver<Operator: AffineOperator> {
  let plan: SolverPlan
  let operatorInUse: Operator
  let energyZero: Double
  let bands: Int

  /// The symmetry-sorted states at Gamma, K, M.
  struct Corners {
    var gamma: [IrrepModes]
    var k: [IrrepModes]
    var m: [IrrepModes]
  }

  /// Distance from `energyZero`, E0, within which the folding's expansion in the energy converges: the
  /// least energy of a folded wave above it. At most half of it should be made use of below, where the
  /// expansion lifts the states.
  func foldingRadius() -> Double {
    var least = Double.infinity
    for orbits in [plan.gamma, plan.k, plan.m] {
      let k = orbits.point.k.cartesian
      for orbit in orbits.orbits[orbits.innerCount...] {
        let element = operatorInUse.element(orbit[0], orbit[0])
        least = min(least, element.at(k.x, k.y, energy: energyZero) / element.mass)
      }
    }
    return least
  }

  func corners(withFunctions: Bool) throws -> Corners {
    let states = bands + plan.cutoffs.extraModes
    func solve(_ orbits: PlaneWaveOrbits) throws -> [IrrepModes] {
      try SpecialPointSolver(orbits: orbits, operatorInUse: operatorInUse, energyZero: energyZero)
        .solve(count: states, withFunctions: withFunctions)
    }
    return Corners(gamma: try solve(plan.gamma), k: try solve(plan.k), m: try solve(plan.m))
  }

  /// The lowest bands at one point, pairs counted twice.
  struct Levels {
    /// [bands], E0, ascending.
    var energies: [Double]
    var irreps: [Irrep]
    /// The most that folding lowers one of them by, E0.
    var largestFolding: Double
  }

  func levels(_ modes: [IrrepModes]) -> Levels {
    var all: [(energy: Double, irrep: Irrep, folding: Double)] = []
    for sector in modes {
      for (energy, folding) in zip(sector.energies, sector.foldings) {
        for _ in 0..<sector.irrep.dimension { all.append((energy, sector.irrep, folding)) }
      }
    }
    all.sort { ($0.energy, $0.irrep.rawValue) < ($1.energy, $1.irrep.rawValue) }
    let lowest = all.prefix(bands)
    return Levels(
      energies: lowest.map(\.energy), irreps: lowest.map(\.irrep),
      largestFolding: lowest.map(\.folding).max() ?? 0)
  }

  /// The modes at Gamma, K, K' and M that the reduced basis is made of.
  func modes(_ corners: Corners) -> ReducedBasis.Modes {
    let sources = [
      (corners.gamma, KPoint.gamma), (corners.k, .k), (corners.k, .kPrime), (corners.m, .m),
    ]
    var chosen: [(function: [Double], energy: Double, point: Int)] = []
    for (point, source) in sources.enumerated() {
      var states: [(energy: Double, functions: [[Double]])] = []
      for sector in source.0 { states += zip(sector.energies, sector.functions).map { ($0, $1) } }
      states.sort { $0.energy < $1.energy }
      var taken = 0
      for state in states where taken < bands + plan.cutoffs.extraModes {
        for function in state.functions { chosen.append((function, state.energy, point)) }
        taken += state.functions.count
      }
    }
    let rows = plan.union.count
    var functions = RealMatrix(rows: rows, columns: chosen.count)
    functions.storage.withUnsafeMutableBufferPointer { to in
      for (column, mode) in chosen.enumerated() {
        for (i, row) in plan.scatter[mode.point].enumerated() {
          to[row + column * rows] = mode.function[i]
        }
      }
    }
    return ReducedBasis.Modes(
      functions: functions, energies: chosen.map(\.energy),
      points: chosen.map { sources[$0.point].1 })
  }

  /// The span of modes and, if there are any, other functions behind them.
  ///
  /// Where a potential is weak, modes of different wave vectors differ by its square over that of the distance of
  /// levels, and what makes the difference must not be dropped.
  /// - Throws: `LinearAlgebraError`.
  func reducedBasis(_ modes: ReducedBasis.Modes) throws -> ReducedBasis {
    let weak = operatorInUse.strength / (2.4 * ReciprocalVector.unitSquare)
    return try ReducedBasis(
      modes: modes, planeWaves: plan.union, wave: operatorInUse,
      overlapFloor: plan.cutoffs.overlapFloor * min(1, weak * weak), bands: bands)
  }

  /// A basis good between its own wave vectors, and the largest error left there, E0: where the states at
  /// `probes` lack more than `allowed`, steps towards what they lack join the basis.
  /// - Throws: `LinearAlgebraError`.
  func refinedBasis(_ corners: Corners, probes: [KPoint], unit: Double, allowed: Double) throws
    -> (basis: ReducedBasis, error: Double)
  {
    var modes = modes(corners)
    var round = 0
    while true {
      let basis = try reducedBasis(modes)
      if basis.order < bands { return (basis, .infinity) }
      let residuals = basis.residuals(
        at: probes, bands: bands, planeWaves: plan.union, wave: operatorInUse, unit: unit)
      let errors = residuals.defects.map { SolverPlan.defectRatio * $0 }
      let largest = max(0, errors.max() ?? 0)
      let wanted = errors.indices.filter { errors[$0] > 0.5 * allowed }
      let size = modes.functions.columns + wanted.count
      if largest <= allowed || round == SolverPlan.refinements
        || size > min(ReducedModel.largestOrder, plan.union.count)
      {
        return (basis, largest)
      }
      modes.append(wanted.map { residuals.steps.column($0) })
      round += 1
    }
  }
}
