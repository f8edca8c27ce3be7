import LinearAlgebra

/// A network with its weights and all that is needed to use it on a geometry.
public struct TrainedNetwork: Sendable {
  public var architecture: Architecture
  public var orbitals: OrbitalSet
  /// Lowest bands that the training compared.
  public var bands: Int
  /// Height of the potentials it was trained on, E0.
  public var vMax: Double
  /// What the input is standardised with.
  public var standardisation: Standardisation
  /// Error bars of its bands, if it was calibrated.
  public var errors: ErrorModel?
  public let network: Network
  public let weights: FloatBuffer

  /// - Throws: `SolverError` for an architecture out of range.
  public init(
    architecture: Architecture, orbitals: OrbitalSet, bands: Int, vMax: Double,
    standardisation: Standardisation
  ) throws {
    self.architecture = architecture
    self.orbitals = orbitals
    self.bands = bands
    self.vMax = vMax
    self.standardisation = standardisation
    network = try architecture.network(outputs: orbitals.coefficientCount)
    weights = FloatBuffer(count: network.parameterCount)
  }
}

/// What a network does with features before they enter it, from the statistics of the training set.
public struct Standardisation: Sendable, Equatable {
  /// [inputs]
  public var mean: [Float]
  /// [inputs], positive: what the difference from the mean is divided by.
  public var scale: [Float]
  /// [inputs]: the range that counts as known, that of the training set, mirrored cells included, and a
  /// standard deviation beyond.
  public var low: [Float]
  public var high: [Float]

  public init(mean: [Float], scale: [Float], low: [Float], high: [Float]) {
    self.mean = mean
    self.scale = scale
    self.low = low
    self.high = high
  }

  /// Writes the standardised features.
  func apply(_ features: UnsafePointer<Float>, to row: UnsafeMutablePointer<Float>) {
    for f in mean.indices { row[f] = (features[f] - mean[f]) / scale[f] }
  }

  /// The same for a permutation of them.
  func apply(
    _ features: UnsafePointer<Float>, permuted: [Int], to row: UnsafeMutablePointer<Float>
  ) {
    for f in mean.indices { row[f] = (features[permuted[f]] - mean[f]) / scale[f] }
  }

  /// Whether a geometry is unlike all that training saw: one of its numbers is out of the known range.
  public func isOutside(_ features: [Float]) -> Bool {
    features.indices.contains { features[$0] < low[$0] || features[$0] > high[$0] }
  }
}
