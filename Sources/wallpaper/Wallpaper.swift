import ArgumentParser
import ToolSupport

/// wallpaper: the 17 wallpaper groups.
struct Wallpaper: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wallpaper",
    abstract: "Print the wallpaper groups, and find that of a picture.",
    discussion: """
      Example: wallpaper show p4g

      Computes everything that the other tools know about a plane crystallographic group from its generators: \
      operations, special points, irreps, Wyckoff positions, elementary band representations, and what symmetry \
      proves about bands. docs/groups.md has all of it, with the conventions.
      """,
    version: packageVersion,
    subcommands: [ListCommand.self, ShowCommand.self, FindCommand.self])
}
