import WallpaperGroups

/// The symmetry of a unit cell: its wallpaper group, origin and axes as in `WallpaperGroups`, and the shape of its
/// lattice. Time reversal comes with it.
public struct CrystalSymmetry: Hashable, Sendable {
  public let group: WallpaperGroup
  public let lattice: Lattice

  /// - Returns: nil where the lattice does not have the group's operations.
  public init?(group: WallpaperGroup, lattice: Lattice) {
    guard lattice.supports(group) else { return nil }
    self.init(checked: group, lattice)
  }

  private init(checked group: WallpaperGroup, _ lattice: Lattice) {
    self.group = group
    self.lattice = lattice
  }

  /// p6: rotations by 60 degrees.
  public static let c6 = CrystalSymmetry(checked: .named("p6")!, .hexagonal)
  /// p4: rotations by 90 degrees.
  public static let c4 = CrystalSymmetry(checked: .named("p4")!, .square)
  /// p2 on the hexagonal lattice: rotations by 180 degrees.
  public static let c2 = CrystalSymmetry(checked: .named("p2")!, .hexagonal)
  /// The two that records without a group and a lattice have.
  public static let rotationsOnly: [CrystalSymmetry] = [.c6, .c2]

  /// The most symmetric crystal of each lattice system, one lattice of each.
  public static let examples: [CrystalSymmetry] = [
    ("p2", Lattice(ratio: 1.2, cosine: 0.28, sine: 0.96)), ("pmm", .rectangular(ratio: 1.3)),
    ("cmm", Lattice(ratio: 1, cosine: 0.28, sine: 0.96)), ("p4m", .square), ("p6m", .hexagonal),
  ].compactMap { name, lattice in
    WallpaperGroup.named(name).flatMap { CrystalSymmetry(group: $0, lattice: lattice) }
  }

  /// Number of operations but for translations.
  public var order: Int { group.operations.count }

  /// Whether C2T makes H(k) real at every k.
  public var isReal: Bool { group.hasTwofoldRotation }

  /// The rotations among its operations, which have the same origin: p1, p2, p3, p4 or p6.
  public var rotations: CrystalSymmetry {
    group.hasMirror
      ? CrystalSymmetry(checked: .named("p\(group.rotationOrder)")!, lattice) : self
  }
}
