/// The orbits of the grid points of a cell under its rotations about the origin. A quantity that is
/// computed once per orbit and copied to its pixels is symmetric to the last bit.
public struct PixelOrbits: Sendable {
  /// Largest number of pixels along a lattice vector.
  public static let maximumPixels = 4096

  public let pixels: Int
  public let symmetry: CrystalSymmetry
  /// [pixels x pixels] row-major: the orbit of each pixel.
  public let orbitOfPixel: [Int32]
  /// [count]: the first pixel (linear index i pixels + j) of each orbit, ascending.
  public let representatives: [Int32]
  /// [count]: number of pixels in each orbit: 1, 2, 3 or 6 (C6), 1 or 2 (C2).
  public let sizes: [Int32]

  /// Number of orbits.
  public var count: Int { representatives.count }

  /// Throws when `pixels` is not in 1...4096.
  public init(pixels: Int, symmetry: CrystalSymmetry) throws {
    guard (1...Self.maximumPixels).contains(pixels) else {
      throw GeometryError(
        "\(pixels) pixels along a lattice vector; choose 1 to \(Self.maximumPixels)")
    }
    self.pixels = pixels
    self.symmetry = symmetry
    var orbit = [Int32](repeating: -1, count: pixels * pixels)
    var first: [Int32] = []
    var sizes: [Int32] = []
    for start in 0..<(pixels * pixels) where orbit[start] < 0 {
      let label = Int32(first.count)
      var (i, j) = (start / pixels, start % pixels)
      var size: Int32 = 0
      while orbit[i * pixels + j] < 0 {
        orbit[i * pixels + j] = label
        size += 1
        (i, j) = Self.rotated(i, j, pixels: pixels, symmetry: symmetry)
      }
      first.append(Int32(start))
      sizes.append(size)
    }
    orbitOfPixel = orbit
    representatives = first
    self.sizes = sizes
  }

  /// The grid point that the generating rotation (60 degrees for C6, 180 for C2) maps (i, j) onto:
  /// (i, j) -> (-j, i + j) or (-i, -j), modulo `pixels`.
  public static func rotated(
    _ i: Int, _ j: Int, pixels: Int, symmetry: CrystalSymmetry
  ) -> (i: Int, j: Int) {
    symmetry == .c6
      ? ((pixels - j) % pixels, (i + j) % pixels)
      : ((pixels - i) % pixels, (pixels - j) % pixels)
  }

  /// Copies one value per orbit to the pixels: [count] to [pixels x pixels]. Throws on another
  /// count.
  public func spread(_ values: [Float]) throws -> [Float] {
    guard values.count == count else {
      throw GeometryError("\(values.count) values for \(count) pixel orbits")
    }
    return orbitOfPixel.map { values[Int($0)] }
  }

  /// Adds up each orbit's pixels: [pixels x pixels] to [count].
  func sums(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for (pixel, orbit) in orbitOfPixel.enumerated() { sums[Int(orbit)] += values[pixel] }
    return sums
  }
}
