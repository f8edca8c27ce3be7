import BlochCore
import RecordStream

/// Where the network comes from.
public struct NetworkFile: Sendable {
  public static let name = "p6-schroedinger.safetensors"

  public let network: TrainedNetwork
  /// First digits of the SHA-256 of the file.
  public let digest: String
  /// How the network came about, as its training wrote it.
  public let metadata: [String: String]
  /// Root mean square error on the cells that training was validated on, Vmax; 0 when not told.
  public let error: Double

  /// - Parameter path: nil for the network that comes with the program.
  /// - Throws: `StreamError`.
  public init(path: FilePath?) throws {
    let found = try path ?? Self.shipped()
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
  private static func shipped() throws -> FilePath {
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
    throw StreamError(
      .noInput, "\(name) is not where the program was installed; name a network with --network")
  }
}
