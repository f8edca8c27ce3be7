import BlochCore
import Foundation
import RecordStream

/// The values of a picture or of a cell of an array as the options want them.
struct GreySheet {
  /// What becomes of the values.
  struct Tone {
    let stretch: Bool
    let levels: Bool
    let invert: Bool
    let energies: Bool
  }

  /// V/Vmax.
  let picture: GreyPicture
  /// What is to be told of the values.
  private(set) var notes: [String] = []
  /// Largest deviation from the symmetry that is averaged away unasked, and the part of it that is not told.
  private(set) var rounding: Float = 0
  private(set) var noise: Float = 0
  /// Range and least value of energies, E0.
  private(set) var depth: Double?
  private(set) var offset: Double?

  /// What numbers computed in single precision are off by.
  private static let arithmetic: Float = 2e-6

  /// - Throws: `PictureError`, `GeometryError`.
  init(_ file: PictureFile, cell: Int, _ tone: Tone) throws {
    switch file {
    case .netpbm(let image):
      try self.init(image.width, image.height, image.brightness, maximum: image.maximum, tone)
    case .png(let image):
      try self.init(image.width, image.height, image.brightness, maximum: image.maximum, tone)
      if image.hasColours { notes.insert("its colours are taken as their luminance", at: 0) }
      if image.isTransparent { notes.insert("what is transparent is taken as white", at: 0) }
    case .numpy(let array): try self.init(array, cell, tone)
    }
  }

  private init(
    _ width: Int, _ height: Int, _ brightness: [Float], maximum: Int, _ tone: Tone
  ) throws {
    if tone.energies {
      throw PictureError("a picture has grey values, no energies; leave --energies out")
    }
    if !tone.stretch, !tone.levels, let told = GreyTone(brightness, maximum: maximum) {
      notes.append("\(told)")
    }
    picture = try GreyPicture(
      width: width, height: height, values: Self.toned(brightness, tone))
    let depth = tone.stretch ? (brightness.max() ?? 1) - (brightness.min() ?? 0) : 1
    if maximum >= 100, !tone.levels, depth > 0 { rounding = 1.01 / Float(maximum) / depth }
  }

  private init(_ array: NumpyArray, _ cell: Int, _ tone: Tone) throws {
    let values = try array.values(cell: cell)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    var levels: [Float]
    if tone.energies {
      guard high > low else {
        throw PictureError("all its values are \(low): the potential is constant")
      }
      guard (high - low).isFinite else {
        throw PictureError("its values reach from \(low) to \(high) E0; give smaller ones")
      }
      (depth, offset) = (high - low, low)
      levels = values.map { Float(($0 - low) / (high - low)) }
    } else if tone.stretch || tone.levels {
      // In double precision: an offset may be large.
      levels = values.map { high > low ? Float(($0 - low) / (high - low)) : 0 }
      levels = Self.toned(levels, tone)
    } else {
      guard low >= 0, high <= 1 else {
        throw PictureError(
          String(format: "its values reach from %.6g to %.6g, and V/Vmax is 0 to 1: ", low, high)
            + "use --stretch to make them 0 to 1, or --energies where they are V in E0")
      }
      levels = Self.toned(values.map { Float($0) }, tone)
    }
    picture = try GreyPicture(width: array.columns, height: array.rows, values: levels)
    if !tone.levels {
      rounding = Self.arithmetic
      noise = Self.arithmetic
    }
  }

  private static func toned(_ brightness: [Float], _ tone: Tone) -> [Float] {
    var values = brightness
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    if tone.levels, high > low {
      let middle = low + (high - low) / 2
      values = values.map { $0 >= middle ? 1 : 0 }
    } else if tone.stretch, high > low {
      values = values.map { ($0 - low) / (high - low) }
    }
    return tone.invert ? values.map { 1 - $0 } : values
  }
}
