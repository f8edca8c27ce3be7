import ArgumentParser
import ToolSupport

/// genpot: makes unit cells.
struct Genpot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "genpot",
    abstract: "Make unit cells: random fields, shapes, formulas, pictures, mixtures.",
    discussion: """
      Example: genpot random -n 100 --seed 7 | solve-seq | fingerprint | rec-view

      Makes unit cells of any of the 17 wallpaper groups on any lattice that has its operations, one record each: random \
      potentials, discs and other shapes, formulas, pictures and arrays, and mixtures of records. The potential V/Vmax is on \
      N x N points r = (i a1 + j a2)/N, with the origin of the group at (0, 0). Without --group a cell has rotations by 60 \
      degrees (p6) on the hexagonal lattice, a1 and a2 at 60 degrees.
      """,
    version: packageVersion,
    subcommands: [
      RandomCommand.self, HolesCommand.self, ShapesCommand.self, FormulaCommand.self,
      ImageCommand.self, MixCommand.self,
    ])
}
