import Glibc
import RecordStream

/// Messages on standard error, one line each.
public enum Console {
  /// Prints "tool: text".
  public static func note(_ tool: String, _ text: String) {
    write("\(tool): " + text.split(separator: "\n").joined(separator: " ") + "\n")
  }

  /// Writes to standard error as far as it takes it: there is nowhere to tell that it does not.
  public static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
      if sent < 0 && errno != EINTR { return }
      rest = rest.dropFirst(max(sent, 0))
    }
  }
}

/// Opens what a tool writes records to.
/// - Throws: `StreamError`; binary data is refused on a terminal.
public func openSink(_ options: OutputOptions) throws -> ByteSink { try openSink(options.output) }

/// The same for any binary data; nil or "-" is standard output.
public func openSink(_ path: String?) throws -> ByteSink {
  if let path, path != "-" { return try ByteSink(path: path) }
  let sink = ByteSink()
  if sink.isTerminal {
    throw StreamError(
      .usage, "will not write binary data to a terminal; use -o FILE or a pipe to rec-view")
  }
  return sink
}
