import ArgumentParser
import BlochCore
import BlochRecords
import Foundation
import LinearAlgebra
import RecordStream
import ToolSupport

/// Training of the tight-binding network.
struct TrainTBNN: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train-tbnn",
    abstract: "Train the network that maps a geometry to a tight-binding model.",
    version: packageVersion)

  @Argument(help: "Streams of solved records.")
  var inputs: [String] = []
  @Option var epochs = 10
  @Option var finalEpochs = 0
  @Option var batch = 128
  @Option var kpoints = 24
  @Option var rate = 1e-3
  @Option var width = 768
  @Option var blocks = 4
  @Option var weightDecay = 0.0
  @Option var clip = Double.infinity
  @Option var heldOut = 1024
  @Option var seed: UInt64 = 1
  @Option var localWeight = 0.6
  @OptionGroup var workers: WorkerOptions

  func run() throws {
    var training: TrainingSet?
    var validation: TrainingSet?
    var batchOfRaw: [RawRecord] = []
    var seen = 0
    func flush() throws {
      let samples = try orderedMap(batchOfRaw, threads: workers.threads) { raw in
        Result { try TrainingSample(raw.decoded()) }
      }.map { try $0.get() }
      for sample in samples {
        if training == nil {
          var kset = KSet.special
          kset.points = sample.points
          training = try TrainingSet(kset: kset, bands: 7)
          validation = training
        }
        if seen < heldOut {
          try validation!.append(
            features: sample.features, energies: sample.energies, stride: sample.bands,
            special: sample.special)
        } else {
          try training!.append(
            features: sample.features, energies: sample.energies, stride: sample.bands,
            special: sample.special)
        }
        seen += 1
      }
      batchOfRaw.removeAll(keepingCapacity: true)
    }
    try readRecords(inputs) { raw, _ in
      batchOfRaw.append(raw)
      if batchOfRaw.count == 512 { try flush() }
      return true
    }
    try flush()
    print("read", seen)
    var options = TrainingOptions()
    options.epochs = epochs
    options.finalEpochs = finalEpochs
    options.batch = batch
    options.kpoints = kpoints
    options.rate = rate
    options.weightDecay = weightDecay
    options.largestNorm = clip
    options.localWeight = localWeight
    options.seed = seed
    let model = TightBindingModel()
    let network = Network.fourier(
      width: width, blocks: blocks, outputs: model.orbitals.coefficientCount)
    let trainer = try Trainer(
      set: training!, network: network, model: model, options: options,
      standardisation: training!.standardisation(), team: WorkerTeam(threads: workers.threads))
    print("parameters", network.parameterCount, "steps", trainer.totalSteps)
    let start = Date()
    var sums = (0.0, 0.0, Float(0))
    for step in 0..<trainer.totalSteps {
      let (g, l, n) = trainer.advance()
      sums.0 += g
      sums.1 += l
      sums.2 = max(sums.2, n)
      if step < 3 || step == 100 || step == 1000 { print(step, g, l, n, -start.timeIntervalSinceNow) }
      if (step + 1) % trainer.stepsPerEpoch == 0 {
        let a = trainer.measure(validation!)
        let c = Double(trainer.stepsPerEpoch)
        print(
          String(
            format: "%d %.0fs train %.3e local %.3e norm %.2e | val %.3e max %.3f sym %.4f worst %.4f",
            trainer.epoch, -start.timeIntervalSinceNow, sums.0 / c, sums.1 / c, sums.2, a.loss,
            a.largest, a.meanSymmetry, a.worstSymmetry))
        sums = (0, 0, 0)
      }
    }
  }
}
