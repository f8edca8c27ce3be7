import ArgumentParser
import BlochCore
import WallpaperGroups

/// The group and the lattice of made-up cells.
struct SymmetryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Wallpaper group: p1, p2, pm, pg, cm, pmm, pmg, pgg, cmm, p4, p4m, p4g, p3, p3m1, p31m, p6 or p6m, with the origin "
        + "of docs/groups.md.", valueName: "name"))
  var group: String?

  @Option(
    help: ArgumentHelp(
      "Lattice of the group: oblique, rectangular, rhombic, square or hexagonal; by default the least symmetric that has "
        + "it.", valueName: "kind"))
  var lattice: LatticeSystem?

  @Option(
    help: ArgumentHelp(
      "|a2|/|a1| of an oblique lattice, 1.2 where it is not given, or a rectangular one, 1.3.",
      valueName: "number"))
  var ratio: Double?

  @Option(
    help: ArgumentHelp(
      "Angle from a1 to a2 of an oblique or a rhombic lattice, 75 degrees where it is not given.",
      valueName: "degrees"))
  var angle: Double?

  func validate() throws { _ = try symmetry() }

  /// The symmetry asked for, nil where there is no --group.
  /// - Throws: `ValidationError` where group and lattice do not fit.
  func symmetry() throws -> CrystalSymmetry? {
    guard let group else {
      guard lattice == nil, ratio == nil, angle == nil else {
        throw ValidationError("--lattice, --ratio and --angle need a --group, as in --group p4m")
      }
      return nil
    }
    let named = WallpaperGroup.named(group)
    let kind = lattice ?? named?.system ?? .oblique
    let usual = kind.usualShape
    for (option, value, fixed, wanted) in [
      ("--ratio", ratio, kind != .oblique && kind != .rectangular, usual.ratio),
      ("--angle", angle, kind != .oblique && kind != .rhombic, usual.degrees),
    ] {
      if let value, fixed, value != wanted {
        throw ValidationError(
          "\(option) \(value): a \(kind) lattice has \(wanted)"
            + (lattice == nil ? "; name another --lattice, such as oblique" : ""))
      }
    }
    do {
      return try CrystalSymmetry(
        group: group, ratio: ratio ?? usual.ratio, degrees: angle ?? usual.degrees)
    } catch let error as GeometryError { throw ValidationError(error.description) }
  }

  /// The options, defaults spelled out; none without a group.
  var arguments: [String] {
    guard let symmetry = try? symmetry() else { return [] }
    return [
      "--group", symmetry.group.name, "--lattice", (lattice ?? symmetry.group.system).rawValue,
      "--ratio", "\(symmetry.lattice.ratio)", "--angle", "\(symmetry.lattice.degrees)",
    ]
  }
}

extension LatticeSystem: ExpressibleByArgument {}

extension LatticeSystem {
  /// What --ratio and --angle are where they are free and not given, or what they must be.
  var usualShape: (ratio: Double, degrees: Double) {
    switch self {
    case .oblique: (1.2, 75)
    case .rectangular: (1.3, 90)
    case .rhombic: (1, 75)
    case .square: (1, 90)
    case .hexagonal: (1, 60)
    }
  }
}
