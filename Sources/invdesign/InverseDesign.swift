import ArgumentParser
import ToolSupport

/// invdesign: from wanted bands to geometries.
struct InverseDesign: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invdesign",
    abstract: "Find geometries that have wanted bands.",
    discussion: """
      Example: invdesign target wu-hu --set omega0=0.5 --set j=0.039 | invdesign search --bands 1-3 | rec-view

      'invdesign target' writes the bands of a lattice model; 'invdesign search' finds unit cells with such \
      bands, or with those of any other record, or with a large gap, a flat band and the like.
      """,
    version: packageVersion,
    subcommands: [SearchCommand.self, TargetCommand.self])
}
