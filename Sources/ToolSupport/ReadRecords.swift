import RecordStream

/// Reads streams one after the other.
/// - Parameters:
///   - paths: files; "-" or none is standard input.
///   - segment: called with every header.
///   - record: called with every record and its position over all streams; return false to stop.
/// - Throws: `StreamError`; bad data that `record` finds is told with the record's position.
public func readRecords(
  _ paths: [FilePath], segment: (PBHeader) throws -> Void = { _ in },
  record: (RawRecord, Int) throws -> Bool
) throws {
  let sources = try (paths.isEmpty ? [.standard] : paths).map { try ByteSource(path: $0) }
  var position = 0
  for source in sources {
    let reader = RecordReader(source: source)
    loop: while true {
      switch try reader.next() {
      case .segment(let header): try segment(header)
      case .record(let raw):
        do { if try !record(raw, position) { return } } catch let error as StreamError
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

/// Reads up to one record and hands it over.
/// - Parameter wanted: its position over all streams, from 0.
/// - Throws: `StreamError`; bad data when there is no such record.
public func readRecord<Value>(
  _ paths: [FilePath], at wanted: Int, body: (PBRecord) throws -> Value
) throws -> Value {
  var result: Value?
  try readRecords(paths) { raw, position in
    guard position == wanted else { return true }
    result = try body(raw.decoded())
    return false
  }
  guard let result else {
    throw StreamError(.badData, "there is no record \(wanted); see rec-view --count")
  }
  return result
}
