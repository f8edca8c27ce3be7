import ArgumentParser
import BlochRecords
import Foundation
import RecordStream
import ToolSupport

/// Shows what is in a stream.
struct RecView: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rec-view",
    abstract: "Show the records of a stream as JSON lines, as a table, or as an image.",
    discussion: """
      Example: rec-view --tsv key.index,topology.sets[0].name survey.rec.zst

      Without options every record is one line of JSON with its arrays as nested lists. Fields of \
      --tsv are paths into that JSON; a field that a record lacks is left empty. 'index', 'class' and \
      'verdict' are short for key.index and the first set's topology.sets[0].name and .verdict. With --rows a list \
      gives a row for each entry: fields that begin with a dot are the entry's, as in \
      --rows topology.sets --tsv index,.name,.verdict. --summary is for reading.
      """,
    version: packageVersion)

  @Option(
    help: ArgumentHelp("Print these fields, comma-separated, under a header.", valueName: "fields"))
  var tsv: String?

  @Option(
    help: ArgumentHelp(
      "With --tsv: a row for each entry of this list; its fields begin with a dot, '.' is the entry itself.",
      valueName: "list"))
  var rows: String?

  @Flag(help: "Print a summary of every record: cell, bands, irreps, sets, gaps.")
  var summary = false

  @Option(help: EnergyUnit.help) var units: EnergyUnit?

  @Flag(help: "Print header and provenance chain of every segment instead of the records.")
  var header = false

  @Flag(help: "Print the number of records.")
  var count = false

  @Option(
    help: ArgumentHelp("Write the potential of record N (from 0) as a PGM image.", valueName: "n"))
  var pgm: Int?

  @OptionGroup var report: ReportOptions

  func validate() throws {
    if [tsv != nil, header, count, pgm != nil, summary].filter({ $0 }).count > 1 {
      throw ValidationError("choose one of --tsv, --summary, --header, --count and --pgm")
    }
    if rows != nil && tsv == nil { throw ValidationError("--rows needs a --tsv") }
    if units != nil && !summary { throw ValidationError("--units is for --summary") }
    if let pgm, pgm < 0 { throw ValidationError("--pgm counts records from 0") }
  }

  func run() throws {
    try report.keepInputs()
    let sink = try TextSink(path: report.output)
    if header {
      try showHeaders(sink)
    } else if count {
      var total = 0
      try readRecords(report.inputs) { _, _ in total += 1 }
      try sink.write("\(total)\n")
    } else if let pgm {
      try showImage(pgm, sink)
    } else if let tsv, let rows {
      try showRows(rows, tsv, sink)
    } else if let tsv {
      try showTable(tsv, sink)
    } else if summary {
      let units = units
      let summary = RecordSummary { try EnergyUnit.scale(units, of: $0) }
      try readRecords(report.inputs) { raw, position in
        try sink.write(summary.text(raw.decoded(), position: position))
      }
    } else {
      try readRecords(report.inputs) { raw, _ in
        try sink.write(RecordJSON.line(RecordJSON.object(raw.decoded())) + "\n")
      }
    }
    try sink.finish()
  }

  private func showHeaders(_ sink: TextSink) throws {
    try readRecords(
      report.inputs,
      segment: { header in
        try sink.write("format\t\(header.formatMajor).\(header.formatMinor)\n")
        try sink.write("units\t\(header.units.asField)\n")
        for step in header.provenance {
          let words = [step.tool, step.version] + step.arguments
          var line = "provenance\t" + words.map(\.asField).joined(separator: " ")
          if step.seed != 0 { line += "\tseed \(step.seed)" }
          if !step.stamp.isEmpty { line += "\t\(step.stamp.asField)" }
          try sink.write(line + "\n")
        }
      }, record: { _, _ in })
  }

  private func showTable(_ fields: String, _ sink: TextSink) throws {
    let paths = try fields.split(separator: ",", omittingEmptySubsequences: false)
      .map { try FieldPath(String($0)) }
    try sink.write(fields.replacingOccurrences(of: ",", with: "\t") + "\n")
    try readRecords(report.inputs) { raw, _ in
      let cells = try RecordJSON.values(at: paths, of: raw.decoded()).map(Self.cell)
      try sink.write(cells.joined(separator: "\t") + "\n")
    }
  }

  private static func cell(_ value: Any?) throws -> String {
    guard let value else { return "" }
    if let text = value as? String { return text.asField }
    return try RecordJSON.line(value)
  }

  private func showRows(_ list: String, _ fields: String, _ sink: TextSink) throws {
    let list = try FieldPath(list)
    guard list.isList else {
      throw StreamError(.usage, "'\(list.text)' is no list; name one, e.g. topology.sets")
    }
    let names = fields.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let rests = try names.map { $0.hasPrefix(".") ? try FieldPath.rest($0, behind: list) : nil }
    let paths = try zip(names, rests).map { $1 == nil ? try FieldPath($0) : list }
    try sink.write(names.joined(separator: "\t") + "\n")
    try readRecords(report.inputs) { raw, _ in
      let record = try raw.decoded()
      let entries = try RecordJSON.entries(of: list, in: record, at: rests.map { $0 ?? [] })
      if entries.isEmpty { return }
      let own = try zip(
        rests, RecordJSON.values(at: zip(rests, paths).map { $0 == nil ? $1 : .index }, of: record)
      ).map { $0 == nil ? try Self.cell($1) : "" }
      for entry in entries {
        let cells = try entry.enumerated().map { at, value in
          rests[at] == nil ? own[at] : try Self.cell(value)
        }
        try sink.write(cells.joined(separator: "\t") + "\n")
      }
    }
  }

  private func showImage(_ wanted: Int, _ sink: TextSink) throws {
    let cell = try readRecord(report.inputs, at: wanted) { try $0.unitCell() }
    let low = Double(min(cell.potential.min() ?? 0, 0))
    let high = Double(max(cell.potential.max() ?? 1, 1))
    try sink.write("P5\n\(cell.pixels) \(cell.pixels)\n255\n")
    try sink.write(
      cell.potential.map { UInt8((255 * (Double($0) - low) / (high - low)).rounded()) })
  }
}
