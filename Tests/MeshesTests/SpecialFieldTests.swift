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

  /// Discs no larger than a few triangles of the grid, or than one.
  @Test(arguments: [0.03, 0.01, 0.004]) func smallDiscs(radius: Double) throws {
    let exact = Double.pi * radius * radius
    let disc = DiscLevelSet(radius: radius, lattice: .hexagonal)
    let mesh = try CrystalMesh(levelSet: disc, group: .p6, lattice: .hexagonal)
    check(mesh, disc, "centred, r = \(radius)")
    #expect(abs(mesh.areaInside / exact - 1) < 2e-4)
    for k in 0..<20 {
      let t = Double(k)
      let centre = Place(0.117 + 0.618 * t, 0.273 + 0.414 * t)
      let disc = DiscLevelSet(radius: radius, lattice: .square, centre: centre)
      let mesh = try CrystalMesh(levelSet: disc, group: .p1, lattice: .square, spacing: .coarse)
      #expect(mesh.report?.flags == [])
      #expect(abs(mesh.areaInside / exact - 1) < 2e-3)
    }
  }
}

/// Triangles whose lowest edge is a parabola.
@Suite struct CurvedTriangleTests {
  private static func triangle(_ middle: SIMD2<Double>) -> [SIMD2<Double>] {
    let (a, b, c) = (SIMD2(0.0, 0.0), SIMD2(1.0, 0.0), SIMD2(0.5, 0.8))
    return [a, b, c, middle, (b + c) / 2, (c + a) / 2]
  }

  @Test func straightOnesAreNotStretched() {
    #expect(abs(CrystalMesh.leastStretch(Self.triangle([0.5, 0])) - 1) < 1e-14)
  }

  /// x + 4 l0 l1 d across the edge: the area per dl1 dl2 is 0.8 - 2 d (l0 + l1), 0.8 being the height.
  @Test func bendsTakeArea() {
    for d in [-0.1, 0.05, 0.1, 0.15] {
      let own = CrystalMesh.leastStretch(Self.triangle([0.5, d]))
      #expect(abs(own - (1 - 2.5 * max(d, 0))) < 1e-12)
    }
    #expect(CrystalMesh.leastStretch(Self.triangle([0.5, 0.45])) < 0)
  }
}
