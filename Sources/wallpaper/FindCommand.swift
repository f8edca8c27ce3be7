import ArgumentParser
import BlochCore
import Foundation
import RecordStream
import ToolSupport

/// wallpaper find: the group of a picture.
struct FindCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Find the wallpaper group of pictures of cells.",
    usage: "wallpaper find [<options>] <file> ...",
    discussion: """
      Example: wallpaper find cell.png --all

      Prints the group of each PNG, PGM or PBM picture and of each cell of a NumPy array, one row each: the deviation from \
      it, its origin and its lattice vectors a1 and a2 in pixels down and to the right, and how many primitive cells \
      the picture holds. Rows and columns are lattice coordinates at whatever angle, and the picture goes on beyond its edges: a square \
      picture can be a square, a rhombic or a hexagonal cell (a1 and a2 at 60 or 120 degrees), or several. Only operations that take \
      pixels to pixels are found, and so no rotation of a Cartesian drawing of a hexagonal crystal by 60 degrees.

      The deviation is the largest of all operations: the sum of (v - v')^2 of picture and image over that for images \
      that have nothing to do with each other; 0 is symmetric. The group is the one with the most operations whose deviation is below a limit: by default ten times that of the \
      best operation, and what three wrong pixels make, at most 0.2.
      """)

  @Argument(help: ArgumentHelp("Pictures and arrays; '-' is standard input.", valueName: "file"))
  var files: [FilePath]

  @Flag(help: "Print a row for each group, with the deviation where it fits best.")
  var all = false

  @Option(help: "Largest deviation, in place of the limit above.")
  var tolerance: Double?

  @Flag(help: "Print tab-separated columns in place of Markdown.")
  var tsv = false

  private static let maximumBytes = 1 << 28

  func validate() throws {
    if let tolerance, !(0...1).contains(tolerance) {
      throw ValidationError("--tolerance must be 0 to 1, not \(tolerance)")
    }
  }

  func run() throws {
    var table = Table(
      title: "pictures",
      columns: ["picture", "group"] + (all ? ["fits"] : [])
        + ["deviation", "lattice", "row", "column", "a1", "a2", "cells"])
    for path in files {
      let source = try ByteSource(path: path)
      do {
        let file = try PictureFile(source.readAll(limit: Self.maximumBytes))
        for index in 0..<file.cells {
          let name = source.name + (file.cells > 1 ? ": cell \(index)" : "")
          table.rows += try rows(GroupFinder(file.sheet(index), tolerance: tolerance), name)
        }
      } catch let error as PictureError {
        throw StreamError(.badData, "\(source.name): \(error)")
      } catch let error as GeometryError {
        throw StreamError(.badData, "\(source.name): \(error)")
      }
    }
    let sink = try TextSink(path: nil)
    try sink.write(tsv ? table.tabSeparated : table.markdown)
    try sink.finish()
  }

  private func rows(_ finder: GroupFinder, _ name: String) -> [[String]] {
    let best = finder.best()
    let fits = finder.all()
    // What is not symmetric enough and still looks so.
    let near = fits.filter {
      $0.group.operations.count > best.group.operations.count && $0.deviation <= 0.15
    }
    if !all, let next = near.min(by: { $0.deviation < $1.deviation }) {
      Console.note(
        "wallpaper",
        "\(name): \(next.group.name) deviates by " + String(format: "%.2g", next.deviation)
          + String(format: "; --tolerance %.2g takes it as symmetric", 1.1 * next.deviation))
    }
    return (all ? fits : [best]).map { fit in
      [name.asField, fit.group.name] + (all ? [fit.deviation <= finder.limit ? "yes" : "no"] : [])
        + [
          String(format: "%.3g", fit.deviation), fit.group.system.rawValue,
          String(format: "%g", fit.row), String(format: "%g", fit.column),
          "\(fit.a1.row),\(fit.a1.column)", "\(fit.a2.row),\(fit.a2.column)", "\(finder.cells)",
        ]
    }
  }
}

extension PictureFile {
  /// The grey values of a cell, of whatever range.
  /// - Throws: `PictureError`, `GeometryError`.
  fileprivate func sheet(_ cell: Int) throws -> GreyPicture {
    switch self {
    case .netpbm(let image):
      try GreyPicture(width: image.width, height: image.height, values: image.brightness)
    case .png(let image):
      try GreyPicture(width: image.width, height: image.height, values: image.brightness)
    case .numpy(let array):
      try GreyPicture(
        width: array.columns, height: array.rows, values: Self.scaled(array.values(cell: cell)))
    }
  }

  /// From 0 to 1, in double precision: an offset may be large.
  private static func scaled(_ values: [Double]) -> [Float] {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    return values.map { high > low ? Float(($0 - low) / (high - low)) : 0 }
  }
}
