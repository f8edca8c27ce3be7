import ArgumentParser
import RecordStream

/// The operands and options of every filter that computes.
public struct StreamOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Streams to read; none or '-' is standard input.", valueName: "file"))
  public var inputs: [FilePath] = []

  @OptionGroup public var workers: WorkerOptions

  @Flag(help: "Stop at the first record that fails instead of passing it on with a reason.")
  public var strict = false

  @OptionGroup public var output: OutputOptions

  public init() {}

  /// The operands, or standard input.
  public var paths: [FilePath] { inputs.isEmpty ? [.standard] : inputs }
}
