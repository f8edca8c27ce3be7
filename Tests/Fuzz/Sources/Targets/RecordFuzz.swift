import BlochCore
import BlochRecords
import RecordStream

enum RecordFuzz {
  static func run(_ bytes: [UInt8]) {
    guard let record = orBadData({ try RawRecord(bytes: bytes).decoded() }) else { return }
    roundTrip(record)
    orBadData { try record.checkContents() }
    orBadData { try RecordJSON.line(RecordJSON.object(record)) }
    Kernels.run(record, record)
  }

  /// Encoded twice the bytes are the same.
  private static func roundTrip(_ record: PBRecord) {
    let first = orBadData { try RawRecord(record) }
    let second = first.flatMap { raw in orBadData { try RawRecord(raw.decoded()) } }
    precondition(first?.bytes == second?.bytes)
  }
}
