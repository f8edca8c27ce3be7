import BlochRecords
import RecordStream

enum SearchFuzz {
  static func run(_ bytes: [UInt8]) {
    // The first byte chooses the kernel: all of them would take too long for each input.
    var sketch = RecordSketch(Array(bytes.dropFirst()))
    let (first, second) = (sketch.record(), sketch.record())
    for record in [first, second] {
      orBadData { try record.checkContents() }
      orBadData { try RecordJSON.line(RecordJSON.object(record)) }
    }
    Kernels.run(first, second, only: Int(bytes.first ?? 0))
  }
}
