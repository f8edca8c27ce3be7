import LinearAlgebra

/// Goals by the exact solver at fixed cut-offs, with the exact derivatives of what it computes: irrep blocks
/// at Gamma, K and M, one folded matrix at every other wave vector.
public final class ExactBands: BandEvaluator {
  public let goal: Goal
  private let vMax: Double
  private let transform: OrbitTransform
  private let pixels: Int
  private let reach: Int
  /// [(2 reach + 1)^2]: the orbit of each reciprocal vector.
  private let orbitOf: [Int]
  private let orbitCount: Int
  /// Gamma, K, M.
  private let corners: [PlaneWaveOrbits]
  /// [points], nil at Gamma, K and M.
  private let planeWaves: [PlaneWaveOrbits?]
  private var sample: BandSample

  /// - Parameters:
  ///   - accuracy: error of the energies of a two-level cell that the cut-offs are chosen for, Vmax.
  ///   - vMax: E0.
  /// - Throws: `DesignError` for a field too coarse for the cut-offs.
  public init(space: DesignSpace, goal: Goal, vMax: Double, accuracy: Double = 1.5e-4) throws {
    let ladder = SolverPlan.ladder
    let cutoffs = ladder.first { $0.usualError <= accuracy } ?? ladder[ladder.count - 1]
    self.goal = goal
    self.vMax = vMax
    pixels = space.pixels
    let reach = SolverPlan.reach(cutoffs)
    self.reach = reach
    func waves(_ point: LittleGroup) -> PlaneWaveOrbits {
      PlaneWaveOrbits(
        point: point, inner: cutoffs.inner, near: cutoffs.inner, outer: cutoffs.outer)
    }
    corners = [waves(.gamma(.c6)), waves(.k(.c6)), waves(.m)]
    sample = goal.sample()
    planeWaves = zip(goal.points, sample.corners).map { k, corner in
      if corner != nil { return nil }
      // A denominator with many divisors: grids are met exactly, other points to 1e-6.
      let q = 720_720
      return waves(
        LittleGroup(
          label: "", p1: Int((k.x1 * Double(q)).rounded()), p2: Int((k.x2 * Double(q)).rounded()),
          q: q, order: 1))
    }
    let width = 2 * reach + 1
    var orbitOf = [Int](repeating: -1, count: width * width)
    var representatives: [ReciprocalVector] = []
    for n1 in -reach...reach {
      for n2 in -reach...reach where orbitOf[(n1 + reach) * width + n2 + reach] < 0 {
        // Of an orbit that the table cuts, no plane waves need the members.
        for turn in 0..<6 {
          let g = ReciprocalVector(n1, n2).rotated(sixths: turn)
          if max(abs(g.n1), abs(g.n2)) > reach { continue }
          orbitOf[(g.n1 + reach) * width + g.n2 + reach] = representatives.count
        }
        representatives.append(ReciprocalVector(n1, n2))
      }
    }
    self.orbitOf = orbitOf
    orbitCount = representatives.count
    transform = OrbitTransform(representatives, space.orbits)
  }

  public func evaluate(_ potentials: RealMatrix) throws -> (
    losses: [Double], derivative: RealMatrix
  ) {
    let coefficients = transform.coefficients(potentials)
    var slopes = RealMatrix(rows: orbitCount, columns: potentials.columns)
    var losses: [Double] = []
    for column in 0..<potentials.columns {
      let range = column * orbitCount..<(column + 1) * orbitCount
      let (loss, slope) = try solve(Array(coefficients.storage[range]))
      losses.append(loss)
      slopes.storage.replaceSubrange(range, with: slope)
    }
    return (losses, transform.pullback(slopes))
  }

  /// The sample that the last evaluation left, of its last geometry.
  public var lastSample: BandSample { sample }

  /// Loss and its derivative by V_G/Vmax of every orbit.
  private func solve(_ coefficients: [Double]) throws -> (Double, [Double]) {
    let potential = FourierPotential(
      reach: reach, values: orbitOf.map { vMax * coefficients[$0] }, pixels: pixels)
    let wave = SchroedingerOperator(potential: potential)
    func states(_ orbits: PlaneWaveOrbits, _ count: Int) throws -> [IrrepModes] {
      try SpecialPointSolver(orbits: orbits, operatorInUse: wave, energyZero: 0.5 * vMax)
        .solve(count: count, withFunctions: false, withResponses: true)
    }
    var responses = [[StateResponse]](repeating: [], count: goal.points.count)
    for (p, orbits) in planeWaves.enumerated() {
      guard let orbits else { continue }
      let modes = try states(orbits, goal.bands)[0]
      responses[p] = modes.responses
      for n in 0..<goal.bands {
        sample.energies[p * goal.bands + n] = modes.energies[n] / vMax
      }
    }
    let modes = try corners.map { try states($0, sample.states) }
    for i in sample.levels.indices { sample.levels[i] = .infinity }
    for block in modes.joined() {
      for (state, energy) in block.energies.enumerated() {
        sample.levels[sample.level(block.irrep, state)] = energy / vMax
      }
    }
    let loss = goal.evaluate(&sample)
    var table = [Double](repeating: 0, count: orbitOf.count)
    for (p, orbits) in planeWaves.enumerated() {
      guard let orbits else { continue }
      let weights = Array(
        sample.derivative[p * goal.bands..<(p + 1) * goal.bands])
      add(weights, responses[p], orbits, potential, to: &table)
    }
    for (orbits, blocks) in zip(corners, modes) {
      for block in blocks {
        let weights = block.responses.indices.map {
          sample.levelDerivative[sample.level(block.irrep, $0)]
        }
        add(weights, block.responses, orbits, potential, to: &table)
      }
    }
    var slopes = [Double](repeating: 0, count: orbitCount)
    for (at, orbit) in orbitOf.enumerated() { slopes[orbit] += table[at] }
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
