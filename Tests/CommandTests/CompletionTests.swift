import Foundation
import Testing

/// What `make install` puts into a folder completes files in bash, zsh and fish, as operands and behind options.
/// `make test` installs these shells; where one is missing it is left out, but never in continuous integration.
@Suite struct CompletionTests {
  private static let shells = ["bash", "zsh", "fish"].filter { shell in
    ProcessInfo.processInfo.environment["CI"] != nil
      || FileManager.default.isExecutableFile(atPath: "/usr/bin/\(shell)")
  }

  @Test func installedCompletionsCompleteFiles() throws {
    let result = try CommandRunner.run(
      """
      mkdir Sources
      for tool in \(CommandRunner.tools.joined(separator: " ")); do mkdir Sources/$tool; done
      for name in Makefile README.md CHANGELOG.md CITATION.cff docs python samples scripts pipelines; do ln -s "$REPOSITORY/$name" .; done
      make -s install-files BIN="$(dirname "$(command -v genpot)")" PREFIX="$PWD/pre fix"
      for shell in \(Self.shells.joined(separator: " ")); do
        /usr/bin/python3 "$REPOSITORY/Tests/Reference/complete.py" $shell "pre fix"
      done
      """)
    #expect(result.exitCode == 0, "\(result.summary)")
    #expect(
      String(decoding: result.output, as: UTF8.self)
        == Self.shells.map { "\($0): 39 of 39 lines completed\n" }.joined(), "\(result.summary)")
  }
}
