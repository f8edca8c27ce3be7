import ArgumentParser
import BlochRecords
import RecordStream
import ToolSupport

/// rec-export npz: fields of all records as numpy arrays.
struct NumpyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "npz",
    abstract: "Write fields of all records as arrays for numpy.load.",
    discussion: """
      Example: rec-export npz --fields index,bands.energies survey.rec.zst -o survey.npz

      Every field becomes one array, named by its path as in rec-view --tsv, with the records along its \
      first dimension; numpy.load('survey.npz')['bands.energies'][5] is record 5. A number that a record \
      lacks is NaN, a text is empty. A field must have the same shape in all records. Without --fields \
      all arrays, numbers and texts that are not in lists are written, those of changing shape left out. \
      Numbers wait in a temporary file (in TMPDIR, else /tmp), so that memory does not grow with them; \
      texts wait in memory.
      """)

  @Option(
    help: ArgumentHelp("Write these fields, comma-separated.", valueName: "fields"))
  var fields: String?

  @OptionGroup var report: ReportOptions

  func run() throws {
    var columns = try chosen().map { Column($0) }
    var dropped: [String] = []
    try report.keepInputs()
    let sink = try openSink(report.output)
    try readRecords(report.inputs) { raw, _ in
      let values = try RecordJSON.values(at: columns.map(\.path), of: raw.decoded())
      var kept: [Column] = []
      for (column, value) in zip(columns, values) {
        do {
          try column.append(value)
          kept.append(column)
        } catch let error as ShapeChange {
          guard fields == nil else {
            throw StreamError(.badData, "\(error); write such records to files of their own")
          }
          dropped.append(column.path.text)
        }
      }
      columns = kept
    }
    let archive = ZipWriter(sink: sink)
    for column in columns where fields != nil || !column.isEmpty {
      try column.write(to: archive)
    }
    try archive.finish()
    try sink.finish()
    if !dropped.isEmpty {
      Console.note(
        "rec-export", "left out, as they change their shapes: " + dropped.joined(separator: ", "))
    }
  }

  private func chosen() throws -> [FieldPath] {
    guard let fields else { return FieldPath.singles }
    let paths = try fields.split(separator: ",", omittingEmptySubsequences: false)
      .map { try FieldPath(String($0)) }
    for (i, path) in paths.enumerated() {
      if path.leaf == .message {
        throw StreamError(.usage, "'\(path.text)' has parts; name one of them")
      }
      if paths[..<i].contains(path) {
        throw StreamError(.usage, "field '\(path.text)' is named twice")
      }
    }
    return paths
  }
}
