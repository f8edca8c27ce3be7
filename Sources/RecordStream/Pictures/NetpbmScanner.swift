/// Reads the parts of a Netpbm picture in order.
struct NetpbmScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The two bytes that open the file.
  mutating func magic() throws -> NetpbmFormat {
    guard bytes.count >= 3, bytes[0] == UInt8(ascii: "P"),
      (UInt8(ascii: "1")...UInt8(ascii: "7")).contains(bytes[1]),
      Self.isSpace(bytes[2]) || bytes[2] == UInt8(ascii: "#")
    else {
      throw PictureError(
        "neither a PNG, PGM or PBM picture nor a NumPy array (.npy); convert it to one")
    }
    guard let format = NetpbmFormat(rawValue: bytes[1] - UInt8(ascii: "0")) else {
      throw PictureError("a colour picture; convert it to PNG, PGM or PBM")
    }
    position = 2
    return format
  }

  /// A decimal number of the header, and nothing after it.
  mutating func number(_ what: String, in range: ClosedRange<Int>) throws -> Int {
    skipSpace()
    let start = position
    var value = 0
    while position < bytes.count, let digit = Self.digit(bytes[position]), value < 1 << 40 {
      value = 10 * value + digit
      position += 1
    }
    guard position > start else {
      throw PictureError(
        position < bytes.count
          ? "the \(what) is not a number; the picture is damaged"
          : "the picture ends before its \(what); copy it again")
    }
    guard range.contains(value) else {
      throw PictureError(
        "the \(what) is \(value); it must be \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// Digits 0 and 1, with or without space between them.
  mutating func plainBits(count: Int) throws -> [Int] {
    var samples: [Int] = []
    samples.reserveCapacity(min(count, bytes.count - position))
    while samples.count < count {
      skipSpace()
      guard position < bytes.count else { throw Self.truncated(samples.count, count) }
      guard let bit = Self.digit(bytes[position]), bit < 2 else {
        throw PictureError("pixel \(samples.count) is not 0 or 1; the picture is damaged")
      }
      samples.append(bit)
      position += 1
    }
    return samples
  }

  mutating func plainNumbers(count: Int, upTo white: Int) throws -> [Int] {
    var samples: [Int] = []
    samples.reserveCapacity(min(count, bytes.count - position))
    while samples.count < count {
      skipSpace()
      guard position < bytes.count else { throw Self.truncated(samples.count, count) }
      samples.append(try number("value of pixel \(samples.count)", in: 0...white))
    }
    return samples
  }

  /// Rows of bits, most significant first, each row padded to a byte.
  mutating func rawBits(width: Int, height: Int) throws -> [Int] {
    try endHeader()
    let rowBytes = (width + 7) / 8
    guard bytes.count - position >= rowBytes * height else {
      throw Self.truncated((bytes.count - position) / rowBytes * width, width * height)
    }
    var samples: [Int] = []
    samples.reserveCapacity(width * height)
    for row in 0..<height {
      for column in 0..<width {
        let byte = bytes[position + row * rowBytes + column / 8]
        samples.append(Int(byte >> UInt8(7 - column % 8)) & 1)
      }
    }
    position += rowBytes * height
    return samples
  }

  /// One byte for each pixel, or two, the higher first, when white is above 255.
  mutating func rawNumbers(count: Int, upTo white: Int) throws -> [Int] {
    try endHeader()
    let size = white > 255 ? 2 : 1
    guard bytes.count - position >= size * count else {
      throw Self.truncated((bytes.count - position) / size, count)
    }
    let start = position
    position += size * count
    let samples = (0..<count).map { pixel in
      size == 1
        ? Int(bytes[start + pixel])
        : Int(bytes[start + 2 * pixel]) << 8 | Int(bytes[start + 2 * pixel + 1])
    }
    if let pixel = samples.firstIndex(where: { $0 > white }) {
      throw PictureError("pixel \(pixel) is above the maximum value; the picture is damaged")
    }
    return samples
  }

  /// Checks that nothing but space (in a plain file) follows.
  mutating func finish(plain: Bool) throws {
    if plain { skipSpace() }
    guard position == bytes.count else {
      throw PictureError("there is more data after the picture; give one picture in each file")
    }
  }

  private mutating func endHeader() throws {
    guard position < bytes.count, Self.isSpace(bytes[position]) else {
      throw PictureError("the picture ends after its header; copy it again")
    }
    position += 1
  }

  /// Skips white space and comments, which run from # to the end of the line.
  private mutating func skipSpace() {
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "#") {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      } else if Self.isSpace(bytes[position]) {
        position += 1
      } else {
        return
      }
    }
  }

  private static func truncated(_ found: Int, _ wanted: Int) -> PictureError {
    PictureError("the picture ends after \(found) of \(wanted) pixels; copy it again")
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0d).contains(byte)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    let zero = UInt8(ascii: "0")
    return (zero...(zero + 9)).contains(byte) ? Int(byte - zero) : nil
  }
}
