import ArgumentParser
import BlochRecords
import Foundation
import RecordStream
import ToolSupport

/// Compares two streams.
struct RecDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rec-diff",
    abstract: "Compare the records of two streams within a tolerance.",
    discussion: """
      Example: rec-diff --abs 1e-6 exact.rec.zst other.rec.zst

      Numbers a and b are equal when |a - b| <= abs + rel |b|; everything else must be the same. Headers \
      are not compared. Exit 0 when equal; 1 when not, with the \
      first field that differs in a record. With --statistics the table of how far the second stream's \
      bands and irreps are from the first's, in units of v_max, or of light, sound and elastic waves as frequencies \
      omega a/(2 pi c): records that failed in either are left out.
      """,
    version: packageVersion)

  @Option(help: "Absolute tolerance.") var abs: Double = 0
  @Option(help: "Relative tolerance.") var rel: Double = 0
  @Option(help: "Stop after so many records that differ.") var most: Int = 1
  @Flag(help: "Tell deviations of bands and shares of right irreps as tab-separated text.")
  var statistics = false
  @Argument(help: "The first stream; '-' is standard input.") var left: FilePath
  @Argument(help: "The second stream; '-' is standard input.") var right: FilePath

  func validate() throws {
    guard abs >= 0, rel >= 0, abs.isFinite, rel.isFinite else {
      throw ValidationError("tolerances must be finite and not negative")
    }
    guard most >= 1 else { throw ValidationError("--most must be at least 1") }
  }

  func run() throws {
    let a = Records(RecordReader(source: try ByteSource(path: left)))
    let b = Records(RecordReader(source: try ByteSource(path: right)))
    try refuseOverwriting([left, right], by: nil)
    let sink = try TextSink(path: nil)
    if statistics {
      try sink.write(table(a, b))
      return try sink.finish()
    }
    var found = 0
    var position = 0
    while found < most {
      let (x, y) = (try a.next(), try b.next())
      guard let x, let y else {
        if x != nil || y != nil {
          found += 1
          try sink.write("record \(position): only in \(x != nil ? left : right)\n")
        }
        break
      }
      if x.bytes != y.bytes {
        let difference = compare(
          try contents(x, of: left, position), try contents(y, of: right, position), "")
        if let difference {
          found += 1
          try sink.write("record \(position): \(difference.onOneLine)\n")
        }
      }
      position += 1
    }
    try sink.finish()
    if found > 0 { throw ExitCode(1) }
  }

  private func table(_ a: Records, _ b: Records) throws -> String {
    var statistics = BandStatistics()
    var position = 0
    while true {
      let (x, y) = (try a.next(), try b.next())
      guard let x, let y else {
        if x != nil || y != nil {
          throw StreamError(.badData, "record \(position) is only in \(x != nil ? left : right)")
        }
        return statistics.table
      }
      do {
        let (p, q) = (try x.decoded(), try y.decoded())
        if p.status != .failed && q.status != .failed { try statistics.add(p, q) }
      } catch let error as StreamError {
        throw StreamError(error.code, "record \(position): \(error)")
      }
      position += 1
    }
  }

  private func contents(_ record: RawRecord, of path: FilePath, _ position: Int) throws -> Any {
    do { return try RecordJSON.object(record.decoded()) } catch {
      throw StreamError(.badData, "\(path): record \(position): \(error)")
    }
  }

  /// The first difference, as "path: a != b".
  private func compare(_ a: Any, _ b: Any, _ path: String) -> String? {
    switch (a, b) {
    case (let a as [String: Any], let b as [String: Any]):
      for key in Set(a.keys).union(b.keys).sorted() {
        let inner = path.isEmpty ? key : "\(path).\(key)"
        guard let x = a[key], let y = b[key] else {
          return "\(inner): only in \(a[key] != nil ? left : right)"
        }
        if let difference = compare(x, y, inner) { return difference }
      }
      return nil
    case (let a as [Any], let b as [Any]):
      if a.count != b.count { return "\(path): \(a.count) entries != \(b.count)" }
      for i in a.indices {
        if let difference = compare(a[i], b[i], "\(path)[\(i)]") { return difference }
      }
      return nil
    case (let a as NumberArray, let b as NumberArray):
      if a.shape != b.shape { return "\(path): shape \(a.shape) != \(b.shape)" }
      for (i, (x, y)) in zip(a.values, b.values).enumerated() where !equal(x, y) {
        return "\(path)\(position(i, a.shape)): \(a.text(x)) != \(b.text(y))"
      }
      return nil
    case (let a as NSNumber, let b as NSNumber):
      return equal(a.doubleValue, b.doubleValue) ? nil : "\(path): \(a) != \(b)"
    default:
      return "\(a)" == "\(b)" ? nil : "\(path): \(a) != \(b)"
    }
  }

  private func equal(_ x: Double, _ y: Double) -> Bool {
    // Infinities and what is no number are equal to themselves alone.
    if !x.isFinite || !y.isFinite { return x == y || (x.isNaN && y.isNaN) }
    return Swift.abs(x - y) <= abs + rel * Swift.abs(y)
  }

  /// The indices of element i of an array, e.g. "[2][0]".
  private func position(_ i: Int, _ shape: [Int]) -> String {
    var rest = i
    return shape.reversed().map { extent in
      defer { rest /= extent }
      return "[\(rest % extent)]"
    }.reversed().joined()
  }
}

/// The records of a stream without their segments.
private struct Records {
  let reader: RecordReader

  init(_ reader: RecordReader) { self.reader = reader }

  func next() throws -> RawRecord? {
    while true {
      switch try reader.next() {
      case .segment: continue
      case .record(let raw): return raw
      case .end: return nil
      }
    }
  }
}
