import BlochCore
import Testing

@Suite struct FeatureSizeTests {
  /// One disc: of radius 0.4, so that the wall to the next is 0.2 wide, and of radius 0.1.
  @Test func discs() throws {
    let orbits = try PixelOrbits(pixels: 120, symmetry: .c6)
    let cell = try HoleRing(distance: 0, angle: 0, radius: 0.4).cell(
      orbits, kind: .wells, vMax: 256, subdivision: 1)
    let found = try FeatureSize(cell).smallest()
    #expect(abs(found - 0.2) < 0.03, "\(found)")
    let small = try HoleRing(distance: 0, angle: 0, radius: 0.1).cell(
      orbits, kind: .barriers, vMax: 256, subdivision: 1)
    let width = try FeatureSize(small).smallest()
    #expect(abs(width - 0.2) < 0.03, "\(width)")
  }

  @Test func needsTwoLevels() throws {
    let cell = UnitCell(
      symmetry: .c6, vMax: 1, pixels: 2, potential: [0, 1, 1, 0.5], source: "test")
    #expect(throws: GeometryError.self) { try FeatureSize(cell) }
  }
}
