import Foundation

/// Named arrays of numbers in single or half precision in the safetensors format: length of the header (8 bytes,
/// little-endian), header (JSON), data.
///
/// Written files carry a SHA-256 over all of their bytes in the metadata (`TensorFile+Digest.swift`), which
/// reading checks; files of other programs without it are taken as they are.
public struct TensorFile: Sendable {
  /// One array, row-major.
  public struct Tensor: Sendable, Equatable {
    public var name: String
    public var shape: [Int]
    public var values: [Float]
    /// Whether the file holds them in half precision.
    public var isHalf: Bool

    public init(name: String, shape: [Int], values: [Float], isHalf: Bool = false) {
      self.name = name
      self.shape = shape
      self.values = values
      self.isHalf = isHalf
    }
  }

  public var metadata: [String: String]
  /// In the order of their data.
  public var tensors: [Tensor]

  /// False for a file that was read and has no digest, so that damage would go unnoticed.
  public internal(set) var hasDigest = true

  public init(metadata: [String: String], tensors: [Tensor]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// The file's bytes; equal values give equal bytes.
  public func encoded() -> [UInt8] {
    var data: [UInt8] = []
    data.reserveCapacity(tensors.reduce(0) { $0 + 4 * $1.values.count })
    var entries: [String] = []
    for tensor in tensors {
      let start = data.count
      if tensor.isHalf {
        let halves = tensor.values.map { Float16($0).bitPattern.littleEndian }
        halves.withUnsafeBytes { data.append(contentsOf: $0) }
      } else {
        tensor.values.withUnsafeBytes { data.append(contentsOf: $0) }
      }
      entries.append(
        "\(Self.quoted(tensor.name)):{\"dtype\":\"\(tensor.isHalf ? "F16" : "F32")\",\"shape\":["
          + tensor.shape.map(String.init).joined(separator: ",")
          + "],\"data_offsets\":[\(start),\(data.count)]}")
    }
    var text = metadata
    text[Self.digestEntry] = Self.blankDigest
    let pairs = text.sorted { $0.key < $1.key }.map {
      "\(Self.quoted($0.key)):\(Self.quoted($0.value))"
    }
    entries.insert("\"__metadata__\":{\(pairs.joined(separator: ","))}", at: 0)
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
    return Self.signed(length + header + data)
  }

  /// Writes the file, which appears only when complete.
  /// - Throws: `StreamError`.
  public func write(path: FilePath) throws {
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

  static func fault(_ what: String) -> StreamError {
    StreamError(.badData, "\(what); copy the file again or train anew")
  }
}
