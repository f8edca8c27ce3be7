/// An array of real numbers as numpy.save writes it: bool, integers, float32 and float64 in either byte order.
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
public struct NumpyArray: Sendable {
  /// [cells, rows, columns], the first 1 for an array of two dimensions.
  public let cells: Int
  public let rows: Int
  public let columns: Int
  private let bytes: [UInt8]
  private let start: Int
  private let element: NumpyElement
  private let isFortran: Bool

  static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Parses one array that fills `bytes`: rows and columns, or cells of them.
  /// - Throws: `PictureError` on anything else.
  public init(_ bytes: [UInt8]) throws {
    let header = try NumpyHeader(bytes)
    element = header.element
    isFortran = header.isFortran
    start = header.end
    var shape = header.shape
    if shape.count == 2 { shape.insert(1, at: 0) }
    let side = NetpbmImage.maximumSide
    guard shape.count == 3, shape[0] >= 1, (1...side).contains(shape[1]),
      (1...side).contains(shape[2])
    else {
      throw PictureError(
        "an array of shape \(header.shape); save one cell [N, N] or cells [n, N, N], N = 1 to \(side)"
      )
    }
    (cells, rows, columns) = (shape[0], shape[1], shape[2])
    let (count, overflow) = cells.multipliedReportingOverflow(by: rows * columns * element.size)
    guard !overflow, bytes.count - start >= count else {
      throw PictureError("the array ends too early; copy it again")
    }
    guard bytes.count - start == count else {
      throw PictureError("there is more data after the array; save one array in each file")
    }
    self.bytes = bytes
  }

  /// The values of a cell, [rows x columns] row-major.
  /// - Throws: `PictureError` where one is not finite.
  public func values(cell: Int) throws -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(rows * columns)
    for i in 0..<rows {
      for j in 0..<columns {
        let at =
          isFortran ? cell + cells * (i + rows * j) : (cell * rows + i) * columns + j
        let value = element.value(bytes, start + at * element.size)
        guard value.isFinite else {
          throw PictureError("the value at [\(i), \(j)] is \(value); give finite numbers")
        }
        values.append(value)
      }
    }
    return values
  }
}

/// How the elements of a NumPy array are written.
struct NumpyElement: Sendable {
  private enum Kind: Character {
    case bool = "b"
    case signed = "i"
    case unsigned = "u"
    case float = "f"
  }

  private let kind: Kind
  let size: Int
  private let isBigEndian: Bool

  /// - Parameter text: such as "<f8".
  /// - Throws: `PictureError` for elements that are no real numbers.
  init(_ text: String) throws {
    let characters = Array(text)
    guard characters.count == 3, "<>|=".contains(characters[0]),
      let kind = Kind(rawValue: characters[1]), let size = characters[2].wholeNumberValue,
      (kind == .bool ? [1] : kind == .float ? [4, 8] : [1, 2, 4, 8]).contains(size)
    else {
      throw PictureError(
        "elements of the type '\(text.prefix(20))'; save real numbers: array.astype(float)")
    }
    self.kind = kind
    self.size = size
    isBigEndian = characters[0] == ">"
  }

  func value(_ bytes: [UInt8], _ at: Int) -> Double {
    var bits: UInt64 = 0
    for i in 0..<size {
      bits |= UInt64(bytes[at + i]) << UInt64(8 * (isBigEndian ? size - 1 - i : i))
    }
    switch kind {
    case .bool: return bits == 0 ? 0 : 1
    case .unsigned: return Double(bits)
    case .signed:
      let unused = UInt64(64 - 8 * size)
      return Double(Int64(bitPattern: bits << unused) >> Int64(unused))
    case .float:
      return size == 4
        ? Double(Float(bitPattern: UInt32(bits))) : Double(bitPattern: bits)
    }
  }
}
