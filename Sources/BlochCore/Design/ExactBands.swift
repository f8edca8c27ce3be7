import LinearAlgebra

/// Goals by the exact solver at fixed cut-offs, with the exact derivatives of what it computes: irrep blocks
/// at Gamma, K and M, one folded matrix at every other wave vector.
public final class ExactBands: BandEvaluator {
  public let tables: ExactTables
  public var goal: Goal { tables.goal }
  private var sample: BandSample

  /// - Parameter tables: shared by all instances for one goal.
  public init(_ tables: ExactTables) {
    self.tables = tables
    sample = tables.goal.sample()
  }

  public func evaluate(_ potentials: RealMatrix) throws -> (
    losses: [Double], derivative: RealMatrix
  ) {
    let coefficients = tables.transform.coefficients(potentials)
    var slopes = RealMatrix(rows: tables.orbitCount, columns: potentials.columns)
    var losses: [Double] = []
    for column in 0..<potentials.columns {
      let range = column * tables.orbitCount..<(column + 1) * tables.orbitCount
      let (loss, slope) = try solve(Array(coefficients.storage[range]))
      losses.append(loss)
      slopes.storage.replaceSubrange(range, with: slope)
    }
    return (losses, tables.transform.pullback(slopes))
  }

  /// The sample that the last evaluation left, of its last geometry.
  public var lastSample: BandSample { sample }

  /// Loss and its derivative by V_G/Vmax of every orbit.
  private func solve(_ coefficients: [Double]) throws -> (Double, [Double]) {
    let potential = FourierPotential(
      reach: tables.reach, values: tables.orbitOf.map { tables.vMax * coefficients[$0] },
      pixels: tables.pixels)
    let wave = SchroedingerOperator<RealMatrix>(potential: potential)
    func states(_ orbits: PlaneWaveOrbits, _ count: Int) throws -> [IrrepModes] {
      try SpecialPointSolver(orbits: orbits, operatorInUse: wave, energyZero: 0.5 * tables.vMax)
        .solve(count: count, withFunctions: false, withResponses: true)
    }
    var responses = [[StateResponse]](repeating: [], count: goal.points.count)
    for (p, orbits) in tables.planeWaves.enumerated() {
      guard let orbits else { continue }
      let modes = try states(orbits, goal.bands)[0]
      responses[p] = modes.responses
      for n in 0..<goal.bands {
        sample.energies[p * goal.bands + n] = modes.energies[n] / tables.vMax
      }
    }
    let modes = try tables.corners.map { try states($0, sample.states) }
    for i in sample.levels.indices { sample.levels[i] = .infinity }
    for block in modes.joined() {
      for (state, energy) in block.energies.enumerated() {
        sample.levels[sample.level(block.irrep, state)] = energy / tables.vMax
      }
    }
    let loss = goal.evaluate(&sample)
    var table = [Double](repeating: 0, count: tables.orbitOf.count)
    for (p, orbits) in tables.planeWaves.enumerated() {
      guard let orbits else { continue }
      let weights = Array(
        sample.derivative[p * goal.bands..<(p + 1) * goal.bands])
      add(weights, responses[p], orbits, potential, to: &table)
    }
    for (orbits, blocks) in zip(tables.corners, modes) {
      for block in blocks {
        let weights = block.responses.indices.map {
          sample.levelDerivative[sample.level(block.irrep, $0)]
        }
        add(weights, block.responses, orbits, potential, to: &table)
      }
    }
    var slopes = [Double](repeating: 0, count: tables.orbitCount)
    for (at, orbit) in tables.orbitOf.enumerated() { slopes[orbit] += table[at] }
    return (loss, slopes)
  }

  /// Adds sum_n weights[n] dE_n/dV_G to a table laid out as the potential's.
  private func add(
    _ weights: [Double], _ responses: [StateResponse], _ orbits: PlaneWaveOrbits,
    _ potential: FourierPotential, to table: inout [Double]
  ) {
    let used = weights.indices.filter { weights[$0] != 0 }
    guard let first = used.first else { return }
    let parts = responses[first].waves.count
    let explicit = orbits.innerPlaneWaves
    let all = responses[first].waves[0].count
    // [explicit x states] and [all x states], folded ones twice.
    var left = RealMatrix(rows: explicit, columns: used.count * parts)
    var right = RealMatrix(rows: all, columns: used.count * parts)
    for (column, n) in used.enumerated() {
      table[potential.center] += weights[n] * responses[n].shift
      for part in 0..<parts {
        let waves = responses[n].waves[part]
        let at = column * parts + part
        let weight = weights[n] / Double(parts)
        for i in 0..<explicit { left.storage[at * explicit + i] = weight * waves[i] }
        for i in 0..<all { right.storage[at * all + i] = i < explicit ? waves[i] : 2 * waves[i] }
      }
    }
    var product = RealMatrix(rows: explicit, columns: all)
    product.add(1, left, transposed: false, right, transposed: true)
    let offsets = orbits.orbits.joined().map(potential.offset)
    let center = potential.center
    table.withUnsafeMutableBufferPointer { table in
      product.storage.withUnsafeBufferPointer { product in
        for j in 0..<all {
          let shift = center - offsets[j]
          for i in 0..<explicit { table[offsets[i] + shift] += product[j * explicit + i] }
        }
      }
    }
  }
}
