import CPng
import Glibc

/// A PNG picture as grey values: colours by their luminance, transparent pixels on white. Gamma and colour profiles do not
/// change a value.
public struct PngImage: Sendable {
  /// Pixels.
  public let width: Int
  public let height: Int
  /// The value of white: 255 or 65535.
  public let maximum: Int
  /// [height x width] row-major from the top, 0 for black to 1 for white.
  public let brightness: [Float]
  /// Whether a pixel has a colour, and whether one is transparent.
  public let hasColours: Bool
  public let isTransparent: Bool

  static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

  /// Parses one picture that fills `bytes`.
  /// - Throws: `PictureError` on anything else.
  public init(_ bytes: [UInt8]) throws {
    var picture = cpng_picture()
    var message = [CChar](repeating: 0, count: CPNG_MESSAGE)
    let status = cpng_read(
      bytes, bytes.count, UInt32(NetpbmImage.maximumSide), &picture, &message)
    defer { free(picture.pixels) }
    guard status == 0, let pixels = picture.pixels else {
      let text = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      throw PictureError(
        text == "Invalid IHDR data"
          ? "a PNG picture of more than \(NetpbmImage.maximumSide) pixels a side, or damaged; make it smaller"
          : "a damaged PNG picture (\(text)); copy it again")
    }
    guard picture.used == bytes.count else {
      throw PictureError("there is more data after the picture; give one picture in each file")
    }
    width = Int(picture.width)
    height = Int(picture.height)
    let (channels, size) = (Int(picture.channels), Int(picture.depth) / 8)
    let white = size == 1 ? 255 : 65535
    maximum = white
    func sample(_ at: Int) -> Int {
      size == 1 ? Int(pixels[at]) : Int(pixels[2 * at]) << 8 | Int(pixels[2 * at + 1])
    }
    var (hasColours, isTransparent) = (false, false)
    brightness = (0..<width * height).map { pixel in
      let at = pixel * channels
      var grey = Double(sample(at))
      if channels >= 3 {
        let (red, green, blue) = (sample(at), sample(at + 1), sample(at + 2))
        if red != green || green != blue {
          hasColours = true
          grey = 0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)
        }
      }
      if channels % 2 == 0 {
        let alpha = sample(at + channels - 1)
        if alpha != white {
          isTransparent = true
          let share = Double(alpha) / Double(white)
          grey = share * grey + (1 - share) * Double(white)
        }
      }
      return Float(grey / Double(white))
    }
    self.hasColours = hasColours
    self.isTransparent = isTransparent
  }
}
