import Glibc

/// A file or standard input, read in blocks.
public final class ByteSource {
  /// What messages call it: the operand, or "standard input".
  public let name: String
  private let descriptor: Int32

  /// - Parameter path: a file, or "-" for standard input.
  /// - Throws: `StreamError` (no input) when it cannot be opened.
  public init(path: String) throws {
    if path == "-" {
      name = "standard input"
      descriptor = 0
      return
    }
    name = path
    descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC) }
    if descriptor < 0 {
      throw StreamError(.noInput, "cannot open \(path): \(String(cString: strerror(errno)))")
    }
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  public var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Appends up to `count` bytes; returns how many, 0 at the end.
  public func read(into bytes: inout [UInt8], count: Int) throws -> Int {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: count))
    let got = bytes.withUnsafeMutableBytes { buffer in
      retrying { Glibc.read(descriptor, buffer.baseAddress! + start, count) }
    }
    let reason = errno
    bytes.removeLast(count - max(got, 0))
    if got < 0 {
      throw StreamError(
        reason == EISDIR ? .noInput : .inputOutput,
        "cannot read \(name): \(String(cString: strerror(reason)))")
    }
    return got
  }

  /// Everything up to a limit.
  public func readAll(limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while try read(into: &bytes, count: 1 << 16) > 0 {
      if bytes.count > limit {
        throw StreamError(.badData, "\(name) exceeds \(limit) bytes; is it the right file?")
      }
    }
    return bytes
  }
}
