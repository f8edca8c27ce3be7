import ArgumentParser
import Foundation

/// Where a tool writes, and how it treats failures; shared by every tool that makes a stream.
public struct OutputOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write to a file, which appears only when complete, instead of standard output.",
      valueName: "file"))
  public var output: String?

  @Option(help: ArgumentHelp("Worker threads; changes neither order nor bytes.", valueName: "n"))
  public var threads: Int = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Stop at the first record that fails instead of passing it on with a reason.")
  public var strict = false

  @Flag(help: "Note time and host in the provenance chain.")
  public var stamp = false

  @Flag(
    inversion: .prefixedNo, help: "Show progress; by default when standard error is a terminal.")
  public var progress: Bool?

  public init() {}

  public func validate() throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads must be 1 to 1024, not \(threads)")
    }
  }
}

/// The operands and options of every filter.
public struct StreamOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Streams to read; none or '-' is standard input.", valueName: "file"))
  public var inputs: [String] = []

  @OptionGroup public var output: OutputOptions

  public init() {}

  /// The operands, or standard input.
  public var paths: [String] { inputs.isEmpty ? ["-"] : inputs }
}
