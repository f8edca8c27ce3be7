import BlochCore
import WallpaperGroups

/// What the bands of a crystal below a gap have, as far as irreps and Berry fluxes show it.
public struct CrystalInvariants: Sendable, Equatable {
  /// As of `SymmetryVector.cornerCharge`.
  public var cornerCharge: Double?
  /// Sum of the Wannier centres along A2, modulo 1, 0 to 1.
  public var polarisation: Double?
  /// Valley Chern number, and how far it may be off; no integer.
  public var valley: Double?
  public var valleyError = 0.0
  /// Of models without time reversal.
  public var chern: Int?

  /// Groups with one axis of order 3 whose mirrors, if any, leave K where it is.
  static func hasValleys(_ symmetry: CrystalSymmetry) -> Bool {
    ["p3", "p3m1"].contains(symmetry.group.name) && symmetry.lattice == .hexagonal
  }

  /// - Parameter gap: number of bands below.
  init(_ bulk: ProjectedBands, below gap: Int, _ frame: StripFrame) {
    let vector =
      bulk.special.isEmpty || bulk.tables.group.operations.count == 1
      ? nil : SymmetryVector(lowest: gap, of: bulk.special, bulk.tables)
    cornerCharge = vector?.cornerCharge
    polarisation = vector?.dipole.map { first, second in
      let across = frame.place(first, second).across
      // Fractions with small denominators.
      let rest = across - across.rounded(.down)
      return rest > 1 - 1e-9 ? 0 : rest
    }
    let width =
      (bulk.low.map { $0[gap] }.min() ?? 0) - (bulk.high.map { $0[gap - 1] }.max() ?? 0)
    if let found = bulk.model?.valley(
      below: gap, corners: bulk.special, gap: width, error: bulk.error)
    {
      (valley, valleyError) = (found.number, found.error)
    }
  }
}
