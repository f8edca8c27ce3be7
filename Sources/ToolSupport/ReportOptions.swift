import ArgumentParser

/// What a tool reads and writes that makes no stream of what it reads.
public struct ReportOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write to a file, which appears only when complete, instead of standard output.",
      valueName: "file"))
  public var output: String?

  @Argument(
    help: ArgumentHelp("Streams to read; none or '-' is standard input.", valueName: "file"))
  public var inputs: [String] = []

  public init() {}
}
