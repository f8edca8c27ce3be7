import Glibc

/// A file or standard input, read in blocks. The file is open from the first block to the last, so that a tool may have
/// more inputs than a process may have open files.
public final class ByteSource {
  /// What messages call it: the operand, or "standard input".
  public let name: String
  public let path: FilePath
  /// -1 while it is not open.
  private var descriptor: Int32 = -1
  private var isAtEnd = false

  public convenience init(path: String) throws { try self.init(path: FilePath(path)) }

  /// - Parameter path: a file, or "-" for standard input.
  /// - Throws: `StreamError` (no input) when it does not exist or may not be read.
  public init(path: FilePath) throws {
    self.path = path
    if path == .standard {
      name = "standard input"
      descriptor = 0
      return
    }
    name = path.description
    guard path.withCString({ faccessat(AT_FDCWD, $0, R_OK, AT_EACCESS) }) == 0 else {
      throw cannotOpen(errno)
    }
    var status = stat()
    if path.withCString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw StreamError(.noInput, "cannot read \(name): \(String(cString: strerror(EISDIR)))")
    }
  }

  deinit { shut() }

  /// Which file it is.
  public var identity: FileIdentity? {
    path == .standard ? FileIdentity(descriptor: 0) : FileIdentity(path)
  }

  /// Appends up to `count` bytes; returns how many, 0 at the end.
  public func read(into bytes: inout [UInt8], count: Int) throws -> Int {
    if isAtEnd || count == 0 { return 0 }
    if descriptor < 0 {
      descriptor = retrying { path.withCString { open($0, O_RDONLY | O_CLOEXEC) } }
      if descriptor < 0 { throw cannotOpen(errno) }
    }
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: count))
    let got = bytes.withUnsafeMutableBytes { buffer in
      retrying(descriptor, POLLIN) {
        Glibc.read(descriptor, buffer.baseAddress! + start, count)
      }
    }
    let reason = errno
    bytes.removeLast(count - max(got, 0))
    if got < 0 {
      throw StreamError(
        reason == EISDIR ? .noInput : .inputOutput,
        "cannot read \(name): \(String(cString: strerror(reason)))")
    }
    // A terminal may go on behind an end.
    if got == 0, isatty(descriptor) == 0 { shut() }
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

  private func shut() {
    isAtEnd = true
    if descriptor > 0 { close(descriptor) }
    descriptor = -1
  }

  private func cannotOpen(_ reason: Int32) -> StreamError {
    StreamError(.noInput, "cannot open \(name): \(String(cString: strerror(reason)))")
  }
}
