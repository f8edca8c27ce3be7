import CZstd

/// Writes one segment: magic, header, records in frames, trailer.
public final class RecordWriter {
  private let sink: ByteSink
  private let compressor: OpaquePointer
  private let digest = Digest()
  private var frame: [UInt8] = []
  private var recordsInFrame = 0
  private var count: UInt64 = 0
  private var compressed: [UInt8] = []

  /// Starts a segment; the format version, units and schema of the header are filled in.
  public init(sink: ByteSink, header: PBHeader) throws {
    self.sink = sink
    compressor = ZSTD_createCCtx()
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_compressionLevel, StreamFormat.compressionLevel)
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_checksumFlag, 1)
    var header = header
    header.formatMajor = StreamFormat.major
    header.formatMinor = max(header.formatMinor, StreamFormat.minor)
    if header.units.isEmpty { header.units = StreamFormat.units }
    // The schema only grows: the larger one is the newer one, and describes what either version wrote.
    if header.descriptorSet.count < EmbeddedSchema.descriptorSet.count {
      header.descriptorSet = EmbeddedSchema.descriptorSet
    }
    var start: [UInt8] = []
    let payload = StreamFormat.magic + [UInt8(StreamFormat.major)]
    for value in [StreamFormat.skippableMagic, UInt32(payload.count)] {
      withUnsafeBytes(of: value.littleEndian) { start.append(contentsOf: $0) }
    }
    try sink.write(start + payload)
    let bytes: [UInt8] = try Self.encoded { try header.serializedBytes() }
    appendItem(StreamFormat.headerTag, bytes)
    try closeFrame()
  }

  deinit { ZSTD_freeCCtx(compressor) }

  public func write(_ record: PBRecord) throws { try write(RawRecord(record)) }

  public func write(_ record: RawRecord) throws {
    guard record.bytes.count <= StreamFormat.maxRecordBytes else {
      throw StreamError(
        .computationFailed,
        "a record exceeds \(StreamFormat.maxRecordBytes >> 20) MiB; ask for less")
    }
    var length: [UInt8] = []
    Varint.append(record.bytes.count, to: &length)
    length.withUnsafeBytes { digest.update($0) }
    record.bytes.withUnsafeBytes { digest.update($0) }
    appendItem(StreamFormat.recordTag, record.bytes)
    count += 1
    recordsInFrame += 1
    if recordsInFrame >= StreamFormat.recordsPerFrame || frame.count >= StreamFormat.bytesPerFrame {
      try closeFrame()
    }
  }

  /// Writes the trailer; the sink stays open for a further segment.
  public func finish() throws {
    try closeFrame()
    var trailer = PBTrailer()
    trailer.recordCount = count
    trailer.digest = .init(digest.finish())
    let bytes: [UInt8] = try Self.encoded { try trailer.serializedBytes() }
    appendItem(StreamFormat.trailerTag, bytes)
    try closeFrame()
  }

  private static func encoded(_ body: () throws -> [UInt8]) throws -> [UInt8] {
    do { return try body() } catch {
      throw StreamError(.computationFailed, "a message cannot be encoded: \(error)")
    }
  }

  private func appendItem(_ tag: UInt8, _ bytes: [UInt8]) {
    Varint.append(1 + Varint.length(bytes.count) + bytes.count, to: &frame)
    frame.append(tag)
    Varint.append(bytes.count, to: &frame)
    frame.append(contentsOf: bytes)
  }

  private func closeFrame() throws {
    if frame.isEmpty { return }
    let bound = ZSTD_compressBound(frame.count)
    if compressed.count < bound { compressed = [UInt8](repeating: 0, count: bound) }
    let size = ZSTD_compress2(compressor, &compressed, compressed.count, frame, frame.count)
    guard ZSTD_isError(size) == 0 else {
      throw StreamError(
        .computationFailed, "compression failed: \(String(cString: ZSTD_getErrorName(size)))")
    }
    try compressed.withUnsafeBytes { try sink.write(UnsafeRawBufferPointer(rebasing: $0[..<size])) }
    frame.removeAll(keepingCapacity: true)
    recordsInFrame = 0
  }
}
