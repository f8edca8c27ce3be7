/// How far a potential on a grid is from the symmetry of a group.
public struct SymmetryDeviation: Sendable, Equatable {
  /// Number of pixels that differ from the pixel that a generator maps them onto, the smallest rotation or a mirror.
  public let differing: Int
  /// Number of pixels.
  public let total: Int
  /// Largest such difference, in the potential's units.
  public let largest: Float

  /// Whether the potential is symmetric to the last bit.
  public var isZero: Bool { differing == 0 }

  /// `potential`: [pixels x pixels] of the orbits' grid. Throws on another size. A NaN counts as
  /// different from everything.
  public init(of potential: [Float], orbits: PixelOrbits) throws {
    let n = orbits.pixels
    guard potential.count == n * n else {
      throw GeometryError("\(potential.count) values for \(n) x \(n) pixels")
    }
    let generators = orbits.symmetry.generators
    var differing = 0
    var largest: Float = 0
    for i in 0..<n {
      for j in 0..<n {
        let here = potential[i * n + j]
        var differs = false
        for generator in generators {
          let image = PixelOrbits.image(i, j, generator, pixels: n)
          let there = potential[image.i * n + image.j]
          if here != there {
            differs = true
            largest = max(largest, abs(here - there))
          }
        }
        if differs { differing += 1 }
      }
    }
    self.differing = differing
    self.largest = largest
    total = n * n
  }
}
