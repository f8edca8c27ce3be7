import CZstd
import Glibc
import RecordStream

enum StreamFuzz {
  static func run(_ bytes: [UInt8]) {
    if let records = orBadData({ try read(bytes) }) {
      let again = orBadData { try read(stream(of: records)) }
      precondition(again == records, "records change when they are written again")
    }
    // Behind checksums that are right: the bytes as a frame of records, and as the header's frame.
    orBadData { try read(opening + frame(header) + frame(bytes)) }
    orBadData { try read(opening + frame(bytes)) }
  }

  private static let opening: [UInt8] =
    [0x5B, 0x2A, 0x4D, 0x18, 10, 0, 0, 0] + Array("BLOCHPIPE".utf8) + [1]

  /// An item with a Header of format 1.
  private static let header: [UInt8] = [4, 0x0A, 2, 0x08, 1]

  private static func frame(_ content: [UInt8]) -> [UInt8] {
    let compressor = ZSTD_createCCtx()
    defer { ZSTD_freeCCtx(compressor) }
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_checksumFlag, 1)
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_compressionLevel, 1)
    var bytes = [UInt8](repeating: 0, count: ZSTD_compressBound(content.count))
    let size = ZSTD_compress2(compressor, &bytes, bytes.count, content, content.count)
    return Array(bytes[..<size])
  }

  /// A file in memory.
  private static let scratch = "/dev/shm/blochpipe-fuzz.\(getpid())"

  private static func read(_ bytes: [UInt8]) throws -> [[UInt8]] {
    let file = open(scratch, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(file >= 0 && write(file, bytes, bytes.count) == bytes.count)
    close(file)
    defer { unlink(scratch) }
    let reader = RecordReader(source: try ByteSource(path: scratch))
    var records: [[UInt8]] = []
    while true {
      switch try reader.next() {
      case .segment: break
      case .record(let raw): records.append(raw.bytes)
      case .end: return records
      }
    }
  }

  private static func stream(of records: [[UInt8]]) throws -> [UInt8] {
    let sink = try ByteSink(path: scratch)
    let writer = try RecordWriter(sink: sink, header: PBHeader())
    for record in records { try writer.write(RawRecord(bytes: record)) }
    try writer.finish()
    try sink.finish()
    defer { unlink(scratch) }
    return try ByteSource(path: scratch).readAll(limit: 1 << 30)
  }
}
