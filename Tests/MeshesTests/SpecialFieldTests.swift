import Meshes
import Testing
import WallpaperGroups

@Suite struct SpecialFieldTests {
  /// cos x + cos y, whose zero lines cross at saddles: squares that all but touch at their corners.
  @Test(arguments: ["p1", "p2", "pmm", "p4", "p4m"]) func crossingLines(name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    var field = FourierLevelSet(.square, constant: 0)
    field.add(1, 0, 0.5, 0)
    field.add(0, 1, 0.5, 0)
    let mesh = try CrystalMesh(levelSet: field, group: group, lattice: .square)
    check(mesh, field, name)
    #expect(abs(mesh.areaInside - 0.5) < 1e-7)
  }

  /// cos x: straight layers, which lie on edges of the grid that lines are looked for on, and wind around the cell.
  @Test(arguments: ["p1", "p2", "pm", "pmm"]) func layers(name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    let lattice = Lattice.rectangular(ratio: 0.7)
    var field = FourierLevelSet(lattice, constant: 0)
    field.add(1, 0, 0.5, 0)
    let mesh = try CrystalMesh(levelSet: field, group: group, lattice: lattice)
    check(mesh, field, name)
    #expect(abs(mesh.areaInside - 0.35) < 1e-8)
  }

  /// A disc whose area is known, no larger than a few triangles.
  @Test func smallDiscs() throws {
    for radius in [0.03, 0.01, 0.001] {
      let disc = DiscLevelSet(radius: radius, lattice: .hexagonal)
      let mesh = try CrystalMesh(levelSet: disc, group: .p6, lattice: .hexagonal)
      check(mesh, disc, "r = \(radius)")
      #expect(abs(mesh.areaInside / (Double.pi * radius * radius) - 1) < 2e-4)
    }
  }
}
