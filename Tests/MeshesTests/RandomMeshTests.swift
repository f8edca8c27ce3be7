import Meshes
import Testing
import WallpaperGroups

@Suite struct RandomMeshTests {

  /// Meshes of random fields are symmetric, conforming and on the interface.
  @Test(arguments: WallpaperGroup.names) func randomFields(name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    let lattice = group.system.example
    for seed in 0..<3 {
      let field = FourierLevelSet(random: group, lattice, seed: UInt64(seed))
      let mesh = try CrystalMesh(levelSet: field, group: group, lattice: lattice)
      check(mesh, field, "\(name) \(seed)")
    }
  }
}
