import Glibc
import Meshes
import Testing
import WallpaperGroups

@Suite struct NeckMeshTests {
  /// Thresholds moved to a saddle, on either side: necks and channels down to half widths below 0.0002, joined or
  /// separate as the sign at the saddle tells.
  @Test(arguments: ["p2", "pmm", "p4g", "p6", "p6m"]) func saddles(name: String) throws {
    let group = try #require(WallpaperGroup.named(name))
    let lattice = group.system.example
    var thinnest = Double.infinity
    for seed in 0..<2 {
      for offset in [1e-3, 1e-5, -1e-3, -1e-5] {
        var field = FourierLevelSet(random: group, lattice, seed: UInt64(seed) + 5000)
        let saddle = try #require(field.saddle(seed: UInt64(seed)))
        field.constant += offset - field.sample(at: saddle).value
        let mesh = try CrystalMesh(levelSet: field, group: group, lattice: lattice)
        check(mesh, field, "\(name) \(seed) \(offset)")
        let report = try #require(mesh.report)
        #expect(report.thinnest < 0.01)
        thinnest = min(thinnest, report.thinnest)
      }
    }
    #expect(thinnest < 2e-4)
  }
}

extension FourierLevelSet {
  /// The saddle with the value nearest to zero.
  func saddle(seed: UInt64) -> Place? {
    var generator = SplitMix64(state: seed)
    let (c, s) = (lattice.ratio * lattice.cosine, lattice.ratio * lattice.sine)
    var best: (place: Place, value: Double)?
    for _ in 0..<200 {
      var x = Place(generator.uniform(), generator.uniform())
      for _ in 0..<30 {
        // Newton's step for the gradient, shortened.
        let f = sample(at: x)
        let determinant = f.xx * f.yy - f.xy * f.xy
        var dx = -(f.yy * f.x - f.xy * f.y) / determinant
        var dy = -(f.xx * f.y - f.xy * f.x) / determinant
        let length = (dx * dx + dy * dy).squareRoot()
        if length > 0.05 { (dx, dy) = (dx * 0.05 / length, dy * 0.05 / length) }
        x = Place(x.x1 + dx - c * dy / s, x.x2 + dy / s)
      }
      let f = sample(at: x)
      let isSaddle =
        f.x * f.x + f.y * f.y < 1e-16 && f.xx * f.yy - f.xy * f.xy < 0
      if isSaddle, abs(f.value) < abs(best?.value ?? .infinity) { best = (x, f.value) }
    }
    return best?.place
  }
}
