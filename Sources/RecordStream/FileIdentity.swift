import Glibc

/// Which file a name or a descriptor means, through all links; a file that does not exist yet is its folder and its name
/// there. Terminals, devices like /dev/null and sockets are none: nothing is lost in them.
public struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64
  /// Of a file that does not exist.
  private let name: FilePath?

  /// - Parameter path: "-" is no file.
  public init?(_ path: FilePath) {
    if path == .standard { return nil }
    var status = stat()
    if path.withCString({ stat($0, &status) }) == 0 {
      self.init(status)
      return
    }
    let target = FileLinks.target(of: path)
    guard target.folder.withCString({ stat($0, &status) }) == 0 else { return nil }
    self.init(status, name: target.name)
  }

  public init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init?(_ status: stat, name: FilePath? = nil) {
    if [S_IFCHR, S_IFSOCK].contains(status.st_mode & S_IFMT) { return nil }
    (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    self.name = name
  }
}
