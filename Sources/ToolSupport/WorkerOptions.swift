import ArgumentParser
import Foundation

/// How a tool that computes uses the machine.
public struct WorkerOptions: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp(
      "Worker threads, by default one for each core; changes neither order nor bytes.",
      valueName: "n"))
  var wanted: Int?

  public init() {}

  /// Worker threads, at least 1.
  public var threads: Int { wanted ?? ProcessInfo.processInfo.activeProcessorCount }

  public func validate() throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads must be 1 to 1024, not \(threads)")
    }
  }
}
