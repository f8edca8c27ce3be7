import Glibc

/// How a network is trained. Source of the settings' meaning: appendices C to E of arXiv:1912.03296.
public struct TrainingOptions: Sendable, Equatable {
  /// Epochs with local costs, then epochs without.
  public var epochs = 64
  public var finalEpochs = 4
  /// Samples a step, a multiple of 16.
  public var batch = 128
  /// Equal parts of a batch whose gradients are added in their order; each is a multiple of 16 samples.
  public var parts = 1
  /// Wave vectors a step: Gamma, K, M and others drawn at random; all when it is their number.
  public var kpoints = 24
  /// Largest learning rate.
  public var rate = 1e-3
  /// Steps over which the rate rises from 0.
  public var warmup = 1000
  /// Whether the rate falls to 0 along a cosine; else it stays.
  public var cosine = true
  public var weightDecay = 0.0
  /// Memory of AdamW's mean of squares, short because gradients shrink by orders of magnitude on the way.
  public var beta2 = 0.95
  public var epsilon = 1e-8
  /// Longer gradients are shortened to this norm.
  public var largestNorm = 1.0
  /// Local costs enter with localWeight/(1 + epoch)^localDecay.
  public var localWeight = 0.1
  public var localDecay = 0.3
  public var globalBands = 6
  public var localBands = 7
  /// Whether samples are mirrored at random.
  public var mirror = true
  public var seed: UInt64 = 1

  public init() {}

  /// The settings of appendix E of arXiv:1912.03296.
  /// - Parameter points: all k-points of the data.
  public static func paper(points: Int) -> TrainingOptions {
    var options = TrainingOptions()
    options.epochs = 300
    options.finalEpochs = 50
    options.batch = 16
    options.kpoints = points
    options.rate = 1e-4
    options.warmup = 0
    options.cosine = false
    options.beta2 = 0.999
    options.epsilon = 1e-7
    options.localWeight = 0.6
    options.largestNorm = .infinity
    options.mirror = false
    return options
  }

  /// All of it in one line, in the words of the options.
  public var description: String {
    "epochs \(epochs) + \(finalEpochs), batch \(batch)\(parts > 1 ? " in \(parts) parts" : ""), k-points \(kpoints), rate \(rate), "
      + "warmup \(warmup), \(cosine ? "cosine" : "constant"), weight decay \(weightDecay), "
      + "beta2 \(beta2), epsilon \(epsilon), largest norm \(largestNorm), local weight \(localWeight), "
      + "local decay \(localDecay), bands \(globalBands), local bands \(localBands), "
      + "\(mirror ? "mirrored" : "not mirrored"), seed \(seed)"
  }

  public var totalEpochs: Int { epochs + finalEpochs }

  /// Learning rate of a step, counted from 0.
  func rate(step: Int, of total: Int) -> Float {
    if step < warmup { return Float(rate * Double(step + 1) / Double(warmup)) }
    if !cosine { return Float(rate) }
    let t = Double(step - warmup) / Double(max(1, total - warmup))
    return Float(rate * 0.5 * (1 + cos(Double.pi * min(1, t))))
  }

  /// Weight of the local costs in an epoch, counted from 0.
  func localWeight(epoch: Int) -> Double {
    epoch < epochs ? localWeight / pow(1 + Double(epoch), localDecay) : 0
  }
}
