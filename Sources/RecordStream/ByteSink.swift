import Glibc

/// Where a tool writes: standard output, or a file that appears under its name only when complete.
public final class ByteSink {
  private let descriptor: Int32
  private let path: FilePath?
  private let temporary: TemporaryName?
  private var open = true

  /// Standard output, every write checked. A closed pipe ends the process by SIGPIPE, quietly.
  public init() {
    descriptor = 1
    path = nil
    temporary = nil
  }

  public convenience init(path: String) throws { try self.init(path: FilePath(path)) }

  /// A temporary file beside `path`, renamed to it by `finish`. It is removed when the sink goes
  /// away unfinished and when the process is interrupted or terminated. A symbolic link stays and
  /// its target is replaced, or made. A device or a pipe is written directly, and so is a descriptor of this
  /// process (/dev/stdout), behind what it has written before.
  /// - Throws: `StreamError` (cannot create).
  public init(path: FilePath) throws {
    self.path = path
    if let own = FileLinks.descriptor(of: path) {
      temporary = nil
      descriptor = fcntl(own, F_DUPFD_CLOEXEC, 3)
      if descriptor < 0 { throw Self.cannotCreate(path) }
      return
    }
    let target = FileLinks.target(of: path)
    var status = stat()
    let exists = target.withCString { stat($0, &status) } == 0
    // A circle of links, above all.
    if !exists && errno != ENOENT { throw Self.cannotCreate(path) }
    guard !target.name.bytes.isEmpty, !exists || status.st_mode & S_IFMT != S_IFDIR else {
      throw StreamError(.cannotCreate, "cannot create '\(path)': it names a folder; name a file")
    }
    if exists && status.st_mode & S_IFMT != S_IFREG {
      temporary = nil
      descriptor = retrying { target.withCString { Glibc.open($0, O_WRONLY | O_CLOEXEC) } }
      if descriptor < 0 { throw Self.cannotCreate(path) }
      return
    }
    guard !exists || target.withCString({ faccessat(AT_FDCWD, $0, W_OK, AT_EACCESS) }) == 0 else {
      throw Self.cannotCreate(path)
    }
    let folder = TemporaryName.openFolder(target.folder)
    guard folder >= 0 else { throw Self.cannotCreate(path) }
    if exists { try Self.checkReplaceable(target, status, in: folder, path) }
    // Nobody may read in the making what only some may read in the end.
    let mode = exists ? status.st_mode & 0o777 & 0o700 : 0o666
    guard let temporary = TemporaryName(like: target.name, in: folder, mode: mode) else {
      throw Self.cannotCreate(path)
    }
    if exists {
      // Whom the old file belongs to where this process may say so; its mode after that, which ends with it otherwise.
      _ = fchown(temporary.file, status.st_uid, status.st_gid)
      _ = fchmod(temporary.file, status.st_mode & 0o777)
    }
    self.temporary = temporary
    descriptor = temporary.file
    final = target.name
  }

  /// A file that is there already; every write is behind its end, and is seen at once.
  /// - Throws: `StreamError` (cannot create).
  public init(appendingTo path: FilePath) throws {
    self.path = path
    temporary = nil
    if let own = FileLinks.descriptor(of: path) {
      descriptor = fcntl(own, F_DUPFD_CLOEXEC, 3)
    } else {
      descriptor = retrying {
        path.withCString { Glibc.open($0, O_WRONLY | O_APPEND | O_CLOEXEC) }
      }
    }
    if descriptor < 0 { throw Self.cannotCreate(path) }
  }

  /// The name in its folder.
  private var final = FilePath("")

  /// A name that cannot be replaced in the end is refused at the start.
  private static func checkReplaceable(
    _ target: FilePath, _ status: stat, in folder: Int32, _ path: FilePath
  ) throws {
    var parent = stat()
    let me = geteuid()
    if fstat(folder, &parent) == 0, parent.st_mode & S_ISVTX != 0, me != 0,
      status.st_uid != me, parent.st_uid != me
    {
      close(folder)
      throw StreamError(
        .cannotCreate,
        "cannot create \(path): another user's file of that name is there; choose another name")
    }
    if FileLinks.isMountPoint(target) {
      close(folder)
      throw StreamError(
        .cannotCreate,
        "cannot create \(path): it is mounted by itself and cannot be replaced; mount its folder")
    }
  }

  public var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The file that bytes go to at once, which may be one that the process reads; nil for one that is replaced in the
  /// end and for devices.
  public var direct: FileIdentity? {
    temporary == nil ? FileIdentity(descriptor: descriptor) : nil
  }

  /// - Throws: `StreamError` (I/O) when the disk is full or the device fails.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < bytes.count {
      let sent = retrying(descriptor, POLLOUT) {
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
    open = false
    guard let temporary else {
      // Some file systems report only here that there was no room; standard output stays open for others.
      let last = path == nil ? fcntl(descriptor, F_DUPFD_CLOEXEC, 3) : descriptor
      if last >= 0, !closed(last) { throw failure("write") }
      return
    }
    let isWritten = retrying { fsync(descriptor) } == 0 || errno == EINVAL || errno == EROFS
    if !isWritten {
      let error = failure("sync")
      close(descriptor)
      temporary.remove()
      throw error
    }
    if !closed(descriptor) || !temporary.rename(to: final) {
      let error = failure("write")
      temporary.remove()
      throw error
    }
    if !temporary.synchroniseFolder() { throw failure("sync the folder of") }
  }

  /// Linux gives the descriptor back also when close is interrupted.
  private func closed(_ descriptor: Int32) -> Bool { close(descriptor) == 0 || errno == EINTR }

  deinit {
    if open && path != nil { close(descriptor) }
  }

  private static func cannotCreate(_ path: FilePath) -> StreamError {
    let reason = String(cString: strerror(errno))
    return StreamError(
      .cannotCreate, "cannot create \(path): \(reason); choose another name or folder")
  }

  private func failure(_ what: String) -> StreamError {
    let reason = String(cString: strerror(errno))
    return StreamError(
      .inputOutput, "cannot \(what) \(path?.description ?? "standard output"): \(reason)")
  }
}
