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
  let sink = try openSink(options.output)
  var tally = Tally(tool: tool, strict: options.strict)
  let step = provenance(tool, arguments, seed, options.output)
  for source in sources {
    let reader = RecordReader(source: source)
    var writer: RecordWriter?
    loop: while true {
      switch try reader.next() {
      case .segment(var header):
        try writer?.finish()
        header.provenance.append(step)
        writer = try RecordWriter(sink: sink, header: header)
      case .record(let raw):
        let record = try tally.placed { try raw.decoded() }
        if record.status == .failed {
          try tally.count(nil)
          try writer?.write(raw)
          continue
        }
        do {
          for made in try expand(record) { try writer?.write(RawRecord(made)) }
          try tally.count(nil)
        } catch {
          let code = (error as? StreamError)?.code ?? .computationFailed
          try tally.count(StreamError(code, "\(error)"))
          var failed = record
          failed.status = .failed
          failed.reason = "\(tool): \(error)"
          try writer?.write(RawRecord(failed))
        }
      case .end: break loop
      }
    }
    try writer?.finish()
  }
  try sink.finish()
  tally.report()
}
