import BlochCore
import RecordStream

/// Where the network comes from.
public struct NetworkFile: Sendable {
  /// Of the network for crystals of an equation and with the rotations of a group that comes with the program.
  public static func name(_ equation: WaveEquation, _ symmetry: CrystalSymmetry) -> String {
    "\(symmetry.group)-\(equation.rawValue).safetensors"
  }

  public let network: TrainedNetwork
  /// First digits of the SHA-256 of the file.
  public let digest: String
  /// How the network came about, as its training wrote it.
  public let metadata: [String: String]
  /// Root mean square error on the cells that training was validated on, Vmax, of light omega a/(2 pi c); 0 when not told.
  public let error: Double

  /// - Parameters:
  ///   - path: nil for the network that comes with the program.
  ///   - equation, symmetry: of that network.
  /// - Throws: `StreamError`.
  public init(
    path: FilePath?, for equation: WaveEquation = .schroedinger, _ symmetry: CrystalSymmetry = .c6
  ) throws {
    let found = try path ?? Self.shipped(equation, symmetry)
    do {
      let bytes = try TensorFile.bytes(path: found)
      let file = try TensorFile(bytes: bytes)
      network = try TrainedNetwork(file)
      metadata = file.metadata
      digest = String(TensorFile.sha256(bytes).prefix(16))
      error = (file.metadata["validation.loss"].flatMap { Double($0) } ?? 0).squareRoot()
    } catch let error as StreamError where error.code == .badData {
      throw StreamError(.badData, "'\(found)': \(error)")
    }
  }

  /// share/blochpipe beside the folder of the program, or samples in a checkout above it.
  private static func shipped(_ equation: WaveEquation, _ symmetry: CrystalSymmetry) throws
    -> FilePath
  {
    let name = name(equation, symmetry)
    var folder = FilePath.program.folder
    var places = [folder.folder.appending(FilePath("share/blochpipe"))]
    while folder.bytes.count > 1 {
      folder = folder.folder
      places.append(folder.appending(FilePath("samples")))
    }
    for place in places {
      let path = place.appending(FilePath(name))
      if path.exists { return path }
    }
    guard symmetry == .c6, equation == .tm || equation == .schroedinger else {
      let cells = symmetry == .c6 ? "" : " in \(symmetry.group)"
      let way =
        equation == .schroedinger
        ? "train-tbnn"
        : "make light-network" + (symmetry == .c6 ? "" : " GROUP=\(symmetry.group)")
      throw StreamError(
        .noInput,
        "no network for \(equation.rawValue)\(cells) comes with the program; train one (\(way)) and name it with --network, or use solve-seq"
      )
    }
    throw StreamError(
      .noInput, "\(name) is not where the program was installed; name a network with --network")
  }
}

extension TrainedNetwork {
  /// Height of the potentials, E0, of a network for one.
  /// - Throws: `StreamError` (usage) for other networks.
  public var potentialHeight: Double {
    get throws {
      if case .potential(let height) = domain { return height }
      throw StreamError(
        .usage,
        "the network knows \(domain.description), and designs need one for potentials of one height; use --exact-only"
      )
    }
  }
}
