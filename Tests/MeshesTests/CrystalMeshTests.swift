import Meshes
import Testing
import WallpaperGroups

@Suite struct CrystalMeshTests {
  /// A node is where its operation carries its representative.
  @Test func nodesAreImages() {
    let group = WallpaperGroup.named("p4")!
    let mesh = CrystalMesh(
      group: group, lattice: .square, representatives: [Place(0.3, 0.1)], triangles: [])
    let quarter = group.operations.firstIndex { $0.rotationOrder == 4 && $0.w21 == 1 }!
    let place = mesh.place(of: .init(orbit: 0, operation: quarter, n1: 1, n2: 0))
    #expect(abs(place.x1 - 0.9) < 1e-12)
    #expect(abs(place.x2 - 0.3) < 1e-12)
  }
}
