import ArgumentParser
import RecordStream

/// What a tool reads and writes that makes no stream of what it reads.
public struct ReportOptions: ParsableArguments {
  @OptionGroup var file: OutputFile

  public var output: FilePath? { file.output }

  @Argument(
    help: ArgumentHelp("Streams to read; none or '-' is standard input.", valueName: "file"))
  public var inputs: [FilePath] = []

  public init() {}

  /// - Throws: `StreamError` (usage) where the output would replace an input.
  public func keepInputs() throws {
    try refuseOverwriting(inputs.isEmpty ? [.standard] : inputs, by: output)
  }
}
