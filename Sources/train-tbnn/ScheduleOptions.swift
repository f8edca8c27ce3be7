import ArgumentParser
import BlochCore
import RecordStream

/// What is trained.
struct NetworkOptions: ParsableArguments {
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case fourier
  }

  @Option(
    name: .customLong("architecture"),
    help: "fourier: residual dense network on the potential's Fourier coefficients.")
  var kind: Kind = .fourier

  @Option(help: "Neurons of a layer, a multiple of 16.")
  var width = 768

  @Option(help: "Residual blocks.")
  var blocks = 4

  @Option(help: "Orbitals of the tight-binding model.")
  var orbitals = OrbitalSet.standard.description

  var architecture: Architecture { .fourier(width: width, blocks: blocks) }

  /// - Throws: `StreamError` (usage).
  func orbitalSet() throws -> OrbitalSet {
    guard let set = OrbitalSet(orbitals) else {
      throw StreamError(
        .usage, "--orbitals '\(orbitals)' is no list like '4s 4p 3d 3f' of at most 32 functions")
    }
    return set
  }
}

/// How it is trained.
struct ScheduleOptions: ParsableArguments {
  @Option(help: "Epochs with local costs.")
  var epochs = 100

  @Option(help: "Epochs without local costs at the end.")
  var finalEpochs = 5

  @Option(help: "Samples a step, a multiple of 16.")
  var batch = 128

  @Option(
    help: ArgumentHelp(
      "k-points a step: Gamma, K, M and others at random.", valueName: "count"))
  var stepPoints = 24

  @Option(help: "Largest learning rate.")
  var rate = 1e-3

  @Option(help: "Steps over which the rate rises to it.")
  var warmup = 1000

  @Flag(inversion: .prefixedNo, help: "Let the rate fall along a cosine.")
  var cosine = true

  @Option(help: "Weight decay of AdamW.")
  var weightDecay = 0.0

  @Option(help: "Epsilon of AdamW.")
  var epsilon = 1e-8

  @Option(help: "Shorten gradients to this norm.")
  var largestNorm = 1.0

  @Option(help: "Weight w of the local costs, w/(1 + epoch)^decay.")
  var localWeight = 0.6

  @Option(help: "Exponent of the local costs' decay.")
  var localDecay = 0.3

  @Option(help: "Bands of the global cost.")
  var bands = 6

  @Option(help: "Bands of the local costs.")
  var localBands = 7

  @Flag(inversion: .prefixedNo, help: "Mirror samples at random.")
  var mirror = true

  @Option(help: "Seed of weights, order of samples and k-points.")
  var seed: UInt64 = 1

  /// - Throws: `ValidationError`.
  func check() throws {
    guard epochs >= 0, finalEpochs >= 0, epochs + finalEpochs >= 1 else {
      throw ValidationError("--epochs and --final-epochs must make at least one epoch")
    }
    guard rate > 0, rate < 1, warmup >= 0, weightDecay >= 0, epsilon > 0, largestNorm > 0,
      localWeight >= 0
    else {
      throw ValidationError(
        "--rate must be in 0...1, --epsilon and --largest-norm positive, --warmup, --weight-decay "
          + "and --local-weight not negative")
    }
    guard bands >= 1, localBands >= 1 else {
      throw ValidationError("--bands and --local-bands must be at least 1")
    }
  }

  var options: TrainingOptions {
    var options = TrainingOptions()
    options.epochs = epochs
    options.finalEpochs = finalEpochs
    options.batch = batch
    options.kpoints = stepPoints
    options.rate = rate
    options.warmup = warmup
    options.cosine = cosine
    options.weightDecay = weightDecay
    options.epsilon = epsilon
    options.largestNorm = largestNorm
    options.localWeight = localWeight
    options.localDecay = localDecay
    options.globalBands = bands
    options.localBands = localBands
    options.mirror = mirror
    options.seed = seed
    return options
  }
}
