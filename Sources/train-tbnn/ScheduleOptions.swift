import ArgumentParser
import BlochCore
import RecordStream

/// What is trained and how: the program's settings, or the paper's, each to be overridden.
struct ScheduleOptions: ParsableArguments {
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case fourier, family, paper
  }

  private static let own = TrainingOptions()

  @Flag(
    help: ArgumentHelp(
      "The settings of arXiv:1912.03296 in place of the defaults below: its network, 300 + 50 epochs, "
        + "batch 16, all k-points, constant rate 1e-4, beta2 0.999, epsilon 1e-7, local weight 0.6, "
        + "no bound on gradients, no mirror images."))
  var paper = false

  @Option(
    name: .customLong("architecture"),
    help: ArgumentHelp(
      "fourier: residual dense network on the potential's Fourier coefficients; family: the same for potentials of many "
        + "heights, or for light of many ratios of epsilon; paper: convolutions on 100 x 100 pixels. (default: fourier, for "
        + "light family)"))
  var kind: Kind?

  @Option(help: "Neurons of a layer, a multiple of 16. (fourier, family)")
  var width = ScheduleOptions.defaultWidth

  @Option(help: "Residual blocks. (fourier, family)")
  var blocks = ScheduleOptions.defaultBlocks

  @Option(help: "Share of neurons left out between dense layers. (paper)")
  var dropout = 0.15

  @Option(
    help: ArgumentHelp(
      "Orbitals of the tight-binding model and the number of neighbours' distances that they hop to: '4s 4p 3d 3f', the default of p6, "
        + "'1a:4s4p4d shells=2', that of p4. s, p, d, f have quasi-angular momentum 0, +-1, +-2 and 3."
    ))
  var orbitals: String?

  @Option(help: "Epochs with local costs. (default: \(own.epochs))")
  var epochs: Int?

  @Option(help: "Epochs without local costs at the end. (default: \(own.finalEpochs))")
  var finalEpochs: Int?

  @Option(help: "Samples a step, a multiple of 16. (default: \(own.batch))")
  var batch: Int?

  @Option(
    help: ArgumentHelp(
      "Equal parts of a batch, whole 16 samples each, whose gradients are added in their order. (default: 1, "
        + "with --mpi one for each process)"))
  var parts: Int?

  @Option(
    help: ArgumentHelp(
      "k-points a step: the special points and others at random. (default: \(own.kpoints))",
      valueName: "count"))
  var stepPoints: Int?

  @Option(help: "Largest learning rate. (default: \(own.rate))")
  var rate: Double?

  @Option(help: "Steps over which the rate rises to it. (default: \(own.warmup))")
  var warmup: Int?

  @Flag(inversion: .prefixedNo, help: "Let the rate fall to 0 along a cosine, or keep it.")
  var cosine: Bool?

  @Option(help: "Weight decay of AdamW. (default: \(own.weightDecay))")
  var weightDecay: Double?

  @Option(help: "Decay of AdamW's mean of squared gradients. (default: \(own.beta2))")
  var beta2: Double?

  @Option(help: "Epsilon of AdamW. (default: \(own.epsilon))")
  var epsilon: Double?

  @Option(help: "Shorten gradients to this norm. (default: \(own.largestNorm))")
  var largestNorm: Double?

  @Option(help: "Weight w of the local costs, w/(1 + epoch)^decay. (default: \(own.localWeight))")
  var localWeight: Double?

  @Option(help: "Exponent of the local costs' decay. (default: \(own.localDecay))")
  var localDecay: Double?

  @Option(help: "Bands of the global cost. (default: \(own.globalBands))")
  var bands: Int?

  @Option(help: "Bands of the local costs. (default: \(own.localBands))")
  var localBands: Int?

  @Flag(inversion: .prefixedNo, help: "Mirror samples at random, or not.")
  var mirror: Bool?

  @Option(help: "Seed of weights, order of samples and k-points.")
  var seed: UInt64 = 1

  /// Takes architecture and orbitals of a network, and the defaults for going on from it.
  /// - Throws: `SolverError` where options ask for others.
  mutating func start(from network: TrainedNetwork) throws {
    guard !paper, kind == nil, width == Self.defaultWidth, blocks == Self.defaultBlocks,
      orbitals == nil
    else {
      throw SolverError(
        "--from takes architecture and orbitals of its network: leave out --paper, --architecture, --width, --blocks and --orbitals"
      )
    }
    orbitals = network.family.description
    switch network.architecture {
    case .fourier(let width, let blocks):
      (kind, self.width, self.blocks) = (.fourier, width, blocks)
    case .family(let width, let blocks): (kind, self.width, self.blocks) = (.family, width, blocks)
    case .paper(let dropout): (kind, self.dropout) = (.paper, dropout)
    }
    rate = rate ?? 3e-4
    warmup = warmup ?? 100
  }

  private static let defaultWidth = 528
  private static let defaultBlocks = 4

  func architecture(for equation: WaveEquation) -> Architecture {
    switch kind ?? (paper ? .paper : equation == .schroedinger ? .fourier : .family) {
    case .fourier: .fourier(width: width, blocks: blocks)
    case .family: .family(width: width, blocks: blocks)
    case .paper: .paper(dropout: dropout)
    }
  }

  /// The models to train, of the cells' group.
  /// - Throws: `StreamError` (usage).
  func family(_ symmetry: CrystalSymmetry) throws -> HamiltonianFamily {
    guard let orbitals else {
      if let usual = HamiltonianFamily.standard(symmetry) { return usual }
      throw StreamError(.usage, "\(symmetry.group) has no usual orbitals; say --orbitals")
    }
    guard let family = HamiltonianFamily(orbitals, symmetry: symmetry) else {
      throw StreamError(
        .usage,
        "--orbitals '\(orbitals)' is no list like '\(symmetry == .c4 ? "1a:4s4p4d shells=2" : "4s 4p 3d 3f")' of at most 32 functions and 8 shells"
      )
    }
    guard family.symmetry == symmetry else {
      throw StreamError(
        .usage, "the models are of \(family.symmetry.group), and the cells of \(symmetry.group)")
    }
    return family
  }

  /// - Parameters:
  ///   - points: k-points of the data.
  ///   - ranks: processes that train together.
  func options(points: Int, ranks: Int = 1) -> TrainingOptions {
    var options = paper ? TrainingOptions.paper(points: points) : Self.own
    options.kpoints = min(options.kpoints, points)
    func set<Value>(_ path: WritableKeyPath<TrainingOptions, Value>, _ value: Value?) {
      if let value { options[keyPath: path] = value }
    }
    set(\.epochs, epochs)
    set(\.finalEpochs, finalEpochs)
    set(\.batch, batch)
    set(\.parts, parts ?? ranks)
    set(\.kpoints, stepPoints)
    set(\.rate, rate)
    set(\.warmup, warmup)
    set(\.cosine, cosine)
    set(\.weightDecay, weightDecay)
    set(\.beta2, beta2)
    set(\.epsilon, epsilon)
    set(\.largestNorm, largestNorm)
    set(\.localWeight, localWeight)
    set(\.localDecay, localDecay)
    set(\.globalBands, bands)
    set(\.localBands, localBands)
    set(\.mirror, mirror)
    options.seed = seed
    return options
  }

  /// - Throws: `ValidationError` for settings that no training can have.
  func validate() throws {
    let options = options(points: 79)
    guard options.epochs >= 0, options.finalEpochs >= 0, options.totalEpochs >= 1 else {
      throw ValidationError("--epochs and --final-epochs must make at least one epoch")
    }
    guard options.rate > 0, options.rate < 1, options.warmup >= 0, options.weightDecay >= 0,
      (0..<1).contains(options.beta2), options.epsilon > 0, options.largestNorm > 0,
      options.localWeight >= 0, options.localDecay >= 0,
      [options.weightDecay, options.localWeight, options.localDecay].allSatisfy(\.isFinite)
    else {
      throw ValidationError(
        "--rate must be in 0...1, --beta2 at least 0 and below 1, --epsilon and --largest-norm positive, --warmup, --weight-decay, "
          + "--local-weight and --local-decay finite and not negative")
    }
    guard options.globalBands >= 1, options.localBands >= 1 else {
      throw ValidationError("--bands and --local-bands must be at least 1")
    }
  }
}
