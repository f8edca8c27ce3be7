import RecordStream

/// Reads streams one after the other.
/// - Parameters:
///   - paths: files; "-" or none is standard input.
///   - segment: called with every header.
///   - record: called with every record and its position over all streams; return false to stop.
/// - Throws: `StreamError`; bad data that `record` finds is told with the record's position.
public func readRecords(
  _ paths: [String], segment: (PBHeader) throws -> Void = { _ in },
  record: (RawRecord, Int) throws -> Bool
) throws {
  let sources = try (paths.isEmpty ? ["-"] : paths).map { try ByteSource(path: $0) }
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
