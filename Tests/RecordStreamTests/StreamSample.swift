import Foundation
import RecordStream
import SwiftProtobuf
import Testing

/// Small streams, and what a reader makes of bytes.
enum StreamSample {
  /// Record i: a key, a number and a text.
  static func record(_ i: Int) -> PBRecord {
    var record = PBRecord()
    record.key.seed = 7
    record.key.index = UInt64(i)
    record.geometry.vMax = 20 + Double(i)
    record.geometry.source = "random"
    return record
  }

  /// A fresh folder for one test; the test removes it.
  static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("stream-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// A stream of segments with the given records.
  static func stream(_ segments: [[PBRecord]], header: PBHeader = PBHeader()) throws -> [UInt8] {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("s.rec.zst").path
    let sink = try ByteSink(path: path)
    for records in segments {
      let writer = try RecordWriter(sink: sink, header: header)
      for record in records { try writer.write(record) }
      try writer.finish()
    }
    try sink.finish()
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// A stream with a short schema, so that exhaustive damage stays affordable.
  static func smallStream() throws -> [UInt8] {
    var header = PBHeader()
    header.descriptorSet = Data("schema".utf8)
    return try stream([(0..<3).map(record)], header: header)
  }

  /// Reads bytes as a stream: the encoded records of each segment.
  static func read(_ bytes: [UInt8]) throws -> [[[UInt8]]] {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("s.rec.zst")
    try Data(bytes).write(to: file)
    let reader = RecordReader(source: try ByteSource(path: file.path))
    var segments: [[[UInt8]]] = []
    while true {
      switch try reader.next() {
      case .segment: segments.append([])
      case .record(let raw): segments[segments.count - 1].append(Array(raw.bytes))
      case .end: return segments
      }
    }
  }

  /// The error that reading ends with, nil when it does not.
  static func failure(_ bytes: [UInt8]) throws -> StreamError? {
    do {
      _ = try read(bytes)
      return nil
    } catch let error as StreamError { return error }
  }
}
