import Foundation
import RecordStream
import SwiftProtobuf
import Testing

/// Few bytes must not become much memory: what a record holds is counted before it is decoded.
@Suite struct MessageBudgetTests {
  /// A field with a length.
  private static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
    func varint(_ value: Int) -> [UInt8] {
      value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7)
    }
    return varint(number << 3 | 2) + varint(content.count) + content
  }

  private static func many(_ count: Int, _ item: [UInt8]) -> [UInt8] {
    Array(repeatElement(item, count: count).joined())
  }

  /// Records of too many sets, points, cuts, of a key said over and over, irreps, texts, and a long text.
  private static let refused: [(String, [UInt8])] = [
    ("sets", field(13, many(17_000, field(1, [])))),
    ("points", field(12, many(17_000, field(1, [])))),
    ("nodes", field(17, field(3, many(17_000, field(5, []))))),
    ("keys", many(17_000, field(1, []))),
    ("irreps", field(12, field(1, field(3, [UInt8](repeating: 1, count: 140_000))))),
    ("irreps one by one", field(12, field(1, many(140_000, [0x18, 1])))),
    ("energies", field(12, field(1, field(4, [UInt8](repeating: 0, count: 1_060_000))))),
    ("texts", field(17, field(3, many(140_000, field(3, []))))),
    ("text", field(3, [UInt8](repeating: 120, count: 1_100_000))),
    ("padded", field(13, many(17_000, [0x8A, 0x80, 0x00, 0x80, 0x00]))),
  ]

  @Test(arguments: refused)
  func tooMuchIsBadData(_ name: String, _ bytes: [UInt8]) {
    let error = #expect(throws: StreamError.self) { _ = try RawRecord(bytes: bytes).decoded() }
    #expect(error?.code == .badData)
    #expect(error?.description.contains("are the limit") == true)
  }

  /// Large arrays, and bytes of fields that only a newer version knows, are no messages.
  @Test func arraysAndUnknownFieldsPass() throws {
    var record = StreamSample.record(1)
    record.bands.energies = PBArray(
      float64: [Double](repeating: 0, count: 2_000_000), shape: [1000, 2000])
    let known: [UInt8] = try record.serializedBytes()
    let newer = known + Self.field(1000, Self.many(500_000, Self.field(1, [])))
    #expect(try RawRecord(RawRecord(bytes: newer).decoded()).bytes == newer)
  }

  /// What is written can be read.
  @Test func tooMuchIsNotWritten() throws {
    var record = StreamSample.record(1)
    record.topology.sets = [PBBandSet](repeating: PBBandSet(), count: 17_000)
    let error = #expect(throws: StreamError.self) { _ = try RawRecord(record) }
    #expect(error?.code == .computationFailed)
  }

  @Test func headersHaveTheSameLimits() throws {
    var header = PBHeader()
    header.provenance = [PBProvenance](repeating: PBProvenance(), count: 17_000)
    let stream = try StreamSample.stream([[]], header: header)
    #expect(try StreamSample.failure(stream)?.description.contains("messages") == true)
  }

  /// The estimate that batches go by is not below the bytes.
  @Test func memoryIsEstimated() throws {
    let small = try RawRecord(StreamSample.record(1))
    #expect(small.decodedBytes >= small.bytes.count)
    let sets = RawRecord(bytes: Self.field(13, Self.many(16_000, Self.field(1, []))))
    #expect(sets.decodedBytes > 4_000_000)
    #expect(try sets.decoded().topology.sets.count == 16_000)
  }
}
