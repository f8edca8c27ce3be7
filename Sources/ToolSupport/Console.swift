import Foundation
import Glibc
import RecordStream

/// Messages on standard error, one line each.
public enum Console {
  /// Prints "tool: text".
  public static func note(_ tool: String, _ text: String) {
    let line = "\(tool): " + text.split(separator: "\n").joined(separator: " ") + "\n"
    FileHandle.standardError.write(Data(line.utf8))
  }
}

/// Opens what a tool writes records to.
/// - Throws: `StreamError`; binary data is refused on a terminal.
public func openSink(_ options: OutputOptions) throws -> ByteSink { try openSink(options.output) }

/// The same for any binary data; nil is standard output.
public func openSink(_ path: String?) throws -> ByteSink {
  if let path { return try ByteSink(path: path) }
  let sink = ByteSink()
  if sink.isTerminal {
    throw StreamError(
      .usage, "will not write binary data to a terminal; use -o FILE or a pipe to rec-view")
  }
  return sink
}
