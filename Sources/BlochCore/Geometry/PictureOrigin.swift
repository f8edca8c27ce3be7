/// How a picture was read as a unit cell, where it is not the potential pixel by pixel.
public struct PictureOrigin: Sendable, Equatable {
  public var convention: PictureConvention
  /// The centre of rotation, in pixels from the centre of the upper left one.
  public var row: Double
  public var column: Double
  /// [down, right]: how often the picture repeats itself.
  public var repetitions: [Int]
  /// Share of the variance that was not symmetric, 0 to 1.
  public var asymmetry: Double
  /// Share of the points that the symmetrisation changed, 0 to 1, and the largest change, V/Vmax.
  public var changed: Double
  public var largestChange: Double

  public init(
    convention: PictureConvention, row: Double, column: Double, repetitions: [Int],
    asymmetry: Double, changed: Double, largestChange: Double
  ) {
    self.convention = convention
    self.row = row
    self.column = column
    self.repetitions = repetitions
    self.asymmetry = asymmetry
    self.changed = changed
    self.largestChange = largestChange
  }

  public init(_ reading: PictureReading) {
    self.init(
      convention: reading.convention, row: reading.row, column: reading.column,
      repetitions: reading.repetitions, asymmetry: reading.asymmetry, changed: reading.changed,
      largestChange: Double(reading.largestChange))
  }
}
