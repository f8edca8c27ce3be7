import ArgumentParser
import ToolSupport
import WallpaperGroups

/// wallpaper show: all about a group.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print all about groups.",
    usage: "wallpaper show [<options>] <name> ...",
    discussion: """
      Example: wallpaper show p6 --no-time-reversal

      Prints the operations; the special points, their irreps and characters; the maximal Wyckoff positions with the \
      irreps of their site groups, each with the orbital that has it; the elementary band representations as fingerprints (numbers of irreps, point by point); \
      the relations that isolated bands meet along mirror lines; and what follows: indicators, Chern numbers, nodes, pairs of bands on the zone's \
      boundary, dipole and corner charges, wedge and path.

      --tsv prints the same as lines of five columns: group, table, row, column, value.
      """)

  @OptionGroup var options: GroupOptions
  @Argument(help: ArgumentHelp("Groups: p1 p2 pm pg cm pmm ... p6m.", valueName: "name"))
  var names: [String]

  func validate() throws {
    for name in names { _ = try GroupOptions.group(name) }
  }

  func run() throws {
    let sink = try TextSink(path: nil)
    if options.tsv { try sink.write("group\ttable\trow\tcolumn\tvalue\n") }
    for (index, name) in names.enumerated() {
      let page = GroupPage(
        try GroupOptions.group(name).tables(timeReversal: options.timeReversal))
      if options.tsv {
        try sink.write(page.tabSeparated)
      } else {
        try sink.write((index > 0 ? "\n" : "") + page.markdown)
      }
    }
    try sink.finish()
  }
}
