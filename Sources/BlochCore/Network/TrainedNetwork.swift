import LinearAlgebra

/// A network with its weights and all that is needed to use it on a geometry.
public struct TrainedNetwork: Sendable {
  public var architecture: Architecture
  /// The models that it makes.
  public let family: HamiltonianFamily
  /// What it is told of a cell.
  public let input: NetworkInput
  /// Lowest bands that the training compared.
  public var bands: Int
  public var domain: NetworkDomain
  /// What the input is standardised with.
  public var standardisation: Standardisation
  /// Whether the matrices are of numbers in half precision, and files hold them as such.
  public private(set) var isHalf = false
  /// Error bars of its bands, if it was calibrated.
  public var errors: ErrorModel?
  public let network: Network
  public let weights: FloatBuffer

  /// - Throws: `SolverError` for an architecture out of range, or a group that no network knows.
  public init(
    architecture: Architecture, family: HamiltonianFamily, bands: Int, domain: NetworkDomain,
    standardisation: Standardisation
  ) throws {
    self.architecture = architecture
    self.family = family
    input = try architecture.input(family.symmetry)
    self.bands = bands
    self.domain = domain
    self.standardisation = standardisation
    network = try architecture.network(
      inputs: input.count, outputs: family.coefficientCount)
    weights = FloatBuffer(count: network.parameterCount)
  }

  /// Rounds the matrices to half precision, so that files are half as large.
  public mutating func roundToHalf() {
    for (shape, offset) in network.parameters where shape.shape.count > 1 {
      for i in offset..<offset + shape.count {
        let largest = Float(Float16.greatestFiniteMagnitude)
        weights.base[i] = Float(Float16(min(max(weights.base[i], -largest), largest)))
      }
    }
    isHalf = true
  }

  /// What a predictor needs of a cell.
  /// - Throws: `SolverError` or `GeometryError` for a cell that the network does not know.
  public func input(of cell: UnitCell, _ kset: KSet) throws -> NetworkCell {
    // First, as it says which cells no network knows.
    let (features, unit) = try input.values(of: cell)
    try domain.check(cell)
    return NetworkCell(features: features, kset: kset, unit: unit)
  }
}

/// A cell as a network sees it, and the wave vectors wanted.
public struct NetworkCell: Sendable {
  public var features: [Float]
  public var kset: KSet
  /// Energies of the record per energy of the model.
  public var unit: Float

  public init(features: [Float], kset: KSet, unit: Float = 1) {
    self.features = features
    self.kset = kset
    self.unit = unit
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

  /// The same numbers with the ranges of other cells added.
  public func widened(to other: Standardisation) -> Standardisation {
    var result = self
    for f in low.indices {
      result.low[f] = min(low[f], other.low[f])
      result.high[f] = max(high[f], other.high[f])
    }
    return result
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
