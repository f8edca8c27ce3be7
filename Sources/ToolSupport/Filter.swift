import Foundation
import RecordStream

/// Reads records, lets `transform` add its block to each, and writes them in the same order, segment
/// by segment, with the tool's step appended to the provenance chain.
///
/// A record whose transform throws is passed on as the transform left it, with status FAILED and the reason,
/// and counted on standard error; records that failed before pass untouched, and are counted too. A transform
/// therefore begins by removing what it is to replace.
/// - Parameters:
///   - tool: name for messages and provenance.
///   - arguments: every option that shapes the records, defaults spelled out; no paths.
///   - seed: 0 when no random numbers are drawn.
/// - Throws: `StreamError`.
public func runFilter(
  tool: String, arguments: [String], seed: UInt64 = 0, options: StreamOptions,
  transform: @escaping @Sendable (inout PBRecord) throws -> Void
) throws {
  try runFilter(tool: tool, arguments: arguments, seed: seed, options: options, together: 1) {
    records in
    do {
      try transform(&records[0])
      return [nil]
    } catch { return [error] }
  }
}

/// The same for a transform that works on up to `together` neighbouring records at once; records that
/// failed before are not among them. It returns an error or nil for each.
/// - Throws: `StreamError`.
public func runFilter(
  tool: String, arguments: [String], seed: UInt64 = 0, options: StreamOptions, together: Int,
  transform: @escaping @Sendable (inout [PBRecord]) -> [Error?]
) throws {
  // Every operand must exist before anything is written.
  let sources = try options.paths.map { try ByteSource(path: $0) }
  let sink = try openSink(options.output, reading: sources)
  var tally = Tally(tool: tool, strict: options.strict)
  let progress = Progress(tool: tool, total: nil, wanted: options.output.progress)
  let threads = options.workers.threads
  let step = provenance(tool, arguments, seed, options.output)
  var size = BatchSize(first: max(4, together) * threads, most: max(32, 2 * together) * threads)
  var batch: [RawRecord] = []
  var bytes = 0
  func flush(_ writer: RecordWriter) throws {
    let count = batch.count
    var written = 0
    let chunks = stride(from: 0, to: batch.count, by: together).map {
      Array(batch[$0..<min(batch.count, $0 + together)])
    }
    let results = orderedMap(chunks, threads: threads) { transformed($0, tool, transform) }
    batch.removeAll(keepingCapacity: true)
    for result in results.joined() {
      let outcome = try tally.placed { try result.get() }
      try tally.count(outcome)
      try writer.write(outcome.record)
      written += outcome.record.bytes.count
    }
    size.adapt(bytes: max(bytes, written), count: count)
    bytes = 0
    progress.update(tally.total)
  }
  try rewriteSegments(sources, to: sink, appending: step) { record, writer in
    batch.append(record)
    bytes += record.bytes.count
    if batch.count >= size.records || bytes >= BatchSize.bytes { try flush(writer) }
  } end: {
    try flush($0)
  }
  try sink.finish()
  progress.update(tally.total, final: true)
  tally.report()
}

/// Writes one segment of `count` new records.
/// - Parameter produce: makes record i of the run, 0 <= i < count; called from several threads.
/// - Throws: `StreamError`.
public func runGenerator(
  tool: String, arguments: [String], seed: UInt64, output: OutputOptions, workers: WorkerOptions,
  count: Int, produce: @escaping @Sendable (Int) throws -> PBRecord
) throws {
  let sink = try openSink(output)
  var header = PBHeader()
  header.provenance = [provenance(tool, arguments, seed, output)]
  let writer = try RecordWriter(sink: sink, header: header)
  let progress = Progress(tool: tool, total: count, wanted: output.progress)
  var size = BatchSize(first: 4 * workers.threads, most: 32 * workers.threads)
  var done = 0
  while done < count {
    let indices = Array(done..<min(count, done + size.records))
    let results = orderedMap(indices, threads: workers.threads) { i in
      Result { try RawRecord(produce(i)) }
    }
    var bytes = 0
    for result in results {
      do {
        let record = try result.get()
        try writer.write(record)
        bytes += record.bytes.count
      } catch let error as StreamError { throw error } catch {
        throw StreamError(.computationFailed, "record \(done): \(error)")
      }
      done += 1
    }
    size.adapt(bytes: bytes, count: results.count)
    progress.update(done)
  }
  try writer.finish()
  try sink.finish()
  progress.update(done, final: true)
}

/// A record behind a tool.
struct Outcome {
  var record: RawRecord
  /// Why the tool could not work on it.
  var failure: StreamError?
  /// Another tool's reason that it was passed over.
  var reason: String?
}

/// Decodes, transforms and encodes neighbouring records: all at once, or piece by piece where they are large.
private func transformed(
  _ raw: [RawRecord], _ tool: String, _ transform: (inout [PBRecord]) -> [Error?]
) -> [Result<Outcome, Error>] {
  var results: [Result<Outcome, Error>] = raw.map { .success(Outcome(record: $0)) }
  var records: [PBRecord] = []
  var places: [Int] = []
  var bytes = 0
  func finish() {
    if records.isEmpty { return }
    let errors = transform(&records)
    for (j, place) in places.enumerated() {
      results[place] = Result {
        guard let error = errors[j] else { return Outcome(record: try RawRecord(records[j])) }
        let (record, failure) = failed(records[j], tool, error)
        return Outcome(record: try RawRecord(record), failure: failure)
      }
    }
    (records, places, bytes) = ([], [], 0)
  }
  for (i, one) in raw.enumerated() {
    do {
      let record = try one.decoded()
      if record.status == .failed {
        results[i] = .success(Outcome(record: one, reason: record.reason))
        continue
      }
      records.append(record)
      places.append(i)
      bytes += one.decodedBytes
    } catch { results[i] = .failure(error) }
    if bytes >= BatchSize.bytes { finish() }
  }
  finish()
  return results
}

func provenance(
  _ tool: String, _ arguments: [String], _ seed: UInt64, _ options: OutputOptions
) -> PBProvenance {
  var step = PBProvenance()
  step.tool = tool
  step.version = packageVersion
  step.arguments = arguments
  step.seed = seed
  if options.stamp {
    step.stamp =
      "\(ISO8601DateFormatter().string(from: Date())) \(ProcessInfo.processInfo.hostName)"
  }
  return step
}

/// A record that a tool could not work on, as it is passed on, and what is told of it.
func failed(_ record: PBRecord, _ tool: String, _ error: Error) -> (PBRecord, StreamError) {
  var record = record
  record.status = .failed
  record.reason = "\(tool): \(error)"
  return (record, StreamError((error as? StreamError)?.code ?? .computationFailed, "\(error)"))
}

/// Opens a segment for each one read, with a step appended to its provenance chain, and hands over the records and
/// the writer; `end` is called before a segment is closed.
func rewriteSegments(
  _ sources: [ByteSource], to sink: ByteSink, appending step: PBProvenance,
  record: (RawRecord, RecordWriter) throws -> Void, end: (RecordWriter) throws -> Void = { _ in }
) throws {
  for source in sources {
    let reader = RecordReader(source: source)
    var writer: RecordWriter?
    func close() throws {
      guard let writer else { return }
      try end(writer)
      try writer.finish()
    }
    loop: while true {
      switch try reader.next() {
      case .segment(var header):
        try close()
        header.provenance.append(step)
        writer = try RecordWriter(sink: sink, header: header)
      case .record(let raw):
        if let writer { try record(raw, writer) }
      case .end: break loop
      }
    }
    try close()
  }
}

/// Counts records and failures.
struct Tally {
  let tool: String
  let strict: Bool
  var total = 0
  var failed = 0
  var first = ""
  var failedBefore = 0
  var reason = ""

  init(tool: String, strict: Bool) {
    self.tool = tool
    self.strict = strict
  }

  /// Tells the record's position with the bad data that `body` finds.
  func placed<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as StreamError where error.code == .badData {
      throw StreamError(.badData, "record \(total): \(error)")
    }
  }

  mutating func count(_ outcome: Outcome) throws {
    if let reason = outcome.reason {
      if failedBefore == 0 { self.reason = "record \(total): \(reason)" }
      failedBefore += 1
    }
    if let failure = outcome.failure {
      if strict { throw StreamError(failure.code, "record \(total): \(failure)") }
      if failed == 0 { first = "record \(total): \(failure)" }
      failed += 1
    }
    total += 1
  }

  func report() {
    if failed > 0 { Console.note(tool, "\(failed) of \(total) records failed; first: \(first)") }
    if failedBefore > 0 {
      Console.note(
        tool,
        "\(failedBefore) of \(total) records had failed before and pass as they are; first: \(reason)"
      )
    }
  }
}

/// Copies the records that `keep` wants, byte for byte, segment by segment.
/// - Throws: `StreamError`.
public func copyRecords(
  tool: String, arguments: [String], seed: UInt64, inputs: [FilePath], output: OutputOptions,
  keep: (RawRecord) throws -> Bool
) throws {
  let sources = try (inputs.isEmpty ? [.standard] : inputs).map { try ByteSource(path: $0) }
  let sink = try openSink(output, reading: sources)
  let step = provenance(tool, arguments, seed, output)
  let progress = Progress(tool: tool, total: nil, wanted: output.progress)
  var count = 0
  try rewriteSegments(sources, to: sink, appending: step) { raw, writer in
    let wanted: Bool
    do { wanted = try keep(raw) } catch let error as StreamError {
      throw StreamError(error.code, "record \(count): \(error)")
    }
    count += 1
    if wanted { try writer.write(raw) }
    progress.update(count)
  }
  try sink.finish()
  progress.update(count, final: true)
}
