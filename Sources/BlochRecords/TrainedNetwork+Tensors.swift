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
    metadata["orbitals"] = family.description
    if !Self.isUnpinned(family) { metadata["tables"] = TightBindingModel(family).digest }
    metadata["bands"] = "\(bands)"
    switch domain {
    case .potential(let height):
      metadata["v_max"] = "\(height)"
      metadata["units"] = "input V_G/v_max, standardised; output energies in v_max; v_max in E0"
    case .family(let equation, _):
      metadata["family"] = domain.text
      metadata["units"] =
        equation == .schroedinger
        ? "input V_G/(v_max + 64), fill and ln v_max, standardised; output energies in v_max + 64; v_max in E0"
        : "input epsilon_G/<epsilon>, share of the higher epsilon and ln of the ratio, standardised; output (omega a/c)^2 <epsilon>/100"
    }
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
        TensorFile.Tensor(
          name: shape.name, shape: shape.shape, values: Array(values),
          isHalf: isHalf && shape.shape.count > 1))
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

  /// Models whose tables weights from before there were digests know.
  private static func isUnpinned(_ family: HamiltonianFamily) -> Bool {
    family.symmetry == .c6 && family.shells == 1
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
    guard let set = HamiltonianFamily(orbitals) else { throw fault("orbitals", orbitals) }
    if !Self.isUnpinned(set) {
      let tables = try entry("tables")
      guard tables == TightBindingModel(set).digest else {
        throw StreamError(
          .badData, "the network was trained with other tables of '\(orbitals)'; train it again")
      }
    }
    let bands = try entry("bands")
    let family = known.isFamily
    let range = try entry(family ? "family" : "v_max")
    guard let count = Int(bands), (1...set.dimension).contains(count) else {
      throw fault("number of bands", bands)
    }
    guard let domain = NetworkDomain(range), family == (domain.text.contains(" ")) else {
      throw fault(family ? "family" : "v_max", range)
    }
    let width: Int
    do { width = try known.input(set.symmetry).count } catch {
      throw StreamError(.badData, "\(error)")
    }
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
      let parameters = try known.network(inputs: width, outputs: set.coefficientCount).parameters
      let values = try parameters.map { try file.tensor($0.shape.name, shape: $0.shape.shape) }
      try self.init(
        architecture: known, family: set, bands: count, domain: domain,
        standardisation: standardisation)
      for (parameter, tensor) in zip(parameters, values) {
        weights.assign(tensor, at: parameter.offset)
      }
      let names = Set(parameters.map(\.shape.name))
      if file.tensors.contains(where: { $0.isHalf && names.contains($0.name) }) { roundToHalf() }
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
