import ArgumentParser
import BlochCore

/// The symmetry of cells that are checked for it: by --symmetry, or by --group.
struct CellSymmetryOptions: ParsableArguments {
  @Option(
    help: "Symmetry of cells on the hexagonal lattice: c6 (p6) or c2 (p2). (default: c6)")
  var symmetry: CellSymmetry?

  @OptionGroup var group: SymmetryOptions

  func validate() throws {
    guard symmetry == nil || group.group == nil else {
      throw ValidationError("--symmetry and --group ask for the same; give one of them")
    }
  }

  /// Has been checked.
  var point: CrystalSymmetry { (try? group.symmetry()) ?? (symmetry ?? .c6).point }

  var arguments: [String] {
    let named = group.arguments
    return named.isEmpty ? ["--symmetry", (symmetry ?? .c6).rawValue] : named
  }
}
