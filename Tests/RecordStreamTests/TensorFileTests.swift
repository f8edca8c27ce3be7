import Foundation
import RecordStream
import Testing

@Suite struct TensorFileTests {
  static let sample = TensorFile(
    metadata: ["text": "a \"quoted\" line\nand µ", "empty": ""],
    tensors: [
      .init(name: "scalar", shape: [], values: [3.5]),
      .init(name: "none", shape: [0, 3], values: []),
      .init(name: "matrix", shape: [2, 3], values: [1, -2, 3e-30, 4, 5, 6]),
    ])

  @Test func roundTrip() throws {
    let bytes = Self.sample.encoded()
    let read = try TensorFile(bytes: bytes)
    #expect(read.metadata == Self.sample.metadata)
    #expect(Set(read.tensors.map(\.name)) == ["scalar", "none", "matrix"])
    for tensor in Self.sample.tensors {
      #expect(try read.tensor(tensor.name, shape: tensor.shape) == tensor.values)
    }
    #expect(bytes == Self.sample.encoded())
    // Data start at a multiple of 8.
    #expect(bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) } % 8 == 0)
  }

  @Test func wrongRequestsAreTold() throws {
    let file = try TensorFile(bytes: Self.sample.encoded())
    #expect(
      message { _ = try file.tensor("other", shape: [1]) }?.contains("no tensor other") == true)
    #expect(message { _ = try file.tensor("matrix", shape: [3, 2]) }?.contains("[2, 3]") == true)
  }

  /// Every byte is under the digest: length, names, shapes, metadata, data and the digest itself.
  @Test func damageIsNoticed() throws {
    let bytes = Self.sample.encoded()
    for i in bytes.indices {
      for bit in [0x01, 0x10, 0x20] as [UInt8] {
        var copy = bytes
        copy[i] ^= bit
        // A digest under another name is none.
        let isRead = (try? TensorFile(bytes: copy))?.hasDigest ?? false
        #expect(!isRead, "byte \(i)")
      }
    }
    for length in 0..<bytes.count {
      #expect(message { _ = try TensorFile(bytes: Array(bytes.prefix(length))) } != nil)
    }
    #expect(message { _ = try TensorFile(bytes: bytes + [0]) } != nil)
  }

  /// Files up to version 0.1 have a digest of their data; without any a file of another program is read, and says so.
  @Test func oldDigestsHold() throws {
    func file(_ metadata: String) -> [UInt8] {
      let header =
        "{\"__metadata__\":{\(metadata)},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
      return withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
        + Array(header.utf8) + [0, 0, 0x80, 0x3f]
    }
    let digest = TensorFile.sha256([0, 0, 0x80, 0x3f])
    #expect(try TensorFile(bytes: file("\"sha256\":\"\(digest)\"")).hasDigest)
    #expect(try !TensorFile(bytes: file("\"other\":\"\(digest)\"")).hasDigest)
    let wrong = TensorFile.sha256([])
    #expect(message { _ = try TensorFile(bytes: file("\"sha256\":\"\(wrong)\"")) } != nil)
    #expect(message { _ = try TensorFile(bytes: file("\"sha256.file\":\"\(digest)\"")) } != nil)
    #expect(message { _ = try TensorFile(bytes: file("\"sha256.file\": \"\(digest)\"")) } != nil)
  }

  static let headers: [(String, String)] = [
    ("[]", "JSON object"), ("{", "JSON object"),
    (#"{"__metadata__":{"a":1}}"#, "not all text"),
    (#"{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}"#, "BF16"),
    (#"{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}}"#, "offsets"),
    (#"{"a":{"dtype":"F32","shape":[1]}}"#, "lacks"),
    (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "shape"),
    (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#, "shape"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "offsets"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "gap"),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      "overlaps"
    ),
    (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#, "goes on"),
  ]

  @Test(arguments: headers) func badHeadersAreRefused(_ header: String, _ reason: String) {
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    let bytes = length + Array(header.utf8) + [0, 0, 0, 0]
    #expect(message { _ = try TensorFile(bytes: bytes) }?.contains(reason) == true)
  }

  /// Numbers that half precision holds come back, the others rounded; files know which is which.
  @Test func halvesComeBack() throws {
    let values: [Float] = [0, -1.5, 65504, 6.1035156e-05, 1 / 3]
    let file = TensorFile(
      metadata: [:],
      tensors: [
        .init(name: "half", shape: [5], values: values, isHalf: true),
        .init(name: "whole", shape: [5], values: values),
      ])
    let bytes = file.encoded()
    let again = try TensorFile(bytes: bytes)
    #expect(again.tensors.map(\.isHalf) == [true, false])
    #expect(try again.tensor("whole", shape: [5]) == values)
    let half = try again.tensor("half", shape: [5])
    #expect(
      half.prefix(4) == values.prefix(4) && half[4] != values[4] && abs(half[4] - values[4]) < 2e-4)
    #expect(again.encoded() == bytes)
  }

  /// A file of another program has no digest; numbers must be finite.
  @Test func foreignFilesAreRead() throws {
    func file(_ bits: [UInt8]) -> [UInt8] {
      let header = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
      return withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
        + Array(header.utf8) + bits
    }
    #expect(try TensorFile(bytes: file([0, 0, 0x80, 0x3f])).tensor("a", shape: [1]) == [1])
    #expect(
      message { _ = try TensorFile(bytes: file([0, 0, 0xc0, 0x7f])) }?.contains("finite") == true)
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return "\(error)" }
  }
}
