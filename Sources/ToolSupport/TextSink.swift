import RecordStream

/// Buffered, checked text output.
public final class TextSink {
  private let sink: ByteSink
  private var buffer: [UInt8] = []

  /// A file that appears when complete, or standard output for nil and "-".
  public init(path: FilePath?) throws {
    sink = if let path, path != .standard { try ByteSink(path: path) } else { ByteSink() }
  }

  public func write(_ text: String) throws {
    buffer.append(contentsOf: text.utf8)
    if buffer.count > 1 << 16 { try flush() }
  }

  public func write(_ bytes: [UInt8]) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count > 1 << 16 { try flush() }
  }

  public func finish() throws {
    try flush()
    try sink.finish()
  }

  private func flush() throws {
    try sink.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
