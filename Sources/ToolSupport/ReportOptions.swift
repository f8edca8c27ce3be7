import ArgumentParser

/// What a tool reads and writes that makes no stream of what it reads.
public struct ReportOptions: ParsableArguments {
  @OptionGroup var file: OutputFile

  public var output: String? { file.output }

  @Argument(
    help: ArgumentHelp("Streams to read; none or '-' is standard input.", valueName: "file"))
  public var inputs: [String] = []

  public init() {}
}
