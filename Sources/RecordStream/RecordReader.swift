import CZstd

/// Reads a stream segment by segment, checking magic, version, checksums, count and digest.
public final class RecordReader {
  public enum Event {
    case segment(PBHeader)
    case record(RawRecord)
    case end
  }

  private enum State { case segmentStart, header, records }

  private let source: ByteSource
  private let decompressor: OpaquePointer
  private let digest = Digest()
  private var input: [UInt8] = []
  private var inputStart = 0
  private var frame: [UInt8] = []
  private var position = 0
  private var state = State.segmentStart
  private var segments = 0
  private var count: UInt64 = 0

  public init(source: ByteSource) {
    self.source = source
    decompressor = ZSTD_createDCtx()
  }

  deinit { ZSTD_freeDCtx(decompressor) }

  /// The next segment, record, or the end of the stream.
  /// - Throws: `StreamError`: bad data with what is wrong, or I/O.
  public func next() throws -> Event {
    while true {
      switch state {
      case .segmentStart:
        if try !startSegment() { return .end }
        state = .header
      case .header:
        try nextFrame()
        let (tag, range) = try nextItem(limit: StreamFormat.maxHeaderBytes)
        guard tag == StreamFormat.headerTag, position == frame.count else {
          throw damaged("no header where one must be")
        }
        let schema = WireSchema.own
        let budget = frame[range].withUnsafeBytes {
          MessageBudget($0, message: schema.header, of: schema)
        }
        do { try budget.check("the header", text: StreamFormat.maxHeaderBytes) } catch {
          throw damaged("\(error)")
        }
        let header: PBHeader
        do { header = try PBHeader(serializedBytes: Array(frame[range])) } catch {
          throw damaged("the header does not decode")
        }
        guard header.formatMajor == StreamFormat.major else {
          throw newer(header.formatMajor)
        }
        count = 0
        segments += 1
        state = .records
        return .segment(header)
      case .records:
        if position == frame.count { try nextFrame() }
        let isFirst = position == 0
        let (tag, range) = try nextItem(limit: StreamFormat.maxRecordBytes)
        if tag == StreamFormat.recordTag {
          count += 1
          return .record(RawRecord(bytes: Array(frame[range])))
        }
        guard tag == StreamFormat.trailerTag, isFirst, position == frame.count else {
          throw damaged("an item where none of its kind may be")
        }
        try check(Array(frame[range]))
        state = .segmentStart
      }
    }
  }

  private func check(_ bytes: [UInt8]) throws {
    guard let trailer = try? PBTrailer(serializedBytes: bytes) else {
      throw damaged("the trailer does not decode")
    }
    guard trailer.recordCount == count else {
      throw damaged("\(count) records where the trailer says \(trailer.recordCount)")
    }
    guard [UInt8](trailer.digest) == digest.finish() else {
      throw damaged("the records do not match the digest in the trailer")
    }
  }

  /// Reads the magic frame; false at the end of the stream.
  private func startSegment() throws -> Bool {
    guard try fill(8) else {
      if available == 0 && segments > 0 { return false }
      if available == 0 {
        throw StreamError(.badData, "\(source.name) is empty; a stream has at least a header")
      }
      throw segments == 0 && word(0) & 0xFFFF_FFF0 != 0x184D_2A50 ? foreign() : truncated()
    }
    guard word(0) == StreamFormat.skippableMagic, word(4) == UInt32(StreamFormat.magic.count + 1)
    else { throw segments == 0 ? foreign() : damaged("bytes behind the trailer") }
    guard try fill(8 + StreamFormat.magic.count + 1) else { throw truncated() }
    let payload = input[(inputStart + 8)..<(inputStart + 8 + StreamFormat.magic.count)]
    guard payload.elementsEqual(StreamFormat.magic) else { throw foreign() }
    let major = UInt32(input[inputStart + 8 + StreamFormat.magic.count])
    guard major == StreamFormat.major else { throw newer(major) }
    inputStart += 8 + StreamFormat.magic.count + 1
    return true
  }

  /// Decompresses the next zstd frame into `frame`.
  private func nextFrame() throws {
    guard try fill(4) else { throw truncated() }
    guard word(0) == StreamFormat.zstdMagic else {
      throw damaged("no data frame where one must be")
    }
    guard try fill(6) else { throw truncated() }
    guard input[inputStart + 4] & 0x04 != 0 else { throw damaged("a frame without a checksum") }
    _ = try fill(18)
    // Without the single-segment flag the next byte holds the window: exponent 10 + its top bits.
    let descriptor = input[inputStart + 4]
    if descriptor & 0x20 == 0,
      10 + Int(input[inputStart + 5] >> 3) > StreamFormat.maxWindowLog
    {
      throw damaged("a frame needs a window over \(1 << (StreamFormat.maxWindowLog - 20)) MiB")
    }
    let content = input.withUnsafeBytes {
      ZSTD_getFrameContentSize($0.baseAddress! + inputStart, available)
    }
    guard content != invalidContentSize else {
      throw available < 18 ? truncated() : damaged("a bad frame")
    }
    guard content != unknownContentSize, content > 0 else {
      throw damaged("a frame that does not tell its size")
    }
    guard content <= UInt64(StreamFormat.maxFrameBytes) else {
      throw StreamError(
        .badData,
        "\(source.name): a frame of \(content) bytes is over the limit; it is damaged or too large")
    }
    var size = 0
    var wanted = 1 << 12
    while true {
      size = input.withUnsafeBytes {
        ZSTD_findFrameCompressedSize($0.baseAddress! + inputStart, available)
      }
      if ZSTD_isError(size) == 0 { break }
      if ZSTD_getErrorCode(size) != ZSTD_error_srcSize_wrong { throw damaged("a bad frame") }
      if available > 2 * StreamFormat.maxFrameBytes { throw damaged("a frame without an end") }
      wanted = max(2 * available, wanted)
      let before = available
      _ = try fill(wanted)
      if available == before { throw truncated() }
    }
    // A block takes at least four bytes and holds at most 128 KiB.
    guard Int(content) <= (size / 4) << 17 else {
      throw damaged("a frame that cannot hold the size it tells")
    }
    guard Int(content) <= StreamFormat.maxSmallFrameBytes + size * StreamFormat.maxRatio else {
      throw damaged("a frame of \(content) bytes in \(size)")
    }
    if frame.count != Int(content) { frame = [UInt8](repeating: 0, count: Int(content)) }
    let got = input.withUnsafeBytes {
      ZSTD_decompressDCtx(decompressor, &frame, frame.count, $0.baseAddress! + inputStart, size)
    }
    guard ZSTD_isError(got) == 0, got == frame.count else {
      throw damaged("a checksum or the data of a frame is wrong")
    }
    inputStart += size
    position = 0
  }

  /// The next item of the frame: tag of the message in it, and where it lies.
  private func nextItem(limit: Int) throws -> (UInt8, Range<Int>) {
    var at = position
    let start = at
    let found = frame.withUnsafeBytes { bytes -> (UInt8, Range<Int>, Range<Int>)? in
      guard let length = Varint.read(bytes, &at), length >= 2, length <= bytes.count - at else {
        return nil
      }
      let end = at + length
      let tag = bytes[at]
      at += 1
      let lengthStart = at
      guard let inner = Varint.read(bytes, &at), inner == end - at else { return nil }
      return (tag, at..<end, lengthStart..<end)
    }
    guard let (tag, range, delimited) = found, position >= start else {
      throw damaged("an item does not fit its frame")
    }
    guard range.count <= limit else { throw damaged("an item over the size limit") }
    if tag == StreamFormat.recordTag {
      frame.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[delimited])) }
    }
    position = range.upperBound
    return (tag, range)
  }

  private var available: Int { input.count - inputStart }

  private func word(_ offset: Int) -> UInt32 {
    var value: UInt32 = 0
    for i in 0..<4 where offset + i < available {
      value |= UInt32(input[inputStart + offset + i]) << UInt32(8 * i)
    }
    return value
  }

  /// Makes at least `count` bytes available; false when the stream ends before.
  private func fill(_ count: Int) throws -> Bool {
    if available >= count { return true }
    if inputStart > 0 {
      input.removeSubrange(..<inputStart)
      inputStart = 0
    }
    while available < count {
      if try source.read(into: &input, count: max(1 << 16, count - available)) == 0 { return false }
    }
    return true
  }

  private func damaged(_ what: String) -> StreamError {
    StreamError(
      .badData, "\(source.name) is damaged (\(what), after \(count) records); make it again")
  }

  private func truncated() -> StreamError {
    StreamError(
      .badData, "\(source.name) is truncated after \(count) records; make it or copy it again")
  }

  private func foreign() -> StreamError {
    StreamError(.badData, "\(source.name) is not a blochpipe record stream")
  }

  private func newer(_ major: UInt32) -> StreamError {
    StreamError(
      .badData,
      "\(source.name) has format version \(major), this tool reads version \(StreamFormat.major); "
        + "use a matching release of blochpipe")
  }
}

private let unknownContentSize = UInt64.max
private let invalidContentSize = UInt64.max - 1
