/// A table of text.
struct Table {
  /// In one word or two: what each row is.
  let title: String
  let columns: [String]
  var rows: [[String]] = []

  /// Columns of equal width between bars.
  var markdown: String {
    let cells = ([columns] + rows).map { $0.map { $0.replacing("|", with: "\\|") } }
    let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    let lines = cells.map { row in
      "| "
        + zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: " | ") + " |"
    }
    let rule =
      "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
    return ([lines[0], rule] + lines.dropFirst()).map { $0 + "\n" }.joined()
  }

  /// The columns' names, then a row a line.
  var tabSeparated: String {
    ([columns] + rows).map { $0.joined(separator: "\t") + "\n" }.joined()
  }
}
