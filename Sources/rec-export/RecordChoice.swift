import ArgumentParser
import RecordStream
import ToolSupport

/// Which record is written, and where to.
struct RecordChoice: ParsableArguments {
  @Option(help: ArgumentHelp("Which record, from 0.", valueName: "n"))
  var record = 0

  @OptionGroup var report: ReportOptions

  func validate() throws {
    if record < 0 { throw ValidationError("--record counts records from 0") }
  }

  /// Writes the text that `body` makes of the record.
  /// - Throws: `StreamError`.
  func write(_ body: (PBRecord) throws -> String) throws {
    try report.keepInputs()
    let sink = try TextSink(path: report.output)
    try sink.write(readRecord(report.inputs, at: record, body: body))
    try sink.finish()
  }
}
