import ArgumentParser
import ToolSupport
import WallpaperGroups

/// wallpaper list: one row a group.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print one row for each of the 17 groups.",
    discussion: """
      Example: wallpaper list --tsv | cut -f 2

      Columns: number in the International Tables, name, kind of lattice, order of the point group, largest rotation, \
      whether H(k) can be made real (a rotation by 180 degrees), number of elementary band representations, rank of the \
      lattice that they span, and the group X of symmetry indicators.
      """)

  @OptionGroup var options: GroupOptions

  func run() throws {
    var table = Table(
      title: "groups",
      columns: [
        "number", "name", "lattice", "operations", "rotation", "real", "representations", "rank",
        "indicators",
      ])
    for group in WallpaperGroup.all {
      let tables = group.tables(timeReversal: options.timeReversal)
      table.rows.append([
        "\(group.number)", group.name, group.system.rawValue, "\(group.operations.count)",
        "\(group.rotationOrder)", options.timeReversal && group.hasTwofoldRotation ? "yes" : "no",
        "\(tables.bandRepresentations.count)", "\(tables.indicators.atomic.count)",
        GroupText.indicators(tables.indicators),
      ])
    }
    let sink = try TextSink(path: nil)
    try sink.write(options.tsv ? table.tabSeparated : table.markdown)
    try sink.finish()
  }
}
