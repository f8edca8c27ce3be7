import ArgumentParser
import RecordStream

/// The name of a file on the command line.
extension FilePath: ExpressibleByArgument {
  public init?(argument: String) { self.init(bytes: ArgumentText.bytes(argument)) }

  public var defaultValueDescription: String { description }

  public static var defaultCompletionKind: CompletionKind { .file() }
}

/// Refuses an output that is a file of another kind which the command reads: it would be gone.
/// - Parameters:
///   - output: nil or "-" is standard output.
///   - inputs: "-" is standard input.
/// - Throws: `StreamError` (usage).
public func refuseOverwriting(_ inputs: [FilePath], by output: FilePath?) throws {
  guard let written = identity(output, 1) else { return }
  for input in inputs where identity(input, 0) == written {
    throw StreamError(
      .usage,
      "the output is the input \(input == .standard ? "on standard input" : "\(input)"); choose another file"
    )
  }
}

private func identity(_ path: FilePath?, _ standard: Int32) -> FileIdentity? {
  if let path, path != .standard { return FileIdentity(path) }
  return FileIdentity(descriptor: standard)
}
