/// Protobuf's variable-length integers.
enum Varint {
  static func append(_ value: Int, to bytes: inout [UInt8]) {
    var rest = UInt64(value)
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  static func length(_ value: Int) -> Int {
    var rest = UInt64(value) >> 7
    var count = 1
    while rest > 0 {
      rest >>= 7
      count += 1
    }
    return count
  }

  /// Reads one as protobuf's decoders do, padded with zeros or not; nil when it is cut or has more than 10 bytes.
  static func readAny(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) where position < bytes.count {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    return nil
  }

  /// Reads one at `position`, which moves behind it; nil when it is cut, padded with zeros or
  /// exceeds an Int.
  static func read(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Int? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 63 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return byte == 0 && shift > 0 ? nil : Int(value) }
      shift += 7
    }
    return nil
  }
}
