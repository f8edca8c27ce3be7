import BlochRecords
import RecordStream

enum SearchFuzz {
  static func run(_ bytes: [UInt8]) {
    var sketch = RecordSketch(bytes)
    let (first, second) = (sketch.record(), sketch.record())
    for record in [first, second] {
      orBadData { try record.checkContents() }
      orBadData { try RecordJSON.line(RecordJSON.object(record)) }
    }
    Kernels.run(first, second)
  }
}
