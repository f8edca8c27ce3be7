import BlochCore
import RecordStream

extension PBPicture {
  public init(_ picture: PictureOrigin) {
    self.init()
    convention = picture.convention.rawValue
    row = picture.row
    column = picture.column
    repetitionsDown = UInt32(clamping: picture.repetitions.first ?? 1)
    repetitionsRight = UInt32(clamping: picture.repetitions.last ?? 1)
    asymmetry = picture.asymmetry
    changed = picture.changed
    largestChange = picture.largestChange
  }

  /// Decodes the block. Throws `StreamError` (bad data) on a convention that is not known, or a number that is not
  /// finite.
  public func origin() throws -> PictureOrigin {
    guard let convention = PictureConvention(rawValue: convention) else {
      throw PBGeometry.fault("picture: no convention of this name")
    }
    guard [row, column, asymmetry, changed, largestChange].allSatisfy(\.isFinite) else {
      throw PBGeometry.fault("picture: a value is not finite")
    }
    return PictureOrigin(
      convention: convention, row: row, column: column,
      repetitions: [Int(repetitionsDown), Int(repetitionsRight)], asymmetry: asymmetry,
      changed: changed, largestChange: largestChange)
  }
}
