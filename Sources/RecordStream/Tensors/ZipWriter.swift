import CZlib

/// Writes a zip archive of stored entries in one go, with 64-bit sizes throughout, like numpy.
///
/// Entries carry no time, so that equal contents give equal bytes. Source: .ZIP File Format Specification
/// 6.3.10 (APPNOTE), sections 4.3 and 4.5.3.
public final class ZipWriter {
  /// Hands the next bytes of an entry on.
  public typealias Output = (UnsafeRawBufferPointer) throws -> Void

  private let sink: ByteSink
  private var position: UInt64 = 0
  private var directory: [UInt8] = []
  private var count: UInt64 = 0

  public init(sink: ByteSink) { self.sink = sink }

  /// Adds an entry.
  /// - Parameters:
  ///   - name: its path in the archive.
  ///   - content: hands over all bytes in pieces. It is called twice, since the checksum stands before
  ///     the bytes, and must give the same both times.
  /// - Throws: `StreamError` (I/O), and what `content` throws.
  public func add(_ name: String, content: (Output) throws -> Void) throws {
    var (size, sum) = (UInt64(0), UInt(0))
    try content { piece in
      size += UInt64(piece.count)
      sum = crc32_z(sum, piece.bindMemory(to: UInt8.self).baseAddress, piece.count)
    }
    // What both headers say: version 4.5, name in UTF-8, stored, 1 January 1980, checksum, sizes elsewhere.
    var common: [UInt8] = []
    common.appendLittleEndian([45, 1 << 11, 0, 0, 33] as [UInt16])
    common.appendLittleEndian([UInt32(sum), .max, .max])
    common.appendLittleEndian([UInt16(name.utf8.count)])

    var local: [UInt8] = []
    local.appendLittleEndian([0x0403_4B50] as [UInt32])
    local += common
    local.appendLittleEndian([20] as [UInt16])
    local += name.utf8
    local.appendLittleEndian([1, 16] as [UInt16])
    local.appendLittleEndian([size, size])

    directory.appendLittleEndian([0x0201_4B50] as [UInt32])
    directory.appendLittleEndian([45] as [UInt16])
    directory += common
    // No comment, disk 0, no attributes, offset elsewhere.
    directory.appendLittleEndian([28, 0, 0, 0, 0, 0] as [UInt16])
    directory.appendLittleEndian([.max] as [UInt32])
    directory += name.utf8
    directory.appendLittleEndian([1, 24] as [UInt16])
    directory.appendLittleEndian([size, size, position])
    count += 1

    try put(local)
    try content { piece in
      position += UInt64(piece.count)
      try sink.write(piece)
    }
  }

  /// Writes the directory; finishing the sink is left to the caller.
  /// - Throws: `StreamError` (I/O).
  public func finish() throws {
    let (start, size) = (position, UInt64(directory.count))
    try put(directory)
    let end = position
    var tail: [UInt8] = []
    // Readers know an archive without entries by its first bytes.
    if count == 0 {
      tail.appendLittleEndian([0x0605_4B50, 0, 0, 0, 0] as [UInt32])
      tail.appendLittleEndian([0] as [UInt16])
      return try put(tail)
    }
    tail.appendLittleEndian([0x0606_4B50, 44, 0] as [UInt32])
    tail.appendLittleEndian([45, 45] as [UInt16])
    tail.appendLittleEndian([0, 0] as [UInt32])
    tail.appendLittleEndian([count, count, size, start])
    tail.appendLittleEndian([0x0706_4B50, 0] as [UInt32])
    tail.appendLittleEndian([end])
    tail.appendLittleEndian([1, 0x0605_4B50] as [UInt32])
    tail.appendLittleEndian([0, 0, .max, .max] as [UInt16])
    tail.appendLittleEndian([.max, .max] as [UInt32])
    tail.appendLittleEndian([0] as [UInt16])
    try put(tail)
  }

  private func put(_ bytes: [UInt8]) throws {
    try sink.write(bytes)
    position += UInt64(bytes.count)
  }
}

extension [UInt8] {
  fileprivate mutating func appendLittleEndian<Number: FixedWidthInteger>(_ numbers: [Number]) {
    for number in numbers {
      Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
  }
}
