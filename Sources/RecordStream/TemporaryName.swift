import Glibc

/// A file in the making, under a name that nobody else has: random digits, not the number of the process, which
/// processes in two containers or on two machines that share a folder may have in common.
///
/// The file is removed when this goes away and when a signal ends the process, unless it has got its final name.
final class TemporaryName {
  /// The descriptor of the file.
  let file: Int32
  private let folder: Int32
  private let name: [CChar]
  private var exists = true

  /// Names have at most 255 bytes, on some file systems 143.
  private static let longest = 100

  /// A descriptor of a folder, which may be one that may not be read; -1 with `errno` where there is none.
  static func openFolder(_ path: FilePath) -> Int32 {
    // What <fcntl.h> has for GNU programs alone, on every machine the same.
    let pathOnly: Int32 = 0o10000000
    return retrying { path.withCString { open($0, pathOnly | O_DIRECTORY | O_CLOEXEC) } }
  }

  /// Creates the file.
  /// - Parameters:
  ///   - name: what the name shows, cut where it is long.
  ///   - folder: the descriptor of its folder, which this closes.
  /// - Returns: nil with `errno` when it cannot be created.
  init?(like name: FilePath, in folder: Int32, mode: mode_t) {
    self.folder = folder
    var stem = name.bytes.prefix(Self.longest)
    // A character is not cut where the name is text.
    if stem.count < name.bytes.count {
      while let last = stem.last, last & 0xC0 == 0x80 { stem.removeLast() }
      if let last = stem.last, last & 0xC0 == 0xC0 { stem.removeLast() }
    }
    let digits = String(UInt64.random(in: 0 ... .max), radix: 36)
    let bytes = [UInt8(ascii: ".")] + stem + Array(".\(digits).tmp".utf8) + [0]
    let text = bytes.map { CChar(bitPattern: $0) }
    self.name = text
    Interruption.removeOnSignal(folder, text)
    file = retrying {
      openat(folder, text, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    }
    if file < 0 {
      let reason = errno
      exists = false
      Interruption.forget(folder, text)
      close(folder)
      errno = reason
      return nil
    }
  }

  /// Gives the file its final name, in place of what has it.
  /// - Returns: whether it has; `errno` tells why not.
  func rename(to final: FilePath) -> Bool {
    guard final.withCString({ renameat(folder, name, folder, $0) }) == 0 else { return false }
    exists = false
    Interruption.forget(folder, name)
    return true
  }

  /// Makes the folder's entries outlast a loss of power.
  /// - Returns: whether they do, as far as can be known: a folder that may not be read cannot be opened for this.
  func synchroniseFolder() -> Bool {
    let readable = retrying { openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard readable >= 0 else { return true }
    defer { close(readable) }
    return retrying { fsync(readable) } == 0 || errno == EINVAL || errno == EROFS
  }

  /// Removes the file's name.
  func remove() {
    guard exists else { return }
    exists = false
    unlinkat(folder, name, 0)
    Interruption.forget(folder, name)
  }

  deinit {
    if file >= 0 {
      remove()
      close(folder)
    }
  }
}
