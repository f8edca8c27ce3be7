import ArgumentParser
import RecordStream
import WallpaperGroups

/// What every subcommand that prints tables has.
struct GroupOptions: ParsableArguments {
  @Flag(help: "Leave time reversal out: no pairs of irreps, and Chern numbers.")
  var noTimeReversal = false

  @Flag(help: "Print tab-separated columns in place of Markdown.")
  var tsv = false

  var timeReversal: Bool { !noTimeReversal }

  /// The group of a name, in whatever case.
  /// - Throws: `ValidationError`.
  static func group(_ name: String) throws -> WallpaperGroup {
    guard let group = WallpaperGroup.named(name.lowercased()) else {
      throw ValidationError(
        "there is no wallpaper group '\(ArgumentText.shown(name))'; the names are "
          + WallpaperGroup.names.joined(separator: " "))
    }
    return group
  }
}
