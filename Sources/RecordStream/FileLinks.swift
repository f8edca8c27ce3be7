import Glibc

/// Symbolic links that an output's name may be.
enum FileLinks {
  /// What a name stands for in the end, whether it exists or not: links at its end are followed, those of its folders
  /// are the system's to follow. Where links go in a circle it is some name of that.
  static func target(of path: FilePath) -> FilePath {
    var path = path
    for _ in 0..<40 {
      guard let text = content(of: path), !isInProcess(path) else { return path }
      path = text.bytes.first == FilePath.slash ? text : path.folder.appending(text)
    }
    return path
  }

  /// The descriptor of this process that a name like /dev/stdout or /dev/fd/3 means.
  static func descriptor(of path: FilePath) -> Int32? {
    let target = target(of: path)
    guard isInProcess(target), content(of: target) != nil,
      let folder = real(target.folder), folder == real(FilePath("/proc/self/fd")),
      let number = Int32(target.name.description)
    else { return nil }
    return number
  }

  /// Whether the folder is one of /proc, whose links lead to what a process has open, under whatever name.
  private static func isInProcess(_ path: FilePath) -> Bool {
    var (folder, processes) = (stat(), stat())
    return path.folder.withCString { stat($0, &folder) } == 0 && stat("/proc", &processes) == 0
      && folder.st_dev == processes.st_dev
  }

  /// What a link holds, nil for what is none.
  static func content(of link: FilePath) -> FilePath? {
    var text = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = link.withCString { name in
      text.withUnsafeMutableBytes {
        readlink(name, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
      }
    }
    return count > 0 ? FilePath(bytes: text[..<count]) : nil
  }

  private static func real(_ path: FilePath) -> FilePath? {
    guard let name = path.withCString({ realpath($0, nil) }) else { return nil }
    defer { free(name) }
    return FilePath(
      bytes: UnsafeBufferPointer(start: name, count: strlen(name)).map(UInt8.init(bitPattern:)))
  }

  /// Whether something is mounted on this very file, as containers do with a file of their host.
  static func isMountPoint(_ path: FilePath) -> Bool {
    guard let real = real(path), let source = try? ByteSource(path: "/proc/self/mountinfo"),
      let mounts = try? source.readAll(limit: 1 << 24)
    else { return false }
    // The kernel writes these characters in octal digits.
    let escaped = real.bytes.flatMap { byte in
      [" ", "\t", "\n", "\\"].contains(Unicode.Scalar(byte))
        ? Array("\\\(byte < 64 ? "0" : "")\(byte < 8 ? "0" : "")\(String(byte, radix: 8))".utf8)
        : [byte]
    }
    return mounts.split(separator: UInt8(ascii: "\n")).contains { line in
      line.split(separator: UInt8(ascii: " ")).dropFirst(4).first.map { Array($0) == escaped }
        ?? false
    }
  }
}
