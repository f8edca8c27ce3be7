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

/// Statistics of the training set's inputs.
public struct Standardisation: Sendable, Equatable {
  /// [inputs]
  public var mean: [Float]
  /// [inputs], positive.
  public var deviation: [Float]
  /// [inputs]: smallest and largest value that training saw, mirrored cells included.
  public var low: [Float]
  public var high: [Float]

  public init(mean: [Float], deviation: [Float], low: [Float], high: [Float]) {
    self.mean = mean
    self.deviation = deviation
    self.low = low
    self.high = high
  }

  /// Writes the standardised features.
  func apply(_ features: UnsafePointer<Float>, to row: UnsafeMutablePointer<Float>) {
    for f in mean.indices { row[f] = (features[f] - mean[f]) / deviation[f] }
  }

  /// The same for a permutation of them.
  func apply(
    _ features: UnsafePointer<Float>, permuted: [Int], to row: UnsafeMutablePointer<Float>
  ) {
    for f in mean.indices { row[f] = (features[permuted[f]] - mean[f]) / deviation[f] }
  }

  /// Whether a geometry is unlike all that training saw: one of its numbers is beyond
  /// the range of the training set by more than a deviation.
  public func isOutside(_ features: [Float]) -> Bool {
    for f in mean.indices {
      let margin = deviation[f]
      if features[f] < low[f] - margin || features[f] > high[f] + margin { return true }
    }
    return false
  }
}
