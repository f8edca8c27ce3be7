import ArgumentParser
import BlochCore
import WallpaperGroups

/// The group and the lattice of rings of discs, whose --angle is another one.
struct HoleSymmetryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Wallpaper group whose operations complete one disc, instead of six discs.",
      valueName: "name"))
  var group: String?

  @Option(help: ArgumentHelp("Lattice of the group, as in genpot random.", valueName: "kind"))
  var lattice: LatticeSystem?

  @Option(help: ArgumentHelp("|a2|/|a1| where the lattice leaves it free.", valueName: "number"))
  var ratio: Double?

  @Option(
    help: ArgumentHelp(
      "Angle from a1 to a2 where the lattice leaves it free.", valueName: "degrees"))
  var latticeAngle: Double?

  func validate() throws { _ = try symmetry() }

  /// As of `SymmetryOptions`.
  func symmetry() throws -> CrystalSymmetry? {
    do { return try same.symmetry() } catch let error as ValidationError {
      throw ValidationError(error.message.replacing("--angle", with: "--lattice-angle"))
    }
  }

  var arguments: [String] { same.arguments.map { $0 == "--angle" ? "--lattice-angle" : $0 } }

  private var same: SymmetryOptions {
    var options = SymmetryOptions()
    options.group = group
    options.lattice = lattice
    options.ratio = ratio
    options.angle = latticeAngle
    return options
  }
}
