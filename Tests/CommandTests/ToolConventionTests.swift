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

  /// What --help lists is in the man page, for subcommands too.
  @Test(arguments: CommandRunner.tools)
  func manPageHasEveryOption(_ tool: String) throws {
    let binary = "\(CommandRunner.binaries.path)/\(tool)"
    let page = try CommandRunner.run("$REPOSITORY/scripts/man-page \(binary)")
    #expect(page.exitCode == 0)
    let text = String(decoding: page.output, as: UTF8.self)
      .replacingOccurrences(of: "\\-", with: "-")
    #expect(text.hasPrefix(".TH \(tool.uppercased()) 1"))
    for section in ["NAME", "SYNOPSIS", "EXAMPLE", "DESCRIPTION", "OPTIONS", "EXIT STATUS"] {
      #expect(text.contains("\n.SH \(section)\n"))
    }
    let help = try CommandRunner.run(
      """
      \(tool) --help > help; cat help
      words=$(sed '1,/^SUBCOMMANDS/d' help | grep -o '^  [a-z0-9]*' || true)
      for word in $words; do \(tool) $word --help; done
      """)
    let options = String(decoding: help.output, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("  -") }.compactMap { $0.split(separator: " ").first }
    #expect(options.count >= 2)
    let subcommands = String(decoding: help.output, as: UTF8.self)
      .components(separatedBy: "SUBCOMMANDS:\n").dropFirst()
      .flatMap { $0.components(separatedBy: "\n\n")[0].split(separator: "\n") }
      .filter { !$0.hasPrefix("   ") }.compactMap { $0.split(separator: " ").first }
    for option in options { #expect(text.contains("\n\\fB\(option)"), "\(option)") }
    for other in CommandRunner.tools where other != tool {
      #expect(text.contains("\\fB\(other)\\fR(1)"), "\(other) is missing under SEE ALSO")
    }
    for word in subcommands {
      #expect(text.contains("\n\\fB\(tool) \(word)\\fR"), "\(word) is missing in the synopsis")
    }
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
    let version = try CommandRunner.run("\(tool) --version >/dev/full")
    #expect(version.exitCode == 74)
    let result = try CommandRunner.run("\(Self.streams(tool))\(try Self.command(tool)) > /dev/full")
    #expect(result.exitCode == 74, "\(result.summary)")
    expectOneLine(result, of: tool)
  }

  /// A reader that has seen enough is no error; nor is one in a shell that ignores SIGPIPE.
  @Test(arguments: CommandRunner.tools)
  func closedPipeEndsQuietly(_ tool: String) throws {
    let command = try Self.command(tool)
    let brief = try CommandRunner.run("\(Self.streams(tool))\(command) | head -c 1")
    #expect(brief.exitCode == 0)
    #expect(brief.output.count == 1)
    #expect(brief.error.isEmpty, "\(brief.summary)")
    // A pipe whose reader is gone before the tool starts.
    for prelude in ["", "trap '' PIPE; "] {
      let closed = try CommandRunner.run(
        """
        \(Self.streams(tool))mkfifo pipe
        exec 3<> pipe 4> pipe 3>&-
        (\(prelude)exec \(command) >&4) || echo $?
        """)
      #expect(closed.output == Data("141\n".utf8), "\(closed.summary)")
      #expect(closed.error.isEmpty, "\(closed.summary)")
    }
  }

  /// Folders that do not exist or take no files, and a folder in place of a file.
  @Test(arguments: CommandRunner.tools)
  func outputThatCannotBeCreatedIsAnError(_ tool: String) throws {
    let help = try CommandRunner.run("\(try Self.command(tool, operands: false)) --help")
    guard String(decoding: help.output, as: UTF8.self).contains("--output") else { return }
    for target in ["missing/file", "/proc/file", "folder"] {
      let result = try CommandRunner.run(
        "\(Self.streams(tool))mkdir folder; \(try Self.command(tool)) -o \(target)")
      #expect(result.exitCode == 73, "\(target): \(result.summary)")
      #expect(result.output.isEmpty)
      expectOneLine(result, of: tool)
    }
  }

  /// A limit on the size of files is met like a full disk, and what was begun is removed.
  @Test(arguments: CommandRunner.tools)
  func fileOverTheSizeLimitIsAnError(_ tool: String) throws {
    let help = try CommandRunner.run("\(try Self.command(tool, operands: false)) --help")
    guard String(decoding: help.output, as: UTF8.self).contains("--output") else { return }
    let result = try CommandRunner.run(
      """
      \(Self.streams(tool))mkdir out
      # The profile that a coverage build writes would meet the limit as well.
      export LLVM_PROFILE_FILE=/dev/null
      status=0; (ulimit -f 1; \(try Self.command(tool)) -o out/file) || status=$?
      ls -A out; exit $status
      """)
    #expect(result.exitCode == 74, "\(result.summary)")
    #expect(result.output.isEmpty)
    expectOneLine(result, of: tool)
  }

  /// Whatever is wrong with a stream: exit 65, one line, and no output file.
  @Test(arguments: CommandRunner.tools)
  func damagedStreamIsBadData(_ tool: String) throws {
    let command =
      [
        "genpot": "genpot mix", "wallpaper": "wallpaper find", "rec-diff": "rec-diff bad",
        "rec-export": "rec-export npz", "domainwall": "domainwall --cells 2,2 --points 2",
        "invdesign": "invdesign search --network-only --starts 1 --steps 0",
      ][tool] ?? tool
    let help = try CommandRunner.run("\(try Self.command(tool, operands: false)) --help")
    let writes = String(decoding: help.output, as: UTF8.self).contains("--output")
    let result = try CommandRunner.run(
      """
      \(Self.streams(tool))try() {
        status=0; \(command) bad \(writes ? "-o out" : "") > /dev/null || status=$?
        test ! -e out; echo $status
      }
      : > bad; try
      echo 'Dear reader, this is no stream.' > bad; try
      echo hello | zstd -q > bad; try
      head -c -1 solved > bad; try
      head -c 300 solved > bad; try
      # A newer format version.
      { head -c 17 solved; printf '\\002'; tail -c +19 solved; } > bad; try
      # One bit is flipped.
      n=$(($(wc -c < solved) / 2))
      byte=$(tail -c +$n solved | head -c 1 | od -An -tu1)
      { head -c $((n - 1)) solved; printf "\\\\$(printf %o $((byte ^ 16)))"
        tail -c +$((n + 1)) solved; } > bad; try
      # Text behind the stream, and a second segment that is cut.
      { cat solved; echo junk; } > bad; try
      { cat solved; head -c 900 solved; } > bad; try
      """)
    #expect(result.exitCode == 0)
    #expect(result.output == Data(repeatElement("65\n", count: 9).joined().utf8))
    let lines = String(decoding: result.error, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 9, "\(result.summary)")
    for line in lines { #expect(line.hasPrefix("\(tool): ")) }
  }

  /// Makes the streams that `command` reads.
  private static func streams(_ tool: String) -> String {
    let many =
      tool == "calibrate-tbnn" ? "genpot random -n 90 --pixels 24 | solve-seq -o many" : ""
    return """
      genpot random -n 20 --seed 1 -o cells
      genpot random -n 20 --seed 2 -o others
      solve-seq --keep-model --tolerance 4e-4 cells -o solved
      \(many)


      """
  }

  /// A run of the tool that writes something.
  private static func command(_ tool: String, operands: Bool = true) throws -> String {
    let table = [
      "genpot": ("genpot random", "-n 20"), "solve-seq": ("solve-seq", "cells"),
      "berryflux": ("berryflux", "solved"), "fingerprint": ("fingerprint", "solved"),
      "derive": ("derive --divisions 8", "solved"),
      "domainwall": ("domainwall --cells 2,2 --points 2", "cells"),
      "rec-view": ("rec-view", "cells"),
      "rec-cat": ("rec-cat", "cells"), "rec-check": ("rec-check", "cells"),
      "rec-export": ("rec-export npz", "--fields index,geometry.potential solved"),
      "rec-diff": ("rec-diff", "cells others"),
      "predict": ("predict", "cells"), "wallpaper": ("wallpaper show", "p6m"),
      "invdesign": (
        "invdesign search", "--network-only --starts 1 --steps 0 --pixels 24 --bands 1-3 solved"
      ),
      "calibrate-tbnn": ("calibrate-tbnn", "many"),
      "train-tbnn": ("train-tbnn", "--epochs 1 --batch 16 --width 16 --held-out 0.1 solved"),
    ]
    let entry = try #require(table[tool], "add a run of \(tool) to the table")
    return operands ? "\(entry.0) \(entry.1)" : entry.0
  }

  /// One line on standard error that begins with the tool's name.
  private func expectOneLine(_ result: CommandResult, of tool: String) {
    let text = String(decoding: result.error, as: UTF8.self)
    #expect(text.hasPrefix("\(tool): "), "\(text)")
    #expect(text.hasSuffix("\n") && text.count(where: { $0 == "\n" }) == 1, "\(text)")
  }
}
