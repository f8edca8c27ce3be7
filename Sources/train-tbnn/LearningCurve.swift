import Glibc
import RecordStream

/// The learning curve: one line an epoch, as tab-separated text.
final class LearningCurve {
  static let header =
    "attempt\tepoch\tsteps\trate\ttrain_global\ttrain_local\tlargest_norm\tvalidation\t"
    + "validation_max\tsymmetries\tworst_symmetry\n"
  private let sink: ByteSink

  /// Opens a file to append to; lines of later epochs than the run has reached are dropped.
  /// - Throws: `StreamError` (cannot create).
  init(path: FilePath, attempt: Int, epoch: Int) throws {
    var kept = Self.header
    if attempt > 0 || epoch > 0, path.isRegular {
      let text = String(decoding: try ByteSource(path: path).readAll(limit: 1 << 28), as: UTF8.self)
      for line in text.split(separator: "\n").dropFirst() {
        let fields = line.split(separator: "\t")
        guard fields.count > 1, let a = Int(fields[0]), let e = Int(fields[1]) else { continue }
        if (a, e) <= (attempt, epoch) { kept += line + "\n" }
      }
    }
    let start = try ByteSink(path: path)
    try start.write(kept)
    if path.exists && !path.isRegular {
      sink = start
    } else {
      try start.finish()
      sink = try ByteSink(appendingTo: path)
    }
  }

  func append(_ line: String) throws { try sink.write(line) }
}
