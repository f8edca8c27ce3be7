import BlochCore
import Foundation
import Testing

/// What the documents say is so.
@Suite struct DocumentationTests {
  /// Commands work, and print what is shown. `make test-docs` runs the slow ones as well.
  @Test(arguments: [
    "README.md", "docs/tutorial.md", "docs/tools.md", "docs/gallery.md", "docs/groups.md",
    "docs/light.md", "docs/walls.md",
  ])
  func commandsDoWhatIsShown(_ document: String) throws {
    let result = try CommandRunner.run("$REPOSITORY/scripts/check-docs $REPOSITORY/\(document)")
    #expect(result.exitCode == 0, "\(result.summary)")
  }

  /// The tables of docs/groups.md are what the tool prints.
  @Test func groupsPageIsFresh() throws {
    let result = try CommandRunner.run("$REPOSITORY/scripts/groups-page --check")
    #expect(result.exitCode == 0, "\(result.summary)")
  }

  /// The check can fail: another output, a command that fails, and a change that changes nothing.
  @Test func aWrongDocumentIsFound() throws {
    let result = try CommandRunner.run(
      """
      try() {
        status=0; { printf "$1"; echo; } > page.md; $REPOSITORY/scripts/check-docs page.md > out 2> error || status=$?
        echo $status
      }
      try '    $ echo 1.0001\\n    1'
      try '    $ echo 1.01\\n    1'
      try '    $ echo one\\n    two'
      try '    exit 3 | cat'
      try '<!-- slow: long -->\\n    exit 3\\n\\n    true'
      try '<!-- run as: s/4/0/ -->\\n    exit 4'
      try '<!-- run as: s/5/0/ -->\\n    exit 4'
      try 'No commands.'
      """)
    #expect(String(decoding: result.output, as: UTF8.self) == "0\n1\n1\n1\n0\n0\n1\n1\n")
  }

  /// docs/tools.md has a part for each tool, and names no option that the tool lacks.
  @Test(arguments: CommandRunner.tools)
  func overviewKnowsTheTool(_ tool: String) throws {
    let page = try Self.text("docs/tools.md").components(separatedBy: "\n## ")
    let part = try #require(page.first { $0.hasPrefix("\(tool)\n") }, "no part for \(tool)")
    #expect(part.contains("    $ ") && part.contains(tool))
    let help = try CommandRunner.run(
      """
      \(tool) --help > help; cat help
      for word in $(sed '1,/^SUBCOMMANDS/d' help | grep -o '^  [a-z0-9]*'); do \(tool) $word --help; done
      """)
    let known = String(decoding: help.output, as: UTF8.self)
    for word in part.split(separator: "`") where word.hasPrefix("--") {
      #expect(known.contains("  \(word.split(separator: " ")[0])"), "\(tool) has no \(word)")
    }
  }

  /// Files that the documents name are there.
  @Test(arguments: [
    "README.md", "docs/tutorial.md", "docs/tools.md", "docs/physics.md", "docs/light.md",
    "docs/walls.md",
  ])
  func namedFilesExist(_ document: String) throws {
    let text = try Self.text(document)
    let names = text.matches(of: /\b(docs|samples|scripts|pipelines)\/[\w\/.-]*\w/).map {
      String($0.0)
    }
    for name in names {
      let path = CommandRunner.repository.appendingPathComponent(name).path
      #expect(FileManager.default.fileExists(atPath: path), "\(name)")
    }
  }

  /// The table of band representations in docs/physics.md is that of the code.
  @Test func tableOfBandRepresentationsIsRight() throws {
    let text = try Self.text("docs/physics.md")
    let tables = TopologyTables.p6
    for entry in tables.representations {
      let n = entry.fingerprint
      let numbers = tables.ranges.map { n.counts[$0].map(String.init).joined(separator: " ") }
      let row = "| \(entry.name) | \(n.bands) | " + numbers.joined(separator: " | ") + " |"
      #expect(text.contains(row), "\(row)")
    }
  }

  private static func text(_ document: String) throws -> String {
    let file = CommandRunner.repository.appendingPathComponent(document)
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}
