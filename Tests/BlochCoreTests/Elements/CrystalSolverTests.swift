import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// Equations against one another, and closed cavities against the zeros of Bessel functions.
@Suite struct CrystalSolverTests {
  private static func solve(
    _ equation: WaveEquation, _ materials: [(String, Double, Double)], _ cell: UnitCell,
    points: String = "0,0;0.3,0.2", bands: Int = 5, tolerance: Double = 1e-3
  ) throws -> BandSolution {
    var cell = cell
    cell.medium = try CrystalMedium(
      equation, materials.map { .init(name: $0.0, low: $0.1, high: $0.2) })
    cell.vMax = CrystalMedium.unit
    return try CrystalSolver(
      symmetry: cell.symmetry, equation: equation, kset: KSet.list(points), bands: bands,
      tolerance: tolerance
    ).solve(cell)
  }

  private static func cell(_ name: String) throws -> UnitCell {
    let group = try #require(WallpaperGroup.named(name))
    let symmetry = try #require(CrystalSymmetry(group: group, lattice: group.system.example))
    return try ElementCrystal(symmetry, index: 3).cell(nil)
  }

  /// Sound in fluids of one modulus is TE but for its labels, elastic waves of one shear modulus are TM.
  @Test(arguments: ["p6", "p4m", "p3"]) func twinsAreEqual(name: String) throws {
    let cell = try Self.cell(name)
    let te = try Self.solve(.te, [("epsilon", 1, 12)], cell)
    let sound = try Self.solve(.acoustic, [("rho", 1, 12), ("bulk", 2, 2)], cell)
    #expect(zip(te.energies, sound.energies).allSatisfy { abs($0 - $1) < 1e-6 })
    let tm = try Self.solve(.tm, [("epsilon", 1, 12)], cell)
    let shear = try Self.solve(.sh, [("rho", 1, 12), ("mu", 3, 3)], cell)
    #expect(zip(tm.energies, shear.energies).allSatisfy { abs($0 - $1) < 1e-12 })
    let stiff = try Self.solve(.sh, [("rho", 1, 1), ("mu", 12, 1)], cell)
    // mu/mu_0 = 1/12 and frequencies in units of the first material's.
    #expect(zip(te.energies, stiff.energies).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  /// Materials may change places with the pattern's levels.
  @Test func soundDependsOnRatiosAlone() throws {
    let cell = try Self.cell("p4")
    let one = try Self.solve(.acoustic, [("rho", 1, 7.8), ("bulk", 1, 76)], cell)
    let other = try Self.solve(.acoustic, [("rho", 1000, 7800), ("bulk", 2.2e9, 2.2e9 * 76)], cell)
    #expect(zip(one.energies, other.energies).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  /// Inside a disc with a perfectly conducting wall f = z/(2 pi r), z the zeros of J_m for TM and of its slope for TE.
  @Test func cavitiesHaveBesselZeros() throws {
    let disc = try LightTests.rods([(0, 0)], radius: 0.3, LightTests.medium(1, 12))
    let length = 2 * Double.pi * 0.3
    for (equation, zeros) in [
      (WaveEquation.tm, [2.4048255577, 3.8317059702, 3.8317059702, 5.1356223018, 5.1356223018]),
      (.te, [0, 1.8411837813, 1.8411837813, 3.0542369282, 3.0542369282]),
    ] {
      let found = try Self.solve(
        equation, [("epsilon", .infinity, 1)], disc, points: "0,0;0.5,0.5;0.2,0.1",
        tolerance: 1e-3)
      for (at, energy) in found.energies.enumerated() {
        let exact = zeros[at % 5] / length
        #expect(abs(max(energy, 0).squareRoot() - exact) < found.tolerated)
        if exact == 0 { #expect(energy == 0) }
      }
    }
  }

  @Test func whatCannotBeSolvedIsToldInOneLine() throws {
    func error(_ cell: UnitCell, _ equation: WaveEquation) -> String? {
      do {
        _ = try Self.solve(equation, [("epsilon", 1, 12)], cell)
        return nil
      } catch { return "\(error)" }
    }
    var pixels = try Self.cell("p6")
    pixels.field = nil
    #expect(error(pixels, .te)?.hasPrefix("te needs a smooth contour") == true)
    pixels.potential[0] = 0.5
    #expect(error(pixels, .te)?.hasPrefix("te needs two materials") == true)
    var other = try Self.cell("p6")
    other.field?.threshold += 1
    #expect(error(other, .tm)?.hasPrefix("the pattern is not that of the record's field") == true)
  }
}
