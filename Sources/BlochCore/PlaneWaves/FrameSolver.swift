import LinearAlgebra

/// Bands of one operator at the points of a layout, and in the pieces of the zone between them.
struct FrameSolver<Operator: AffineOperator> {
  let plan: SolverPlan
  let operatorInUse: Operator
  let energyZero: Double
  let bands: Int

  /// Distance from `energyZero`, E0, within which the folding's expansion in the energy converges: the
  /// least energy of a folded wave above it. At most half of it should be made use of below, where the
  /// expansion lifts the states.
  func foldingRadius() -> Double {
    var least = Double.infinity
    for orbits in plan.points {
      let k = orbits.point.metric.cartesian(orbits.point.k)
      let first = Operator.hasUnitMass ? orbits.innerCount : orbits.coreCount
      for orbit in orbits.orbits[first...] {
        let element = operatorInUse.element(orbit[0], orbit[0])
        least = min(least, element.at(k.x, k.y, energy: energyZero) / element.mass)
      }
    }
    return least
  }

  /// The symmetry-sorted states at each point.
  func modes(withFunctions: Bool) throws -> [[IrrepModes]] {
    let states = bands + plan.cutoffs.extraModes
    return try plan.points.map {
      try SpecialPointSolver(orbits: $0, operatorInUse: operatorInUse, energyZero: energyZero)
        .solve(count: states, withFunctions: withFunctions)
    }
  }

  /// The lowest bands at one point, multiplets counted in full.
  struct Levels {
    /// [bands], E0, ascending.
    var energies: [Double]
    var irreps: [Irrep]
    /// [bands], E0: what folding lowers each by.
    var foldings: [Double]
  }

  func levels(_ modes: [IrrepModes]) -> Levels {
    var all: [(energy: Double, block: Int, folding: Double)] = []
    for (block, own) in modes.enumerated() {
      for (energy, folding) in zip(own.energies, own.foldings) {
        for _ in 0..<own.bands { all.append((energy, block, folding)) }
      }
    }
    all.sort { ($0.energy, $0.block) < ($1.energy, $1.block) }
    let lowest = all.prefix(bands)
    return Levels(
      energies: lowest.map(\.energy), irreps: lowest.map { modes[$0.block].irrep },
      foldings: lowest.map(\.folding))
  }

  /// The modes at the sources of a piece that its reduced basis is made of.
  func basisModes(_ modes: [[IrrepModes]], piece: Int) -> ReducedBasis<Operator.Matrix>.Modes {
    let sources = plan.layout.pieces[piece].sources
    var chosen: [(function: [Double], energy: Double, source: Int, isPartner: Bool)] = []
    for (at, source) in sources.enumerated() {
      var states: [(energy: Double, functions: [[Double]], hasPartners: Bool)] = []
      for block in modes[source.point] {
        // Functions that the block itself does not have are images under time reversal.
        for (energy, functions) in zip(block.energies, block.functions) {
          states.append((energy, functions, functions.count < block.bands))
        }
      }
      states.sort { $0.energy < $1.energy }
      var taken = 0
      for state in states where taken < bands + plan.cutoffs.extraModes {
        for isPartner in state.hasPartners ? [false, true] : [false] {
          for function in state.functions {
            chosen.append((function, state.energy, at, isPartner))
            taken += 1
          }
        }
      }
    }
    let rows = plan.unions[piece].count
    var functions = Operator.Matrix(rows: rows, columns: chosen.count)
    functions.storage.withUnsafeMutableBufferPointer { to in
      for (column, mode) in chosen.enumerated() {
        let scatter =
          mode.isPartner
          ? plan.partners[piece][mode.source]! : plan.scatter[piece][mode.source]
        scatter.add(
          mode.function, to: to.baseAddress! + Operator.Matrix.components * column * rows,
          isComplex: Operator.Matrix.components == 2)
      }
    }
    return ReducedBasis.Modes(
      functions: functions, energies: chosen.map(\.energy),
      points: chosen.map { sources[$0.source].k })
  }

  /// The span of modes and, if there are any, other functions behind them.
  ///
  /// Where a potential is weak, modes of different wave vectors differ by its square over that of the distance of
  /// levels, and what makes the difference must not be dropped.
  /// - Throws: `LinearAlgebraError`.
  func reducedBasis(
    _ modes: ReducedBasis<Operator.Matrix>.Modes, piece: Int, isKept: Bool
  ) throws -> ReducedBasis<Operator.Matrix> {
    let scale = Operator.hasUnitMass ? 2.4 * plan.layout.metric.unitSquare : 1
    let weak = operatorInUse.strength / scale
    let least = Operator.hasUnitMass ? 0 : 1e-11
    return try ReducedBasis(
      modes: modes, planeWaves: plan.unions[piece], wave: operatorInUse,
      piece: plan.layout.pieces[piece],
      overlapFloor: max(plan.cutoffs.overlapFloor * min(1, weak * weak), least), bands: bands,
      corners: Operator.hasUnitMass ? .modes : isKept ? .levels : .free)
  }

  /// A basis good between its own wave vectors, and the largest error left there: where the states at
  /// `probes` lack more than `allowed`, steps towards what they lack join the basis.
  /// - Parameter isKept: whether the basis is wanted itself, exact at its own wave vectors.
  /// - Throws: `LinearAlgebraError`.
  func refinedBasis(
    _ points: [[IrrepModes]], piece: Int, probes: [KPoint], scale: ErrorScale, allowed: Double,
    isKept: Bool
  ) throws -> (basis: ReducedBasis<Operator.Matrix>, error: LevelError) {
    var modes = basisModes(points, piece: piece)
    let union = plan.unions[piece]
    var round = 0
    while true {
      let basis = try reducedBasis(modes, piece: piece, isKept: isKept)
      if basis.order < bands { return (basis, .infinite) }
      let residuals = basis.residuals(
        at: probes, bands: bands, planeWaves: union, wave: operatorInUse, unit: scale.unit)
      let ratio = SolverPlan.defectRatio(hasUnitMass: Operator.hasUnitMass)
      let errors = zip(residuals.defects, residuals.energies).map {
        scale.error(ratio * $0, at: $1)
      }
      let largest = errors.reduce(LevelError.none) { $0.largest($1) }
      let wanted = errors.indices.filter { errors[$0].measure > 0.5 * allowed }
      let size = modes.functions.columns + wanted.count
      if largest.measure <= allowed || round == SolverPlan.refinements
        || size > min(ReducedModel.largestOrder, union.count)
      {
        return (basis, largest)
      }
      modes.append(wanted.map { residuals.steps.numbers(ofColumn: $0) })
      round += 1
    }
  }
}
