import Glibc
import Meshes
import Testing
import WallpaperGroups

@Suite struct DiscMeshTests {
  /// Rods and holes of the triangular lattice: the area inside converges like the fourth power of the edges.
  @Test(arguments: [0.2, 0.45], ["p2", "p3m1", "p6", "p6m"])
  func discs(radius: Double, name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    let disc = DiscLevelSet(radius: radius, lattice: .hexagonal)
    let exact = Double.pi * radius * radius
    for (spacing, error) in [
      (MeshSpacing.coarse, 2e-5), (.standard, 1e-5), (.fine, 4e-6), (.finer, 2e-6),
    ] {
      let mesh = try CrystalMesh(
        levelSet: disc, group: group, lattice: .hexagonal, spacing: spacing)
      check(mesh, disc, "\(name) r = \(radius)")
      #expect(abs(mesh.areaInside / exact - 1) < error)
    }
  }
}
