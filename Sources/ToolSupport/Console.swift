import Glibc
import RecordStream

/// Messages on standard error, one line each.
public enum Console {
  /// Prints "tool: text"; what the text took over from a file cannot break the line or move the cursor.
  public static func note(_ tool: String, _ text: String) {
    TerminalLine.erase()
    write("\(tool): \(ArgumentText.shown(text.onOneLine))\n")
  }

  /// Writes to standard error as far as it takes it: there is nowhere to tell that it does not.
  public static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { bytes in
        retrying(2, POLLOUT) { Glibc.write(2, bytes.baseAddress, bytes.count) }
      }
      if sent < 0 { return }
      rest = rest.dropFirst(sent)
    }
  }
}

/// Opens what a tool writes records to.
/// - Parameter inputs: what it reads meanwhile.
/// - Throws: `StreamError`; binary data is refused on a terminal, and an output that is written while it is read.
func openSink(_ options: OutputOptions, reading inputs: [ByteSource] = []) throws -> ByteSink {
  let sink = try openSink(options.output)
  if let direct = sink.direct, let input = inputs.first(where: { $0.identity == direct }) {
    throw StreamError(
      .usage, "\(input.name) is input and output at once; write to another file, or with -o")
  }
  return sink
}

/// The same for any binary data; nil or "-" is standard output.
public func openSink(_ path: FilePath?) throws -> ByteSink {
  let sink = if let path, path != .standard { try ByteSink(path: path) } else { ByteSink() }
  if sink.isTerminal {
    throw StreamError(
      .usage, "will not write binary data to a terminal; use -o FILE or a pipe to rec-view")
  }
  return sink
}
