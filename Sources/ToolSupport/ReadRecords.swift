import RecordStream

/// Reads streams one after the other.
/// - Parameters:
///   - paths: files; "-" or none is standard input.
///   - segment: called with every header.
///   - record: called with every record and its position over all streams.
/// - Throws: `StreamError`; bad data that `record` finds is told with the record's position.
public func readRecords(
  _ paths: [FilePath], segment: (PBHeader) throws -> Void = { _ in },
  record: (RawRecord, Int) throws -> Void
) throws {
  let sources = try (paths.isEmpty ? [.standard] : paths).map { try ByteSource(path: $0) }
  var position = 0
  for source in sources {
    let reader = RecordReader(source: source)
    loop: while true {
      switch try reader.next() {
      case .segment(let header): try segment(header)
      case .record(let raw):
        do { try record(raw, position) } catch let error as StreamError
          where error.code == .badData
        {
          throw StreamError(.badData, "record \(position): \(error)")
        }
        position += 1
      case .end: break loop
      }
    }
  }
}

/// Hands one record over and returns what is made of it once all streams are read to their ends: whether a stream is
/// whole and undamaged is known there.
/// - Parameter wanted: its position over all streams, from 0.
/// - Throws: `StreamError`; bad data when there is no such record.
public func readRecord<Value>(
  _ paths: [FilePath], at wanted: Int, body: (PBRecord) throws -> Value
) throws -> Value {
  var result: Value?
  try readRecords(paths) { raw, position in
    if position == wanted { result = try body(raw.decoded()) }
  }
  guard let result else {
    throw StreamError(.badData, "there is no record \(wanted); see rec-view --count")
  }
  return result
}
