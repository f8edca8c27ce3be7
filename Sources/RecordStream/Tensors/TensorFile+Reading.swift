import Foundation

extension TensorFile {
  private static let largestFile = 1 << 32
  /// A network of 64 blocks needs 40 kB.
  private static let largestHeader = 1 << 20

  /// What a header says of an array: where its numbers lie behind the header.
  private typealias Entry = (name: String, shape: [Int], isHalf: Bool, range: Range<Int>)

  /// Reads a file.
  /// - Throws: `StreamError`: no input when it cannot be opened, bad data when it is damaged or no
  ///   safetensors file of 32- and 16-bit floats.
  public init(path: FilePath) throws {
    do { try self.init(bytes: Self.bytes(path: path)) } catch let error as StreamError
      where error.code == .badData
    {
      throw StreamError(.badData, "'\(path)': \(error)")
    }
  }

  /// The bytes of a file, of which no more is read than its header tells: first eight bytes, then the header,
  /// then the data. An endless file, or a large one of another kind, is refused at once.
  /// - Throws: `StreamError`: no input, I/O, or bad data.
  public static func bytes(path: FilePath) throws -> [UInt8] {
    let source = try ByteSource(path: path)
    var bytes: [UInt8] = []
    func read(upTo total: Int) throws {
      while bytes.count < total,
        try source.read(into: &bytes, count: min(total - bytes.count, 1 << 20)) > 0
      {}
    }
    try read(upTo: 8)
    let data = 8 + (try headerLength(bytes))
    try read(upTo: data)
    let size = try header(bytes, length: data - 8).entries.last?.range.upperBound ?? 0
    guard data + size <= largestFile else {
      throw fault("it would have \(data + size) bytes; \(largestFile) are the limit")
    }
    bytes.reserveCapacity(min(data + size + 1, 1 << 26))
    // A byte more shows that the file does not end there.
    try read(upTo: data + size + 1)
    return bytes
  }

  /// - Throws: `StreamError` (bad data).
  public init(bytes: [UInt8]) throws {
    let data = 8 + (try Self.headerLength(bytes))
    let (metadata, entries) = try Self.header(bytes, length: data - 8)
    let size = entries.last?.range.upperBound ?? 0
    guard size == bytes.count - data else {
      throw Self.fault(
        bytes.count - data < size
          ? "it has \(bytes.count - data) bytes of data instead of \(size); it is cut"
          : "it goes on behind its \(size) bytes of data")
    }
    self.init(metadata: metadata, tensors: [])
    try checkDigest(of: bytes, data: data)
    tensors = try entries.map { name, shape, isHalf, range in
      let values: [Float] = bytes.withUnsafeBytes { bytes in
        let own = UnsafeRawBufferPointer(
          rebasing: bytes[data + range.lowerBound..<data + range.upperBound])
        if isHalf {
          return stride(from: 0, to: own.count, by: 2).map {
            Float(
              Float16(
                bitPattern: UInt16(
                  littleEndian: own.loadUnaligned(fromByteOffset: $0, as: UInt16.self))))
          }
        }
        return [Float](unsafeUninitializedCapacity: own.count / 4) { buffer, count in
          UnsafeMutableRawBufferPointer(buffer).copyMemory(from: own)
          count = own.count / 4
        }
      }
      guard values.allSatisfy(\.isFinite) else {
        throw Self.fault("tensor \(name) has numbers that are not finite")
      }
      return Tensor(name: name, shape: shape, values: values, isHalf: isHalf)
    }
  }

  private static func headerLength(_ bytes: [UInt8]) throws -> Int {
    guard bytes.count >= 8 else { throw fault("it is too short for a safetensors file") }
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard (1...UInt64(largestHeader)).contains(length) else {
      throw fault("its header would have \(length) bytes; it is no safetensors file, or damaged")
    }
    return Int(length)
  }

  /// Metadata and arrays, these in the order of their data, which leave no gap.
  private static func header(_ bytes: [UInt8], length: Int) throws
    -> (metadata: [String: String], entries: [Entry])
  {
    guard bytes.count >= 8 + length else {
      throw fault("its header would have \(length) bytes; it is cut")
    }
    guard
      let header = try? JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length]))
        as? [String: Any]
    else { throw fault("its header is no JSON object; it is damaged or no safetensors file") }
    var metadata: [String: String] = [:]
    var entries: [Entry] = []
    for (name, value) in header {
      if name == "__metadata__" {
        guard let text = value as? [String: String] else {
          throw fault("its metadata are not all text")
        }
        metadata = text
      } else {
        entries.append(try entry(name, value))
      }
    }
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var next = 0
    for entry in entries {
      guard entry.range.lowerBound == next else {
        throw fault("tensor \(entry.name) overlaps another or leaves a gap")
      }
      next = entry.range.upperBound
    }
    return (metadata, entries)
  }

  private static func entry(_ name: String, _ value: Any) throws -> Entry {
    guard let fields = value as? [String: Any], let type = fields["dtype"] as? String,
      let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int],
      fields.count == 3, offsets.count == 2
    else { throw fault("the entry of tensor \(name) lacks dtype, shape or data_offsets") }
    guard type == "F32" || type == "F16" else {
      throw fault("tensor \(name) is of type \(type); only F32 and F16 are supported")
    }
    var count = type == "F16" ? 2 : 4
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { throw fault("tensor \(name) has the shape \(shape)") }
      count = product
    }
    guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] - offsets[0] == count else {
      throw fault("tensor \(name) of shape \(shape) has the offsets \(offsets)")
    }
    return (name, shape, type == "F16", offsets[0]..<offsets[1])
  }
}
