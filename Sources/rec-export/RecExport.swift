import ArgumentParser
import ToolSupport

/// Writes what is in a stream in the formats of other programs.
struct RecExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rec-export",
    abstract: "Write records in the formats of other programs.",
    discussion: """
      Example: genpot random -n 1 | predict | rec-export pythtb -o cell.py

      'rec-export npz' writes all records, as arrays for numpy, and 'rec-export csv' their bands as a table; the \
      others write one record: a tight-binding model for Wannier90's readers or for PythTB, a unit cell for MPB.
      """,
    version: packageVersion,
    subcommands: [
      NumpyCommand.self, CSVCommand.self, PythTBCommand.self, Wannier90Command.self,
      MPBCommand.self,
    ])
}
