import Foundation

/// What a command left behind.
struct CommandResult: Equatable, Sendable {
  /// Everything written to standard output.
  var output: Data
  /// Everything written to standard error.
  var error: Data
  /// The exit status; 124 or 137 when the time limit ended the command.
  var exitCode: Int32

  /// A short account for a failed expectation: the exit status and the heads of both outputs.
  var summary: String {
    """
    exit \(exitCode)
    stdout (\(output.count) bytes):
    \(Self.head(output))
    stderr (\(error.count) bytes):
    \(Self.head(error))
    """
  }

  /// At most the first 2,000 bytes as text.
  static func head(_ data: Data) -> String {
    String(decoding: data.prefix(2000), as: UTF8.self)
  }
}
