/// The element types of a numpy array that are written.
public enum NumpyType: Sendable, Equatable {
  case bool, float32, float64, int64, uint64
  /// Text of up to so many code points.
  case text(Int)

  /// As in `numpy.dtype.str`, little-endian.
  public var description: String {
    switch self {
    case .bool: "|b1"
    case .float32: "<f4"
    case .float64: "<f8"
    case .int64: "<i8"
    case .uint64: "<u8"
    case .text(let length): "<U\(length)"
    }
  }

  /// Bytes of an element.
  public var size: Int {
    switch self {
    case .bool: 1
    case .float32: 4
    case .float64, .int64, .uint64: 8
    case .text(let length): 4 * length
    }
  }

  /// What stands in front of the elements of a row-major array in a .npy file, version 1.0 of the format.
  public func header(shape: [Int]) -> [UInt8] {
    let extents = shape.map { "\($0)," }.joined(separator: " ")
    var text = "{'descr': '\(description)', 'fortran_order': False, 'shape': (\(extents)), }"
    // The elements begin at a multiple of 64 bytes.
    text += String(repeating: " ", count: (64 - (10 + text.utf8.count + 1) % 64) % 64) + "\n"
    let length = text.utf8.count
    return [0x93] + "NUMPY".utf8 + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + text.utf8
  }
}
