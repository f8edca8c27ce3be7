import ArgumentParser

/// Where a tool writes; shared by every tool that makes a stream.
public struct OutputOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write to a file, which appears only when complete, instead of standard output.",
      valueName: "file"))
  public var output: String?

  @Flag(help: "Note time and host in the provenance chain.")
  public var stamp = false

  @Flag(
    inversion: .prefixedNo, help: "Show progress; by default when standard error is a terminal.")
  public var progress: Bool?

  public init() {}
}
