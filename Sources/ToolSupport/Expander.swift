import RecordStream

/// Reads records, lets `expand` make several of each, and writes those, segment by segment, with the tool's
/// step appended to the provenance chain. `expand` may use all threads itself.
///
/// A record whose `expand` throws is passed on with status FAILED and the reason; records that failed before
/// pass untouched.
/// - Throws: `StreamError`.
public func runExpander(
  tool: String, arguments: [String], seed: UInt64, options: StreamOptions,
  expand: (PBRecord) throws -> [PBRecord]
) throws {
  let sources = try options.paths.map { try ByteSource(path: $0) }
  let sink = try openSink(options.output, reading: sources)
  var tally = Tally(tool: tool, strict: options.strict)
  let step = provenance(tool, arguments, seed, options.output)
  try rewriteSegments(sources, to: sink, appending: step) { raw, writer in
    let record = try tally.placed { try raw.decoded() }
    if record.status == .failed {
      try tally.count(Outcome(record: raw, reason: record.reason))
      try writer.write(raw)
      return
    }
    let made: [PBRecord]
    var failure: StreamError?
    do { made = try expand(record) } catch {
      let (passed, told) = failed(record, tool, error)
      (made, failure) = ([passed], told)
    }
    try tally.count(Outcome(record: raw, failure: failure))
    for record in made { try writer.write(RawRecord(record)) }
  }
  try sink.finish()
  tally.report()
}
