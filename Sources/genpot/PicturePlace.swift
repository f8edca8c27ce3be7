import ArgumentParser

/// A place in a picture, "row,column" in pixels.
struct PicturePlace: ExpressibleByArgument, CustomStringConvertible {
  let row: Double
  let column: Double

  var description: String { "\(row),\(column)" }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let row = Double(parts[0]), let column = Double(parts[1]),
      abs(row) <= 4096, abs(column) <= 4096
    else { return nil }
    self.row = row
    self.column = column
  }
}
