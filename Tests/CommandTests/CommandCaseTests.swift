import Foundation
import Testing

/// The tools as a user types them. With RECORD=1 in the environment the expectations that exist are
/// written anew: review them with `git diff`.
@Suite struct CommandCaseTests {
  static let recording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  @Test(arguments: CommandCase.all)
  func behavesAsExpected(_ test: CommandCase) throws {
    let script = test.folder.appendingPathComponent("cmd")
    let result = try CommandRunner.run(script: script, caseFolder: test.folder)
    if Self.recording {
      try test.record(result)
    }
    #expect(result.exitCode == (try test.expectedExitCode), "\(result.summary)")
    if let expected = test.expectedOutput {
      #expect(
        result.output == expected, "\(result.summary)\nexpected\n\(CommandResult.head(expected))")
    }
    if let expected = test.expectedError {
      #expect(
        result.error == expected, "\(result.summary)\nexpected\n\(CommandResult.head(expected))")
    }
  }

  @Test func commandWithMoreOutputThanAPipeHoldsEnds() throws {
    let result = try CommandRunner.run("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2")
    #expect(result.output.count == 3_000_000)
    #expect(result.error.count == 3_000_000)
    #expect(result.exitCode == 0)
  }

  @Test func shellStopsAtTheFirstFailureAndReportsItsStatus() throws {
    let result = try CommandRunner.run("echo before; (exit 65); echo after")
    #expect(result.output == Data("before\n".utf8))
    #expect(result.exitCode == 65)
  }

  @Test func commandsSeeAnEmptyFolderOfTheirOwn() throws {
    #expect(try CommandRunner.run("ls -A; touch left-behind").output.isEmpty)
    #expect(try CommandRunner.run("ls -A").output.isEmpty)
  }
}
