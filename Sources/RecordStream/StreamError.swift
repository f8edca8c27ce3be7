/// A failure that ends a tool: what to tell the user, and the exit code of sysexits.h.
public struct StreamError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The codes that the tools use.
  public enum Code: Int32, Sendable {
    case usage = 64
    case badData = 65
    case noInput = 66
    case computationFailed = 70
    case cannotCreate = 73
    case inputOutput = 74
  }

  public let code: Code
  /// One line: what, and what to do.
  public let description: String

  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
