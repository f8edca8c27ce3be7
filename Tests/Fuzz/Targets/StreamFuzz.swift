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

  private static func read(_ bytes: [UInt8]) throws -> [[UInt8]] {
    // A file in memory, opened by the name that it has in /proc.
    let file = memfd_create("fuzz", 0)
    precondition(file >= 0 && write(file, bytes, bytes.count) == bytes.count)
    defer { close(file) }
    let reader = RecordReader(source: try ByteSource(path: "/proc/self/fd/\(file)"))
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
    // Writing to a name in /proc would replace it, so this is a file with a name of its own.
    let path = "/dev/shm/blochpipe-fuzz.\(getpid()).\(pthread_self())"
    defer { unlink(path) }
    let sink = try ByteSink(path: path)
    let writer = try RecordWriter(sink: sink, header: PBHeader())
    for record in records { try writer.write(RawRecord(bytes: record)) }
    try writer.finish()
    try sink.finish()
    return try ByteSource(path: path).readAll(limit: 1 << 30)
  }
}
