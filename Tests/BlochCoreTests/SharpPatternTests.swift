import BlochCore
import Testing
import WallpaperGroups

/// Patterns on grids of their own, as other programs want them.
@Suite struct SharpPatternTests {
  /// Every other point of a cell's grid is in the middle of a part of one half as fine.
  @Test(arguments: ["p6", "p4g", "p3m1", "pm", "p2"]) func levelSetsAgreeWithPixels(name: String)
    throws
  {
    let group = try #require(WallpaperGroup.named(name))
    let symmetry = try #require(
      CrystalSymmetry.examples.first { $0.lattice.supports(group) }.flatMap {
        CrystalSymmetry(group: group, lattice: $0.lattice)
      })
    let field = try LevelSeriesTests.field(symmetry, seed: 5)
    let n = 60
    let cell = try FieldSampler(
      pixels: 2 * n, representatives: field.representatives, symmetry: symmetry
    ).cell(field, vMax: 1, source: "random")
    let pattern = try #require(try cell.sharpPattern(n))
    for i in 0..<n {
      for j in 0..<n {
        #expect(pattern[i * n + j] == Double(cell.potential[(2 * i + 1) * 2 * n + 2 * j + 1]))
      }
    }
  }

  /// Discs cover their area, whatever the pixels; a picture has no contour.
  @Test func shapesCoverTheirArea() throws {
    let symmetry = CrystalSymmetry.c6
    let shapes = try ShapeUnion(
      shapes: [.disc(x1: 0, x2: 0, radius: 0.2)], inside: 1, outside: 0)
    var cell = try shapes.cell(try PixelOrbits(pixels: 10, symmetry: symmetry), vMax: 1)
    let pattern = try #require(try cell.sharpPattern(500))
    let covered = pattern.reduce(0, +) / 250_000
    // A rim of 628 points, each on either side by chance.
    #expect(abs(covered - Double.pi * 0.04 / 0.75.squareRoot()) < 2e-4)
    cell.shapes = nil
    #expect(try cell.sharpPattern(500) == nil)
  }
}
