import Glibc
import Meshes
import Testing
import WallpaperGroups

@Suite struct MeshErrorTests {
  private func message(
    _ levelSet: some LevelSet, _ group: WallpaperGroup, _ lattice: Lattice,
    _ spacing: MeshSpacing = .standard
  ) -> String? {
    do {
      _ = try CrystalMesh(levelSet: levelSet, group: group, lattice: lattice, spacing: spacing)
      return nil
    } catch {
      return error.description
    }
  }

  /// What has no mesh is told in one line.
  @Test func errors() throws {
    let lattice = Lattice.hexagonal
    var field = FourierLevelSet(random: .p6, lattice, seed: 1)
    #expect(message(field, .p6, lattice) == nil)
    let other = message(FourierLevelSet(random: .p2, lattice, seed: 1), .p6, lattice)
    #expect(other?.contains("lacks the symmetry") == true)
    #expect(message(field, .p4, lattice)?.contains("needs a lattice that is square") == true)
    field.constant = 100
    #expect(message(field, .p6, lattice)?.contains("the same sign everywhere") == true)
    field.constant = .nan
    #expect(message(field, .p6, lattice)?.contains("not finite") == true)
    field.constant = 0
    var spacing = MeshSpacing.standard
    spacing.largest = 0
    #expect(message(field, .p6, lattice, spacing)?.contains("the largest edge is 0.0") == true)
    spacing.largest = .nan
    #expect(message(field, .p6, lattice, spacing)?.contains("the largest edge is nan") == true)
  }
}
