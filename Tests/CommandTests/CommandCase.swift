import Foundation
import Testing

/// A folder `Cases/<tool>/<case>` with a script `cmd` and what it is expected to do: `exit` (absent: 0),
/// and `expout` and `experr` where the outputs matter (absent: anything may be written there).
struct CommandCase: Sendable, CustomTestStringConvertible {
  let tool: String
  let name: String
  let folder: URL

  var testDescription: String { "\(tool)/\(name)" }

  /// The folder that holds one folder per tool.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Cases")

  /// Every case, in order of its name.
  static let all: [CommandCase] = subfolders(of: root).flatMap { tool in
    subfolders(of: tool).map {
      CommandCase(tool: tool.lastPathComponent, name: $0.lastPathComponent, folder: $0)
    }
  }
  .filter {
    FileManager.default.fileExists(atPath: $0.folder.appendingPathComponent("cmd").path)
  }

  /// The exit status that the case expects.
  var expectedExitCode: Int32 {
    get throws {
      let word = contents("exit").map { String(decoding: $0, as: UTF8.self) } ?? "0"
      guard let code = Int32(word.trimmingCharacters(in: .whitespacesAndNewlines)) else {
        throw CommandFailure("\(testDescription): exit holds '\(word)' instead of a number")
      }
      return code
    }
  }

  /// What standard output must be, if the case says so.
  var expectedOutput: Data? { contents("expout") }

  /// What standard error must be, if the case says so.
  var expectedError: Data? { contents("experr") }

  /// Rewrites the expectations that the case has, and its exit status.
  func record(_ result: CommandResult) throws {
    if expectedOutput != nil { try result.output.write(to: file("expout")) }
    if expectedError != nil { try result.error.write(to: file("experr")) }
    if result.exitCode != 0 {
      try Data("\(result.exitCode)\n".utf8).write(to: file("exit"))
    } else if contents("exit") != nil {
      try FileManager.default.removeItem(at: file("exit"))
    }
  }

  private func contents(_ name: String) -> Data? {
    try? Data(contentsOf: file(name))
  }

  private func file(_ name: String) -> URL {
    folder.appendingPathComponent(name)
  }

  private static func subfolders(of folder: URL) -> [URL] {
    let entries =
      (try? FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles))
      ?? []
    return entries.filter { $0.hasDirectoryPath }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }
}
