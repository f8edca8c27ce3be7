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
      checks its arrays. Exit 0 and one line a stream when all is well, 65 otherwise.
      """,
    version: packageVersion)

  @Flag(help: "Decode every record and check shapes and values too.") var full = false
  @Flag(name: [.short, .long], help: "Print nothing when all is well.") var quiet = false
  @Argument(
    help: ArgumentHelp("Streams to read; none or '-' is standard input.", valueName: "file"))
  var inputs: [String] = []

  func run() throws {
    let sink = try TextSink(path: nil)
    for path in inputs.isEmpty ? ["-"] : inputs {
      var segments = 0
      var records = 0
      var failed = 0
      try readRecords([path]) { _ in
        segments += 1
      } record: { raw, _ in
        records += 1
        if full {
          let record = try raw.decoded()
          if record.status == .failed { failed += 1 }
          try record.checkContents()
        }
        return true
      }
      if !quiet {
        let note = full ? ", \(failed) with status failed" : ""
        try sink.write(
          "\(path == "-" ? "standard input" : path): ok, \(records) records in \(segments) segments"
            + "\(note)\n")
      }
    }
    try sink.finish()
  }
}
