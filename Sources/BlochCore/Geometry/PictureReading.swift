/// A picture read as a unit cell, symmetrised, and what that took.
public struct PictureReading: Sendable, Equatable {
  public let convention: PictureConvention
  /// The centre of rotation, in pixels from the centre of the upper left one; of those of the first cell.
  public let row: Double
  public let column: Double
  /// How often the picture repeats itself downwards and to the right; one cell is read.
  public let repetitions: [Int]
  /// Points along a1 and a2.
  public let pixels: Int
  /// [pixels x pixels], symmetric to the last bit; of two values where the picture has two.
  public let potential: [Float]
  /// Share of the variance of the picture that is not symmetric about the centre, 0 to 1.
  public let asymmetry: Double
  /// Share of the points whose value the symmetrisation changed.
  public let changed: Double
  /// Largest such change, V/Vmax.
  public let largestChange: Float
  /// Whether values stand between those of pixels, or at other places than the picture's own.
  public let isResampled: Bool
  /// Whether nothing in the picture shows where its cell ends, and the largest hexagon was taken.
  public let isGuess: Bool

  /// Symmetrises values at the orbits' points; `levels` are those of the picture, `missed` the share of its variance that the
  /// values have lost.
  init(
    convention: PictureConvention, row: Double, column: Double, repetitions: [Int],
    values: [Float], levels: GreyLevels, orbits: PixelOrbits, isResampled: Bool,
    isGuess: Bool = false, missed: Double = 0
  ) throws {
    self.convention = convention
    self.row = row
    self.column = column
    self.repetitions = repetitions
    self.isResampled = isResampled
    self.isGuess = isGuess
    pixels = orbits.pixels
    let before = levels.cut(values)
    potential = levels.cut(try orbits.averaged(values))
    let changes = zip(before, potential).map { abs($0 - $1) }
    asymmetry = min(1, try orbits.asymmetry(values) + missed)
    changed = Double(changes.count { $0 > 0 }) / Double(values.count)
    largestChange = changes.max() ?? 0
  }

  /// Whether two readings show one crystal, or one and its mirror image, as far as their waves below five periods
  /// differ by less than a tenth in amplitude.
  public func isSameCrystal(as other: PictureReading) throws -> Bool {
    let (one, two) = (try spectrum(), try other.spectrum())
    var (power, straight, mirrored) = (0.0, 0.0, 0.0)
    for h in -4...4 {
      for k in -4...4 where h != 0 || k != 0 {
        guard let a = one.coefficient(h, k)?.re, let b = two.coefficient(h, k)?.re,
          let c = two.coefficient(k, h)?.re
        else { continue }
        power += a * a
        straight += (a - b) * (a - b)
        mirrored += (a - c) * (a - c)
      }
    }
    return min(straight, mirrored) <= 0.01 * power
  }

  private func spectrum() throws -> PictureSpectrum {
    PictureSpectrum(try GreyPicture(width: pixels, height: pixels, values: potential))
  }

  /// Whether this is what the picture says of itself: the cell in lattice coordinates, the centre in its corner.
  public var isPlain: Bool {
    (convention == .sixty || convention == .cell) && row == 0 && column == 0 && !isResampled
  }
}
