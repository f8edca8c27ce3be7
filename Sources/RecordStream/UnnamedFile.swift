import Glibc

/// A file without a name, which goes away with the process.
public enum UnnamedFile {
  /// Creates one for reading and writing.
  /// - Returns: its descriptor, or -1 with `errno`.
  public static func create(in folder: FilePath) -> Int32 {
    let place = TemporaryName.openFolder(folder)
    guard place >= 0,
      let file = TemporaryName(like: FilePath("blochpipe"), in: place, mode: 0o600)
    else { return -1 }
    file.remove()
    return file.file
  }
}
