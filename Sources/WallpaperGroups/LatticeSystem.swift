/// The five kinds of plane lattices, by the operations that their shape allows.
public enum LatticeSystem: String, Sendable, CaseIterable {
  /// Any a1, a2.
  case oblique
  /// a1 and a2 at 90 degrees.
  case rectangular
  /// |a1| = |a2| at any angle: the primitive cell of a centred rectangle with sides a1 - a2 and a1 + a2.
  case rhombic
  /// |a1| = |a2| at 90 degrees.
  case square
  /// |a1| = |a2| at 60 degrees.
  case hexagonal

  /// The group of all operations that every lattice of the kind has.
  public var holohedry: WallpaperGroup {
    switch self {
    case .oblique: .p2
    case .rectangular: .pmm
    case .rhombic: .cmm
    case .square: .p4m
    case .hexagonal: .p6m
    }
  }

  /// A lattice of the kind and no more symmetric one: what tables are ordered in.
  public var example: Lattice {
    switch self {
    case .oblique: Lattice(a1: (1, 0), a2: (0.3, 1.2))
    case .rectangular: .rectangular(ratio: 1.3)
    case .rhombic: Lattice(a1: (0.5, 0.65), a2: (-0.5, 0.65))
    case .square: .square
    case .hexagonal: .hexagonal
    }
  }
}
