/// A grey or black-and-white picture of the Netpbm family: PBM (P1, P4) or PGM (P2, P5).
/// https://netpbm.sourceforge.net/doc/pbm.html and pgm.html
public struct NetpbmImage: Sendable {
  /// Pixels.
  public let width: Int
  public let height: Int
  /// The value of white: 1 for a bitmap, up to 65535.
  public let maximum: Int
  /// [height x width] row-major from the top, 0 for black to 1 for white.
  public let brightness: [Float]

  /// Largest width and height that are read.
  public static let maximumSide = 4096

  /// Parses one picture that fills `bytes`.
  /// - Throws: `PictureError` on anything else.
  public init(_ bytes: [UInt8]) throws {
    var scanner = NetpbmScanner(bytes)
    let format = try scanner.magic()
    width = try scanner.number("width", in: 1...Self.maximumSide)
    height = try scanner.number("height", in: 1...Self.maximumSide)
    let white = format.isBitmap ? 1 : try scanner.number("maximum value", in: 1...65535)
    maximum = white
    let samples: [Int]
    switch format {
    case .plainBitmap: samples = try scanner.plainBits(count: width * height)
    case .plainGraymap: samples = try scanner.plainNumbers(count: width * height, upTo: white)
    case .rawBitmap: samples = try scanner.rawBits(width: width, height: height)
    case .rawGraymap: samples = try scanner.rawNumbers(count: width * height, upTo: white)
    }
    try scanner.finish(plain: format.isPlain)
    // In a bitmap 1 is black.
    brightness =
      format.isBitmap
      ? samples.map { Float(1 - $0) } : samples.map { Float(Double($0) / Double(white)) }
  }
}
