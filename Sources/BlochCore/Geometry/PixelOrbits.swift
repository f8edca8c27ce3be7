import WallpaperGroups

/// The orbits of the grid points of a cell under the operations of its group. A quantity that is
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
  /// [count]: number of pixels in each orbit, a divisor of the number of operations.
  public let sizes: [Int32]

  /// Number of orbits.
  public var count: Int { representatives.count }

  /// Throws when `pixels` is not in 1...4096, or odd where operations move points by half a lattice vector.
  public init(pixels: Int, symmetry: CrystalSymmetry) throws {
    guard (1...Self.maximumPixels).contains(pixels) else {
      throw GeometryError(
        "\(pixels) pixels along a lattice vector; choose 1 to \(Self.maximumPixels)")
    }
    let operations = symmetry.group.operations
    guard pixels & 1 == 0 || operations.allSatisfy({ $0.t1 & 1 == 0 && $0.t2 & 1 == 0 }) else {
      throw GeometryError(
        "\(pixels) pixels along a lattice vector; the glides of \(symmetry.group) need an even number"
      )
    }
    self.pixels = pixels
    self.symmetry = symmetry
    var orbit = [Int32](repeating: -1, count: pixels * pixels)
    var first: [Int32] = []
    var sizes: [Int32] = []
    for start in 0..<(pixels * pixels) where orbit[start] < 0 {
      let label = Int32(first.count)
      var size: Int32 = 0
      for operation in operations {
        let (i, j) = Self.image(start / pixels, start % pixels, operation, pixels: pixels)
        if orbit[i * pixels + j] < 0 {
          orbit[i * pixels + j] = label
          size += 1
        }
      }
      first.append(Int32(start))
      sizes.append(size)
    }
    orbitOfPixel = orbit
    representatives = first
    self.sizes = sizes
  }

  /// The grid point that an operation maps (i, j) onto, modulo `pixels`, which must be even where it moves points by
  /// half a lattice vector.
  public static func image(
    _ i: Int, _ j: Int, _ operation: Operation, pixels: Int
  ) -> (i: Int, j: Int) {
    func wrapped(_ index: Int) -> Int {
      let rest = index % pixels
      return rest < 0 ? rest + pixels : rest
    }
    return (
      wrapped(operation.w11 * i + operation.w12 * j + operation.t1 * pixels / 2),
      wrapped(operation.w21 * i + operation.w22 * j + operation.t2 * pixels / 2)
    )
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
