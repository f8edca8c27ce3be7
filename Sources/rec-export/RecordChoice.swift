import ArgumentParser
import RecordStream
import ToolSupport

/// Which record is written, and where to.
struct RecordChoice: ParsableArguments {
  @Option(help: ArgumentHelp("Which record, from 0.", valueName: "n"))
  var record = 0

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write to a file, which appears only when complete, instead of standard output.",
      valueName: "file"))
  var output: String?

  @Argument(
    help: ArgumentHelp("Streams to read; none or '-' is standard input.", valueName: "file"))
  var inputs: [String] = []

  func validate() throws {
    if record < 0 { throw ValidationError("--record counts records from 0") }
  }

  /// Writes the text that `body` makes of the record.
  /// - Throws: `StreamError`.
  func write(_ body: (PBRecord) throws -> String) throws {
    let sink = try TextSink(path: output)
    try sink.write(readRecord(inputs, at: record, body: body))
    try sink.finish()
  }
}
