import ArgumentParser
import BlochRecords
import RecordStream
import ToolSupport

/// Verifies streams.
struct RecCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rec-check",
    abstract: "Verify that streams are whole and undamaged.",
    discussion: """
      Example: rec-check --full survey.rec.zst

      Always checks framing, checksums, record count and digest; --full also decodes every record and \
      checks its arrays. One line a stream, what is wrong with it on standard error. Exit 0 when all is \
      well, 65 when a stream is damaged, 66 when one cannot be opened.
      """,
    version: packageVersion)

  @Flag(help: "Decode every record and check shapes and values too.") var full = false
  @Flag(name: [.short, .long], help: "Print nothing when all is well.") var quiet = false
  @Argument(
    help: ArgumentHelp("Streams to read; none or '-' is standard input.", valueName: "file"))
  var inputs: [FilePath] = []

  func run() throws {
    try refuseOverwriting(inputs, by: nil)
    let sink = try TextSink(path: nil)
    var damage: [StreamError] = []
    for path in inputs.isEmpty ? [.standard] : inputs {
      do {
        let finding = try check(path)
        if !quiet {
          try sink.write("\(path == .standard ? "standard input" : "\(path)"): ok, \(finding)\n")
        }
      } catch let error as StreamError where [.badData, .noInput].contains(error.code) {
        Console.note("rec-check", error.description)
        damage.append(error)
      }
    }
    try sink.finish()
    if let first = damage.first { throw ExitCode(first.code.rawValue) }
  }

  private func check(_ path: FilePath) throws -> String {
    var (segments, records, failed) = (0, 0, 0)
    try readRecords([path]) { _ in
      segments += 1
    } record: { raw, _ in
      records += 1
      if full {
        let record = try raw.decoded()
        if record.status == .failed { failed += 1 }
        try record.checkContents()
      }
    }
    return "\(records) records in \(segments) segments"
      + (full ? ", \(failed) with status failed" : "")
  }
}
