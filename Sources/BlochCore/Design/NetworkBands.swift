import LinearAlgebra

/// Goals by a network: potential to features to tight-binding coefficients to bands and back, in single
/// precision but for the goal itself. One instance serves one thread.
public final class NetworkBands: BandEvaluator {
  private typealias Lane = TightBindingLanes.Lane
  private static let tolerance = Tolerance.singlePrecision

  public let goal: Goal
  private let trained: TrainedNetwork
  private let transform: OrbitTransform
  private let memory: NetworkMemory
  private let pass: Pass
  private var lanes: TightBindingLanes
  private var samples: [BandSample]
  /// [points][bands x dimension]: states between the passes down and up.
  private var vectors: [[Lane]]

  /// - Parameters:
  ///   - packed: the network's weights with derivatives, shared by all instances.
  ///   - capacity: largest number of geometries at once.
  /// - Throws: `DesignError` for bands that the model does not have, or another height of the potential.
  public init(
    _ trained: TrainedNetwork, _ packed: PackedWeights, space: DesignSpace, goal: Goal,
    capacity: Int
  ) throws {
    guard goal.bands <= trained.bands else {
      throw DesignError(
        "band \(goal.bands) is beyond the \(trained.bands) that the network was trained on; "
          + "use --exact-only")
    }
    guard case .potential = trained.domain else {
      throw DesignError("designs need a network for potentials of one height; use --exact-only")
    }
    guard trained.family.symmetry == .c6 else {
      throw DesignError("designs need a network for p6; use --exact-only")
    }
    if case .pixels(let n) = trained.input.kind, n != space.pixels {
      throw DesignError("the network wants \(n) pixels a side, not \(space.pixels)")
    }
    self.goal = goal
    self.trained = trained
    transform = trained.input.transform(space.orbits)
    let rows = (capacity + 15) / 16 * 16
    memory = NetworkMemory(
      trained.network, rows: rows, training: true, inputDerivative: true, packed: packed)
    pass = Pass(rows: rows, team: WorkerTeam(threads: 1))
    lanes = TightBindingLanes(
      model: TightBindingModel(trained.family), points: goal.points, bands: goal.bands)
    samples = [BandSample](repeating: goal.sample(), count: TightBindingLanes.width)
    vectors = [[Lane]](repeating: [], count: goal.points.count)
  }

  public func evaluate(_ potentials: RealMatrix) -> (losses: [Double], derivative: RealMatrix) {
    let count = potentials.columns
    let (inputs, outputs) = (trained.network.inputs, trained.family.coefficientCount)
    let features = transform.coefficients(potentials)
    let (mean, scale) = (trained.standardisation.mean, trained.standardisation.scale)
    for row in 0..<count {
      let x = memory.input.base + row * inputs
      for f in 0..<inputs {
        x[f] = Float((features.storage[row * inputs + f] - Double(mean[f])) / Double(scale[f]))
      }
    }
    memory.forward(trained.weights, pass)
    var losses: [Double] = []
    for first in stride(from: 0, to: count, by: TightBindingLanes.width) {
      losses += solve(
        memory.output.base + first * outputs, memory.outputDerivative.base + first * outputs,
        count: min(TightBindingLanes.width, count - first))
    }
    memory.backward(trained.weights, gradient: nil, pass)
    var slopes = RealMatrix(rows: inputs, columns: count)
    if let derivative = memory.inputDerivative {
      for row in 0..<count {
        for f in 0..<inputs {
          slopes.storage[row * inputs + f] =
            Double(derivative.base[row * inputs + f]) / Double(scale[f])
        }
      }
    }
    return (losses, transform.pullback(slopes))
  }

  /// One group of lanes: coefficients [16 x coefficientCount] to losses [count] and derivatives.
  private func solve(
    _ coefficients: UnsafePointer<Float>, _ derivative: UnsafeMutablePointer<Float>, count: Int
  ) -> [Double] {
    let width = TightBindingLanes.width
    let outputs = trained.family.coefficientCount
    let bands = goal.bands
    for c in 0..<outputs {
      var lane = Lane.zero
      for l in 0..<width { lane[l] = coefficients[l * outputs + c] }
      lanes.coefficients[c] = lane
      lanes.gradient[c] = .zero
    }
    let corners = samples[0].corners
    for p in goal.points.indices where corners[p] == nil {
      lanes.solve(p, withVectors: true, tolerance: Self.tolerance)
      vectors[p] = lanes.vectors
      let values = lanes.values
      for l in 0..<count {
        for n in 0..<bands { samples[l].energies[p * bands + n] = Double(values[n][l]) }
      }
    }
    for corner in 0..<3 {
      lanes.solveCorner(corner, withVectors: true, tolerance: Self.tolerance)
      for block in lanes.blocks[corner] {
        for state in 0..<min(samples[0].states, block.count / block.irrep.dimension) {
          for l in 0..<count {
            samples[l].levels[samples[l].level(block.irrep, state)] = Double(
              block.energy(state * block.irrep.dimension, l))
          }
        }
      }
    }
    let losses = (0..<count).map { goal.evaluate(&samples[$0]) }
    var weights = [Lane](repeating: .zero, count: bands)
    for p in goal.points.indices where corners[p] == nil {
      for n in 0..<bands {
        for l in 0..<count { weights[n][l] = Float(samples[l].derivative[p * bands + n]) }
      }
      lanes.addGradient(p, weights: weights, vectors: vectors[p])
    }
    for corner in 0..<3 {
      let slopes = lanes.blocks[corner].map { block -> [Lane] in
        var slopes = [Lane](repeating: .zero, count: block.count)
        let dimension = block.irrep.dimension
        for state in 0..<min(samples[0].states, block.count / dimension) {
          for l in 0..<count {
            // Both members of a pair carry half: their mean is the energy.
            let slope = Float(samples[l].levelDerivative[samples[l].level(block.irrep, state)])
            for member in 0..<dimension {
              slopes[state * dimension + member][l] = slope / Float(dimension)
            }
          }
        }
        return slopes
      }
      lanes.addCornerGradient(corner, weights: slopes)
    }
    for c in 0..<outputs {
      for l in 0..<width { derivative[l * outputs + c] = l < count ? lanes.gradient[c][l] : 0 }
    }
    return losses
  }
}

extension NetworkInput {
  /// The features as a linear function of v on pixel orbits.
  func transform(_ orbits: PixelOrbits) -> OrbitTransform {
    switch kind {
    case .fourier, .family: OrbitTransform(FourierOrbits.all(symmetry).map { $0[0] }, orbits)
    case .pixels: OrbitTransform(copying: orbits)
    }
  }
}
