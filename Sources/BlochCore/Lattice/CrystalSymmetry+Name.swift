import WallpaperGroups

extension CrystalSymmetry {
  /// By the names that records and command lines have.
  /// - Parameters:
  ///   - ratio: |a2|/|a1|.
  ///   - degrees: the angle from a1 to a2.
  /// - Throws: `GeometryError` where there is no such group or lattice, or the lattice lacks the group's operations.
  public init(group name: String, ratio: Double, degrees: Double) throws {
    guard let group = WallpaperGroup.named(name) else {
      throw GeometryError(
        "no wallpaper group '\(name)'; they are \(WallpaperGroup.names.joined(separator: ", "))")
    }
    guard let lattice = Lattice(ratio: ratio, degrees: degrees) else {
      throw GeometryError(
        "a lattice of ratio \(ratio) and angle \(degrees); choose a ratio from \(Lattice.ratios.lowerBound) to "
          + "\(Lattice.ratios.upperBound) and an angle from \(Lattice.angles.lowerBound) to "
          + "\(Lattice.angles.upperBound) degrees")
    }
    guard let symmetry = CrystalSymmetry(group: group, lattice: lattice) else {
      throw GeometryError(
        "group \(name) needs \(group.system.shape), not ratio \(ratio) and angle \(degrees)")
    }
    self = symmetry
  }

  /// "C6" and "C2" of the two that have no other name in old records, else that of the group.
  public var name: String { self == .c6 ? "C6" : self == .c2 ? "C2" : group.name }

  /// Operations that all others are products of: the smallest rotation and the first mirror or glide.
  public var generators: [Operation] {
    let mirror = group.operations.first(where: \.isMirror)
    return (group.rotationOrder > 1 ? [group.operations[1]] : []) + (mirror.map { [$0] } ?? [])
  }
}

extension LatticeSystem {
  /// In words, with the numbers that make it.
  public var shape: String {
    switch self {
    case .oblique: "any lattice"
    case .rectangular: "a rectangular lattice (angle 90)"
    case .rhombic: "a rhombic lattice (ratio 1)"
    case .square: "a square lattice (ratio 1, angle 90)"
    case .hexagonal: "the hexagonal lattice (ratio 1, angle 60)"
    }
  }
}
