import RecordStream

/// Makes one record of each `count` neighbouring ones, in their order, over all streams and segments. Where a group is of
/// several segments, the new one has the provenance of all of them.
///
/// Where a record failed before, or the transform throws, the new record is the first one with status FAILED and the reason.
/// - Parameter transform: makes the record.
/// - Throws: `StreamError`; bad data where the streams end within a group.
public func runGrouping(
  tool: String, arguments: [String], options: StreamOptions, count: Int,
  transform: @escaping @Sendable ([PBRecord]) throws -> PBRecord
) throws {
  let sources = try options.paths.map { try ByteSource(path: $0) }
  let sink = try openSink(options.output, reading: sources)
  var tally = Tally(tool: tool, strict: options.strict)
  let progress = Progress(tool: tool, total: nil, wanted: options.output.progress)
  let threads = options.workers.threads
  let step = provenance(tool, arguments, 0, options.output)
  var output = GroupOutput(sink: sink, step: step)
  var batch: [(group: [RawRecord], segments: Range<Int>)] = []
  var group: [RawRecord] = []
  var began = 0
  var bytes = 0
  func flush() throws {
    let results = orderedMap(batch.map(\.group), threads: threads) { grouped($0, tool, transform) }
    for (own, result) in zip(batch, results) {
      let outcome = try tally.placed { try result.get() }
      try tally.count(outcome)
      try output.write(outcome.record, of: own.segments)
    }
    batch.removeAll(keepingCapacity: true)
    bytes = 0
    progress.update(tally.total)
  }
  for source in sources {
    let reader = RecordReader(source: source)
    loop: while true {
      switch try reader.next() {
      case .segment(let header): output.headers.append(header)
      case .record(let record):
        if group.isEmpty { began = output.headers.count - 1 }
        group.append(record)
        bytes += record.bytes.count
        if group.count < count { continue loop }
        batch.append((group, began..<output.headers.count))
        group.removeAll(keepingCapacity: true)
        if batch.count >= 4 * threads || bytes >= BatchSize.bytes { try flush() }
      case .end: break loop
      }
    }
  }
  try flush()
  try output.finish()
  guard group.isEmpty else {
    throw StreamError(
      .badData, "\(count) records are taken together, and the streams end with \(group.count)")
  }
  try sink.finish()
  progress.update(tally.total, final: true)
  tally.report()
}

/// Segments as groups need them.
private struct GroupOutput {
  let sink: ByteSink
  let step: PBProvenance
  /// Of all segments read so far.
  var headers: [PBHeader] = []
  private var writer: RecordWriter?
  private var segments = 0..<0

  init(sink: ByteSink, step: PBProvenance) { (self.sink, self.step) = (sink, step) }

  mutating func write(_ record: RawRecord, of own: Range<Int>) throws {
    if writer == nil || own != segments { try open(own) }
    try writer?.write(record)
  }

  private mutating func open(_ own: Range<Int>) throws {
    try writer?.finish()
    var header = headers[own.lowerBound]
    for number in own.dropFirst() {
      for other in headers[number].provenance where !header.provenance.contains(other) {
        header.provenance.append(other)
      }
    }
    header.provenance.append(step)
    writer = try RecordWriter(sink: sink, header: header)
    segments = own
  }

  /// A stream without records has its header.
  mutating func finish() throws {
    if writer == nil, !headers.isEmpty { try open(0..<1) }
    try writer?.finish()
  }
}

private func grouped(
  _ raw: [RawRecord], _ tool: String, _ transform: ([PBRecord]) throws -> PBRecord
) -> Result<Outcome, Error> {
  Result {
    let records = try raw.map { try $0.decoded() }
    if let before = records.first(where: { $0.status == .failed }) {
      var record = records[0]
      record.status = .failed
      record.reason = before.reason
      return Outcome(record: try RawRecord(record), reason: before.reason)
    }
    do { return Outcome(record: try RawRecord(transform(records))) } catch {
      let (record, failure) = failed(records[0], tool, error)
      return Outcome(record: try RawRecord(record), failure: failure)
    }
  }
}
