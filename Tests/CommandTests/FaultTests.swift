import Foundation
import Testing

/// Reads, writes, fsyncs and renames that fail, one after the other, in real runs: see `Tests/Faults/faults.py`.
@Suite struct FaultTests {
  private static let script = "/usr/bin/python3 $REPOSITORY/Tests/Faults/faults.py"

  private static let scenarios: [String] = {
    let list = try? CommandRunner.run("\(script) --list")
    return String(decoding: list?.output ?? Data(), as: UTF8.self).split(separator: "\n")
      .map(String.init)
  }()

  @Test func scenariosAreFound() { #expect(Self.scenarios.contains("checkpoint")) }

  @Test(arguments: scenarios)
  func everyFaultIsSurvivedOrTold(_ scenario: String) throws {
    let result = try CommandRunner.run("\(Self.script) '\(scenario)'", seconds: 300)
    #expect(result.exitCode == 0, "\(result.summary)")
    let report = String(decoding: result.output, as: UTF8.self)
    let fault = scenario == "containers" ? "wait " : "kill "
    #expect(report.contains(fault) && report.contains(" faults"), "\(result.summary)")
  }
}
