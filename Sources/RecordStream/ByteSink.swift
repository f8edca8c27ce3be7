import Glibc

/// Where a tool writes: standard output, or a file that appears under its name only when complete.
public final class ByteSink {
  private let descriptor: Int32
  private let path: String?
  private let temporary: String?
  private var open = true

  /// Standard output, every write checked. A closed pipe ends the process by SIGPIPE, quietly.
  public init() {
    descriptor = 1
    path = nil
    temporary = nil
  }

  /// A temporary file beside `path`, renamed to it by `finish`. It is removed when the sink goes
  /// away unfinished and when the process is interrupted or terminated. A symbolic link stays and
  /// its target is replaced; a device or a named pipe is written directly.
  /// - Throws: `StreamError` (cannot create).
  public init(path: String) throws {
    let target = Self.linkTarget(path)
    let (folder, name) = Self.split(target)
    var status = stat()
    let exists = stat(target, &status) == 0
    guard !name.isEmpty, !exists || status.st_mode & S_IFMT != S_IFDIR else {
      throw StreamError(.cannotCreate, "cannot create '\(path)': it names a folder; name a file")
    }
    self.path = target
    if exists && status.st_mode & S_IFMT != S_IFREG {
      temporary = nil
      descriptor = retrying { Glibc.open(target, O_WRONLY | O_CLOEXEC) }
    } else {
      guard !exists || access(target, W_OK) == 0 else { throw Self.cannotCreate(path) }
      let temporary = "\(folder)/.\(name.prefix(200)).\(getpid()).tmp"
      self.temporary = temporary
      unlink(temporary)
      Interruption.removeOnSignal(temporary)
      let mode = exists ? status.st_mode & 0o777 : 0o666
      descriptor = retrying {
        Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      }
    }
    if descriptor < 0 {
      let error = Self.cannotCreate(path)
      open = false
      if let temporary { Interruption.forget(temporary) }
      throw error
    }
  }

  public var isTerminal: Bool { isatty(descriptor) == 1 }

  /// - Throws: `StreamError` (I/O) when the disk is full or the device fails.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < bytes.count {
      let sent = retrying {
        Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      }
      if sent < 0 {
        // Where the parent ignores SIGPIPE the write fails instead.
        if errno == EPIPE { Interruption.endByBrokenPipe() }
        throw failure("write")
      }
      done += sent
    }
  }

  public func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

  public func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Makes what was written final: for a file fsync, close, rename, fsync of the folder.
  /// - Throws: `StreamError` (I/O); the temporary file is then gone. Only when the folder cannot be
  ///   synchronised the file is there, complete, but may not survive a loss of power.
  public func finish() throws {
    guard open else { return }
    guard let path else {
      open = false
      return
    }
    guard let temporary else {
      open = false
      if !closed(descriptor) { throw failure("write") }
      return
    }
    if !synchronised(descriptor) { throw failure("sync") }
    open = false
    if !closed(descriptor) || rename(temporary, path) != 0 {
      let error = failure("write")
      unlink(temporary)
      Interruption.forget(temporary)
      throw error
    }
    Interruption.forget(temporary)
    // A folder that may not be read cannot be opened for this.
    let folder = retrying { Glibc.open(Self.split(path).folder, O_RDONLY | O_CLOEXEC) }
    guard folder >= 0 else { return }
    defer { close(folder) }
    if !synchronised(folder) { throw failure("sync the folder of") }
  }

  /// Also true for what has no fsync.
  private func synchronised(_ descriptor: Int32) -> Bool {
    retrying { fsync(descriptor) } == 0 || errno == EINVAL || errno == EROFS
  }

  /// Linux gives the descriptor back also when close is interrupted.
  private func closed(_ descriptor: Int32) -> Bool { close(descriptor) == 0 || errno == EINTR }

  deinit {
    guard open, path != nil else { return }
    close(descriptor)
    guard let temporary else { return }
    unlink(temporary)
    Interruption.forget(temporary)
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }

  private static func linkTarget(_ path: String) -> String {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
      let resolved = realpath(path, nil)
    else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func cannotCreate(_ path: String) -> StreamError {
    let reason = String(cString: strerror(errno))
    return StreamError(
      .cannotCreate, "cannot create \(path): \(reason); choose another name or folder")
  }

  private func failure(_ what: String) -> StreamError {
    let reason = String(cString: strerror(errno))
    return StreamError(
      .inputOutput, "cannot \(what) \(path ?? "standard output"): \(reason)")
  }
}
