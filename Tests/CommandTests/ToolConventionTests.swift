import Foundation
import Testing

/// What every tool owes its users, whatever it does.
@Suite struct ToolConventionTests {
  @Test func toolsAreFound() {
    #expect(CommandRunner.tools.contains("solve-seq"))
    #expect(CommandRunner.tools.contains("rec-check"))
  }

  @Test(arguments: CommandRunner.tools)
  func toolHasEnoughCases(_ tool: String) throws {
    let cases = CommandCase.all.filter { $0.tool == tool }
    let failing = try cases.filter { try $0.expectedExitCode != 0 }
    #expect(cases.count >= 8)
    #expect(failing.count >= 2)
  }

  /// The first two paragraphs show a command line with the tool in it.
  @Test(arguments: CommandRunner.tools)
  func helpStartsWithAnExample(_ tool: String) throws {
    let result = try CommandRunner.run("\(tool) --help")
    #expect(result.exitCode == 0)
    #expect(result.error.isEmpty)
    let start = String(decoding: result.output, as: UTF8.self)
      .components(separatedBy: "\n\n").prefix(2).joined(separator: "\n")
    let example = start.components(separatedBy: "Example: ").dropFirst().joined()
    #expect(example.contains(tool), "\(start)")
  }

  @Test(arguments: CommandRunner.tools)
  func unknownOptionIsAUsageError(_ tool: String) throws {
    let result = try CommandRunner.run("\(tool) --no-such-option")
    #expect(result.exitCode == 64)
    #expect(result.output.isEmpty)
    #expect(!result.error.isEmpty)
  }

  /// Nothing that is written may be lost in silence, the version included.
  @Test(arguments: CommandRunner.tools)
  func fullDiskIsAnError(_ tool: String) throws {
    let result = try CommandRunner.run("\(tool) --version >/dev/full")
    #expect(result.exitCode == 74)
  }
}
