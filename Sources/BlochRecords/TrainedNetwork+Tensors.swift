import BlochCore
import RecordStream

extension TrainedNetwork {
  /// What identifies the file, in its metadata under "format".
  public static let format = "blochpipe tight-binding network 1"

  /// The file that holds the network.
  /// - Parameter training: how it came about, for the reader.
  public func tensorFile(training: [String: String]) -> TensorFile {
    var metadata = training
    metadata["format"] = Self.format
    metadata["architecture"] = architecture.description
    metadata["orbitals"] = orbitals.description
    metadata["bands"] = "\(bands)"
    metadata["v_max"] = "\(vMax)"
    metadata["units"] = "input V_G/v_max, standardised; output energies in v_max; v_max in E0"
    var tensors = [
      TensorFile.Tensor(name: "input.mean", shape: [inputs], values: standardisation.mean),
      TensorFile.Tensor(
        name: "input.scale", shape: [inputs], values: standardisation.scale),
      TensorFile.Tensor(name: "input.low", shape: [inputs], values: standardisation.low),
      TensorFile.Tensor(name: "input.high", shape: [inputs], values: standardisation.high),
    ]
    for (shape, offset) in network.parameters {
      let values = UnsafeBufferPointer(start: weights.base + offset, count: shape.count)
      tensors.append(
        TensorFile.Tensor(name: shape.name, shape: shape.shape, values: Array(values)))
    }
    if let errors {
      metadata["error.bands"] = "\(errors.bands)"
      metadata["error.rank"] = "\(errors.rank)"
      metadata["error.kinds"] = errors.kinds.joined(separator: " ")
      tensors += errors.arrays.map {
        TensorFile.Tensor(name: $0.name, shape: $0.shape, values: $0.values)
      }
    }
    return TensorFile(metadata: metadata, tensors: tensors)
  }

  private var inputs: Int { standardisation.mean.count }

  /// Reads a network. Throws `StreamError` (bad data) for a file that holds none, or one that is
  /// incomplete or of another make.
  public init(_ file: TensorFile) throws {
    guard file.metadata["format"] == Self.format else {
      throw StreamError(
        .badData,
        "the file holds no network of this program (format '\(file.metadata["format"] ?? "none")'); "
          + "use one that train-tbnn wrote")
    }
    guard file.hasDigest else {
      throw StreamError(
        .badData, "the network's file has no digest of its bytes; use it as train-tbnn wrote it")
    }
    func entry(_ name: String) throws -> String {
      guard let text = file.metadata[name] else {
        throw StreamError(.badData, "the network's file has no '\(name)'; train it again")
      }
      return text
    }
    func fault(_ name: String, _ text: String) -> StreamError {
      StreamError(
        .badData, "the network's \(name) is '\(text)', unknown to this version; train it again")
    }
    let architecture = try entry("architecture")
    guard let known = Architecture(architecture) else { throw fault("architecture", architecture) }
    let orbitals = try entry("orbitals")
    guard let set = OrbitalSet(orbitals) else { throw fault("orbitals", orbitals) }
    let (bands, vMax) = (try entry("bands"), try entry("v_max"))
    guard let count = Int(bands), (1...set.dimension).contains(count) else {
      throw fault("number of bands", bands)
    }
    guard let height = Double(vMax), height > 0, height.isFinite else { throw fault("v_max", vMax) }
    let width = known.input.count
    let standardisation = Standardisation(
      mean: try file.tensor("input.mean", shape: [width]),
      scale: try file.tensor("input.scale", shape: [width]),
      low: try file.tensor("input.low", shape: [width]),
      high: try file.tensor("input.high", shape: [width]))
    guard standardisation.scale.allSatisfy({ $0 > 0 }) else {
      throw StreamError(.badData, "input.scale is not positive; train the network again")
    }
    do {
      // The file must hold all weights before memory is taken for them.
      let parameters = try known.network(outputs: set.coefficientCount).parameters
      let values = try parameters.map { try file.tensor($0.shape.name, shape: $0.shape.shape) }
      try self.init(
        architecture: known, orbitals: set, bands: count, vMax: height,
        standardisation: standardisation)
      for (parameter, tensor) in zip(parameters, values) {
        weights.assign(tensor, at: parameter.offset)
      }
      if let bands = file.metadata["error.bands"] {
        let rank = try entry("error.rank")
        guard let count = Int(bands), let directions = Int(rank) else {
          throw fault("error bars", "of \(bands) bands in \(rank) directions")
        }
        errors = try ErrorModel(
          bands: count, kinds: try entry("error.kinds").split(separator: " ").map(String.init),
          rank: directions, of: self
        ) { try file.tensor($0, shape: $1) }
      }
    } catch let error as SolverError { throw StreamError(.badData, error.description) }
  }
}
