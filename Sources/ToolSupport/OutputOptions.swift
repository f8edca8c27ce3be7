import ArgumentParser
import RecordStream

/// The file that a tool writes, of any kind.
struct OutputFile: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write to a file, which appears only when complete, instead of standard output.",
      valueName: "file"))
  var output: FilePath?
}

/// Where a tool writes; shared by every tool that makes a stream.
public struct OutputOptions: ParsableArguments {
  @OptionGroup var file: OutputFile

  public var output: FilePath? { file.output }

  @Flag(help: "Note time and host in the provenance chain.")
  public var stamp = false

  @Flag(
    inversion: .prefixedNo, help: "Show progress; by default when standard error is a terminal.")
  public var progress: Bool?

  public init() {}
}
