import Glibc
import LinearAlgebra

/// Trains a network on a set. The state after a number of steps is a function of options, network and
/// data alone, whatever the number of threads and of ranks.
public final class Trainer {
  public let options: TrainingOptions
  public let trained: TrainedNetwork
  public var weights: FloatBuffer { trained.weights }
  public let optimizer: AdamW
  /// Steps done.
  public private(set) var step = 0
  /// How often training began with new weights.
  public private(set) var attempt = 0
  private let set: TrainingSet
  private let team: WorkerTeam
  private let ranks: any TrainingRanks
  private let gradients: PartialGradients
  private let memory: NetworkMemory
  private var losses: [BandLoss]
  private let mirrored: [Int]
  private let start: FloatBuffer?
  private var order: [Int] = []
  private var orderedEpoch = -1

  /// - Parameters:
  ///   - ranks: processes that train together, each with the same set, network and options; each computes its share of the
  ///     parts of every batch.
  ///   - start: first weights, in place of those that the seed draws.
  /// - Throws: `SolverError` for a set smaller than a batch, or options that do not fit.
  public init(
    set: TrainingSet, network trained: TrainedNetwork, options: TrainingOptions, team: WorkerTeam,
    ranks: any TrainingRanks = SingleRank(), start: FloatBuffer? = nil
  ) throws {
    let network = trained.network
    let model = TightBindingModel(trained.family)
    guard options.batch > 0, options.batch % 16 == 0 else {
      throw SolverError("the batch must be a multiple of 16, not \(options.batch)")
    }
    guard options.parts > 0, options.batch / 16 % options.parts == 0 else {
      throw SolverError(
        "a batch of \(options.batch) samples cannot be cut into \(options.parts) equal parts of whole 16"
      )
    }
    guard options.parts % ranks.count == 0 else {
      throw SolverError(
        "\(options.parts) parts of a batch cannot be shared equally by \(ranks.count) processes")
    }
    guard set.input == trained.input else {
      throw SolverError("the set was read for another architecture")
    }
    guard set.count >= options.batch else {
      throw SolverError("\(set.count) training samples do not fill a batch of \(options.batch)")
    }
    guard (3...set.kset.points.count).contains(options.kpoints) else {
      throw SolverError("a step uses 3 to \(set.kset.points.count) k-points")
    }
    let bands = max(options.globalBands, options.localBands)
    for (count, what) in [(set.bands, "set"), (model.family.dimension, "model")]
    where count < bands {
      throw SolverError("the costs compare \(bands) bands, and the \(what) has only \(count)")
    }
    self.set = set
    self.trained = trained
    mirrored = set.input.mirrored
    self.options = options
    self.team = team
    optimizer = AdamW(network)
    optimizer.weightDecay = Float(options.weightDecay)
    optimizer.beta2 = Float(options.beta2)
    optimizer.epsilon = Float(options.epsilon)
    optimizer.largestNorm = Float(options.largestNorm)
    self.ranks = ranks
    self.start = start
    gradients = PartialGradients(
      count: network.parameterCount, parts: options.parts, ranks: ranks)
    memory = NetworkMemory(network, rows: options.batch / options.parts, training: true)
    let loss = BandLoss(
      set: set, model: model, globalBands: options.globalBands, localBands: options.localBands)
    losses = [BandLoss](
      repeating: loss, count: options.batch / options.parts / 16)
    restart(attempt: 0)
  }

  /// Starts from the given weights, or from new ones, a function of seed and attempt; the last layer's biases are on-site
  /// energies from the mean spectrum at Gamma.
  public func restart(attempt: Int) {
    self.attempt = attempt
    step = 0
    optimizer.reset()
    if let start {
      weights.copy(from: start)
      return
    }
    weights.copy(from: trained.network.initialWeights(seed: options.seed &+ UInt64(attempt) << 32))
    if let last = trained.network.parameters.last {
      weights.assign(self.set.initialOnSiteEnergies(trained.family), at: last.offset)
    }
  }

  public var stepsPerEpoch: Int { self.set.count / options.batch }
  public var totalSteps: Int { stepsPerEpoch * options.totalEpochs }
  /// Rate of the next step.
  public var rate: Float { options.rate(step: step, of: totalSteps) }
  public var epoch: Int { step / stepsPerEpoch }

  /// Continues after `steps` steps of an attempt; weights and the optimiser's means are restored by
  /// the caller.
  public func resume(after steps: Int, attempt: Int) {
    self.attempt = attempt
    step = steps
    optimizer.steps = steps
  }

  /// One step.
  /// - Returns: global and local cost of the batch, and the norm of the gradient.
  public func advance() -> (global: Double, local: Double, norm: Float) {
    let epoch = epoch
    if orderedEpoch != epoch { shuffle(epoch) }
    let groups = options.batch / 16
    let first = (step % stepsPerEpoch) * options.batch
    var generator = SampleGenerator(
      seed: options.seed, index: 1 << 40 | UInt64(step), purpose: .training)
    var samples: [BandLoss.Sample] = []
    for i in 0..<options.batch {
      samples.append(
        .init(index: order[first + i], mirrored: options.mirror && generator.next() & 1 == 1))
    }
    let points = (0..<groups).map { _ in drawPoints(&generator) }
    let localWeights = localWeights(samples, epoch: epoch)
    var costs: [Double] = []
    for part in gradients.own {
      costs += compute(part, samples: samples, points: points, localWeights: localWeights)
    }
    costs = ranks.gather(costs)
    let norm = optimizer.step(
      weights, gradient: gradients.summed(team: team), rate: rate, team: team)
    step += 1
    return (
      stride(from: 0, to: costs.count, by: 2).reduce(0) { $0 + costs[$1] },
      stride(from: 1, to: costs.count, by: 2).reduce(0) { $0 + costs[$1] }, norm
    )
  }

  /// The gradient of a part of the batch.
  /// - Parameters:
  ///   - samples: those of the whole batch.
  ///   - points: wave vectors of each sixteen of them.
  /// - Returns: global and local cost of each sixteen of the part.
  private func compute(
    _ part: Int, samples: [BandLoss.Sample], points: [[Int]], localWeights: [Float]
  ) -> [Double] {
    let rows = options.batch / options.parts
    let first = part * rows
    setInput(samples[first..<first + rows])
    let globalWeight = Float(
      1 / Double(options.batch * options.kpoints * options.globalBands))
    let pass = Pass(
      rows: rows, team: team,
      training: TrainingPosition(seed: options.seed, step: step, row: first))
    memory.forward(weights, pass)
    let width = trained.family.coefficientCount
    let groups = rows / 16
    var costs = [Double](repeating: 0, count: 2 * groups)
    nonisolated(unsafe) let (output, derivative) = (
      memory.output.base, memory.outputDerivative.base
    )
    costs.withUnsafeMutableBufferPointer { costs in
      losses.withUnsafeMutableBufferPointer { losses in
        nonisolated(unsafe) let (costs, losses) = (costs.baseAddress!, losses.baseAddress!)
        team.forEach(groups) { g in
          let own = first + 16 * g
          let cost = losses[g].evaluate(
            coefficients: output + 16 * g * width, samples: Array(samples[own..<own + 16]),
            points: points[own / 16], globalWeight: globalWeight, localWeights: localWeights,
            derivative: derivative + 16 * g * width)
          (costs[2 * g], costs[2 * g + 1]) = cost
        }
      }
    }
    memory.backward(weights, gradient: gradients[part], pass)
    return costs
  }

  private func setInput(_ samples: ArraySlice<BandLoss.Sample>) {
    self.set.features.withUnsafeBufferPointer { features in
      let width = trained.network.inputs
      for (row, sample) in samples.enumerated() {
        let own = features.baseAddress! + sample.index * width
        let target = memory.input.base + row * width
        if sample.mirrored {
          trained.standardisation.apply(own, permuted: mirrored, to: target)
        } else {
          trained.standardisation.apply(own, to: target)
        }
      }
    }
  }

  private func shuffle(_ epoch: Int) {
    order = Array(0..<set.count)
    var generator = SampleGenerator(seed: options.seed, index: UInt64(epoch), purpose: .training)
    order.shuffle(using: &generator)
    orderedEpoch = epoch
  }

  private func drawPoints(_ generator: inout SampleGenerator) -> [Int] {
    var rest = set.interior
    let wanted = options.kpoints - 3
    for i in 0..<wanted {
      rest.swapAt(i, Int.random(in: i..<rest.count, using: &generator))
    }
    return Array(rest.prefix(wanted))
  }

  /// Each local cost is a mean over the bands of its irrep in the batch.
  private func localWeights(_ samples: [BandLoss.Sample], epoch: Int) -> [Float] {
    let weight = options.localWeight(epoch: epoch)
    if weight == 0 { return [] }
    var counts = [Int](repeating: 0, count: set.places.irrepCount)
    for sample in samples {
      for corner in 0..<3 {
        let first = (sample.index * 3 + corner) * set.bands
        for n in 0..<options.localBands { counts[Int(set.cornerIrreps[first + n])] += 1 }
      }
    }
    return counts.map { Float(weight / Double(max(1, $0))) }
  }

  /// Accuracy on another set with the present weights, which all ranks ask for together.
  public func measure(_ other: TrainingSet) -> Accuracy {
    trained.accuracy(on: other, bands: options.globalBands, team: team, ranks: ranks)
  }
}
