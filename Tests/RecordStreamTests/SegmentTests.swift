import Foundation
import RecordStream
import SwiftProtobuf
import Testing

/// What is written is what is read, whatever the sizes.
@Suite struct SegmentTests {
  @Test(arguments: [0, 1, 2, 255, 256, 257, 513])
  func recordsComeBackInOrder(_ count: Int) throws {
    let records = (0..<count).map(StreamSample.record)
    let found = try StreamSample.read(StreamSample.stream([records]))
    #expect(found.count == 1)
    #expect(try found[0].map { try RawRecord(bytes: $0).decoded() } == records)
  }

  @Test func recordsAboveAFrameComeBack() throws {
    let records = [0, 3 << 20, 5, (1 << 20) - 1, 1 << 20].enumerated().map { i, size in
      var record = StreamSample.record(i)
      record.geometry.potential.data = Data(repeating: 120, count: size)
      return record
    }
    let found = try StreamSample.read(StreamSample.stream([records]))
    #expect(try found[0].map { try RawRecord(bytes: $0).decoded() } == records)
  }

  @Test func segmentsConcatenate() throws {
    let a = try StreamSample.stream([[StreamSample.record(1)], []])
    let b = try StreamSample.stream([[StreamSample.record(2), StreamSample.record(3)]])
    let joined = try StreamSample.read(a + b)
    #expect(joined.map(\.count) == [1, 0, 2])
    #expect(try joined == StreamSample.read(a) + StreamSample.read(b))
  }

  @Test func theSameRecordsGiveTheSameBytes() throws {
    let records = (0..<300).map(StreamSample.record)
    #expect(try StreamSample.stream([records]) == StreamSample.stream([records]))
  }

  @Test func fieldsOfANewerVersionPassThrough() throws {
    // Field 1000, a varint, after a known record.
    let known: [UInt8] = try StreamSample.record(4).serializedBytes()
    let newer = known + [0xC0, 0x3E, 0x2A]
    let decoded = try RawRecord(bytes: newer).decoded()
    #expect(decoded.key.index == 4)
    #expect(try Array(RawRecord(decoded).bytes) == newer)
  }

  @Test func theHeaderCarriesVersionUnitsAndSchema() throws {
    let folder = try StreamSample.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("s").path
    var header = PBHeader()
    header.provenance = [PBProvenance.with { $0.tool = "genpot" }]
    let sink = try ByteSink(path: path)
    try RecordWriter(sink: sink, header: header).finish()
    try sink.finish()
    guard case .segment(let found) = try RecordReader(source: ByteSource(path: path)).next() else {
      Issue.record("no segment")
      return
    }
    #expect(found.formatMajor == StreamFormat.major)
    #expect(found.units.contains("v_max"))
    #expect(found.provenance.map(\.tool) == ["genpot"])
    let schema = try Google_Protobuf_FileDescriptorSet(
      serializedBytes: [UInt8](found.descriptorSet))
    let messages = schema.file.flatMap { $0.messageType.map(\.name) }
    #expect(Set(["Item", "Header", "Record", "Trailer", "Array"]).isSubset(of: messages))
  }

  @Test func bytesThatAreNoRecordAreBadData() throws {
    let error = #expect(throws: StreamError.self) { try RawRecord(bytes: [0x0A, 0x7F]).decoded() }
    #expect(error?.code == .badData)
  }
}
