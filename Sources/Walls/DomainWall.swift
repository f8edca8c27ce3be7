/// What was found of a strip.
public struct DomainWall: Sendable {
  /// Along the wall, in 2 pi/|A1|, from 0 to 1/2: at -kappa there are the same levels, states run the other way.
  public var kappas: [Double]
  /// Bands below the gap.
  public var gap: Int
  /// Of each crystal.
  public var bulk: [ProjectedBands]
  /// Ends of the common gap of the crystals at all wave vectors; the upper end is the lower one where there is none.
  public var lower: Double
  public var upper: Double
  /// [wave vectors] levels around the gap, ascending, and their errors.
  public var energies: [[Double]]
  public var errors: [[Double]]
  /// [wave vectors] ascending by energy.
  public var states: [[EdgeState]]
  public var branches: [EdgeBranch]
  /// That take the strip into itself and leave its walls where they are.
  public var operations: [StripOperation]
  /// [crystals], of the bands below the gap; none where there is no common gap.
  public var invariants: [CrystalInvariants]
  /// [wave vectors]: the lowest energy of the medium that the strip ends in; empty where it ends in none.
  public var floor: [Double]
  /// Plane waves, nodes or orbitals.
  public var functions: Int

  public var hasGap: Bool { upper > lower }
}
