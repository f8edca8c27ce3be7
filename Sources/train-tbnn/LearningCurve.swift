import Foundation
import Glibc
import RecordStream

/// The learning curve: one line an epoch, as tab-separated text.
struct LearningCurve {
  static let header =
    "attempt\tepoch\tsteps\trate\ttrain_global\ttrain_local\tlargest_norm\tvalidation\t"
    + "validation_max\tsymmetries\tworst_symmetry\n"
  private let handle: FileHandle

  /// Opens a file to append to; lines of later epochs than the run has reached are dropped.
  /// - Throws: `StreamError` (cannot create).
  init(path: String, attempt: Int, epoch: Int) throws {
    var kept = Self.header
    if attempt > 0 || epoch > 0, access(path, F_OK) == 0 {
      let text = String(decoding: try ByteSource(path: path).readAll(limit: 1 << 28), as: UTF8.self)
      for line in text.split(separator: "\n").dropFirst() {
        let fields = line.split(separator: "\t")
        guard fields.count > 1, let a = Int(fields[0]), let e = Int(fields[1]) else { continue }
        if (a, e) <= (attempt, epoch) { kept += line + "\n" }
      }
    }
    let sink = try ByteSink(path: path)
    try sink.write(kept)
    try sink.finish()
    let descriptor = retrying { open(path, O_WRONLY | O_APPEND | O_CLOEXEC) }
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw StreamError(.cannotCreate, "cannot write \(path): \(reason)")
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  func append(_ line: String) throws {
    do { try handle.write(contentsOf: Data(line.utf8)) } catch {
      throw StreamError(.inputOutput, "the learning curve cannot be written: \(error)")
    }
  }
}
