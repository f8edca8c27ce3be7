import Foundation

/// Named arrays of single-precision numbers in the safetensors format: length of the header (8 bytes,
/// little-endian), header (JSON), data.
///
/// Written files carry the SHA-256 of their data in the metadata, which reading checks; files of other
/// programs without it are taken as they are.
public struct TensorFile: Sendable {
  /// One array, row-major.
  public struct Tensor: Sendable, Equatable {
    public var name: String
    public var shape: [Int]
    public var values: [Float]

    public init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  public var metadata: [String: String]
  /// In the order of their data.
  public var tensors: [Tensor]

  public init(metadata: [String: String], tensors: [Tensor]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  private static let largestFile = 1 << 32
  private static let largestHeader = 100_000_000
  private static let digestEntry = "sha256"

  /// Reads a file.
  /// - Throws: `StreamError`: no input when it cannot be opened, bad data when it is damaged or no
  ///   safetensors file of 32-bit floats.
  public init(path: String) throws {
    let bytes = try ByteSource(path: path).readAll(limit: Self.largestFile)
    do { try self.init(bytes: bytes) } catch let error as StreamError {
      throw StreamError(error.code, "'\(path)': \(error)")
    }
  }

  /// - Throws: `StreamError` (bad data).
  public init(bytes: [UInt8]) throws {
    guard bytes.count >= 8 else { throw Self.fault("it is too short for a safetensors file") }
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.largestHeader), Int(length) <= bytes.count - 8 else {
      throw Self.fault("its header would have \(length) bytes; it is cut or no safetensors file")
    }
    let data = 8 + Int(length)
    guard
      let header = try? JSONSerialization.jsonObject(with: Data(bytes[8..<data])) as? [String: Any]
    else { throw Self.fault("its header is no JSON object; it is damaged or no safetensors file") }
    metadata = [:]
    var entries: [(name: String, shape: [Int], range: Range<Int>)] = []
    for (name, value) in header {
      if name == "__metadata__" {
        guard let text = value as? [String: String] else {
          throw Self.fault("its metadata are not all text")
        }
        metadata = text
      } else {
        entries.append(try Self.entry(name, value))
      }
    }
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var next = 0
    for entry in entries {
      guard entry.range.lowerBound == next else {
        throw Self.fault("tensor \(entry.name) overlaps another or leaves a gap")
      }
      next = entry.range.upperBound
    }
    guard next == bytes.count - data else {
      throw Self.fault("it has \(bytes.count - data) bytes of data instead of \(next); it is cut")
    }
    if let wanted = metadata.removeValue(forKey: Self.digestEntry) {
      guard bytes.withUnsafeBytes({ Self.digest($0[data...]) }) == wanted else {
        throw Self.fault("its data are damaged")
      }
    }
    tensors = try entries.map { name, shape, range in
      let values = [Float](unsafeUninitializedCapacity: range.count / 4) { buffer, count in
        bytes.withUnsafeBytes {
          UnsafeMutableRawBufferPointer(buffer).copyMemory(
            from: UnsafeRawBufferPointer(
              rebasing: $0[data + range.lowerBound..<data + range.upperBound]))
        }
        count = range.count / 4
      }
      guard values.allSatisfy(\.isFinite) else {
        throw Self.fault("tensor \(name) has numbers that are not finite")
      }
      return Tensor(name: name, shape: shape, values: values)
    }
  }

  private static func entry(_ name: String, _ value: Any) throws -> (String, [Int], Range<Int>) {
    guard let fields = value as? [String: Any], let type = fields["dtype"] as? String,
      let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int],
      fields.count == 3, offsets.count == 2
    else { throw fault("the entry of tensor \(name) lacks dtype, shape or data_offsets") }
    guard type == "F32" else {
      throw fault("tensor \(name) is of type \(type); only F32 is supported")
    }
    var count = 4
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { throw fault("tensor \(name) has the shape \(shape)") }
      count = product
    }
    guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] - offsets[0] == count else {
      throw fault("tensor \(name) of shape \(shape) has the offsets \(offsets)")
    }
    return (name, shape, offsets[0]..<offsets[1])
  }

  /// The file's bytes; equal values give equal bytes.
  public func encoded() -> [UInt8] {
    var data: [UInt8] = []
    data.reserveCapacity(tensors.reduce(0) { $0 + 4 * $1.values.count })
    var entries: [String] = []
    for tensor in tensors {
      let start = data.count
      tensor.values.withUnsafeBytes { data.append(contentsOf: $0) }
      entries.append(
        "\(Self.quoted(tensor.name)):{\"dtype\":\"F32\",\"shape\":["
          + tensor.shape.map(String.init).joined(separator: ",")
          + "],\"data_offsets\":[\(start),\(data.count)]}")
    }
    var text = metadata
    text[Self.digestEntry] = data.withUnsafeBytes { Self.digest($0[...]) }
    let pairs = text.sorted { $0.key < $1.key }.map {
      "\(Self.quoted($0.key)):\(Self.quoted($0.value))"
    }
    entries.insert("\"__metadata__\":{\(pairs.joined(separator: ","))}", at: 0)
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
  }

  /// Writes the file, which appears only when complete.
  /// - Throws: `StreamError`.
  public func write(path: String) throws {
    try write(to: ByteSink(path: path))
  }

  /// The same into a sink, which it finishes.
  /// - Throws: `StreamError`.
  public func write(to sink: ByteSink) throws {
    try encoded().withUnsafeBytes { try sink.write($0) }
    try sink.finish()
  }

  /// The numbers of one array.
  /// - Throws: `StreamError` (bad data) when it is missing or has another shape.
  public func tensor(_ name: String, shape: [Int]) throws -> [Float] {
    guard let tensor = tensors.first(where: { $0.name == name }) else {
      throw Self.fault("it has no tensor \(name)")
    }
    guard tensor.shape == shape else {
      throw Self.fault("tensor \(name) has the shape \(tensor.shape), not \(shape)")
    }
    return tensor.values
  }

  /// SHA-256 in hexadecimal digits.
  public static func sha256(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { digest($0[...]) }
  }

  private static func digest(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let digest = Digest()
    digest.update(UnsafeRawBufferPointer(rebasing: bytes))
    return digest.finish().map { String(format: "%02x", $0) }.joined()
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20: result += String(format: "\\u%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func fault(_ what: String) -> StreamError {
    StreamError(.badData, "\(what); copy the file again or train anew")
  }
}
