import Glibc

/// The name of a file as the system has it: bytes, which need not be text.
///
/// Swift's strings repair bytes that are no UTF-8, so that two names would become one, and take a slash and a
/// combining mark behind it for one character.
public struct FilePath: Hashable, Sendable, CustomStringConvertible {
  /// Without a zero.
  public let bytes: [UInt8]

  public init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  public init(_ text: String) { bytes = Array(text.utf8) }

  /// What stands for standard input and output, "-".
  public static let standard = FilePath("-")

  /// As messages show it: text without control characters; bytes that are no text as \xNN.
  public var description: String { ArgumentText.shown(bytes) }

  /// What stands behind the last slash; empty when nothing does.
  public var name: FilePath {
    FilePath(bytes: bytes[(bytes.lastIndex(of: Self.slash).map { $0 + 1 } ?? 0)...])
  }

  /// The folder of the name: what stands before the last slash.
  public var folder: FilePath {
    guard let last = bytes.lastIndex(of: Self.slash) else { return FilePath(".") }
    return last == 0 ? FilePath("/") : FilePath(bytes: bytes[..<last])
  }

  /// The file of another name in this folder; a name from the root on stays as it is.
  public func appending(_ other: FilePath) -> FilePath {
    if other.bytes.first == Self.slash { return other }
    return FilePath(bytes: bytes + (bytes.last == Self.slash ? [] : [Self.slash]) + other.bytes)
  }

  /// The name with an ending.
  public static func + (path: FilePath, ending: String) -> FilePath {
    FilePath(bytes: path.bytes + Array(ending.utf8))
  }

  public func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows
    -> Result
  {
    try (bytes + [0]).withUnsafeBytes {
      try body($0.baseAddress!.assumingMemoryBound(to: CChar.self))
    }
  }

  /// Whether there is a file of the name, links followed.
  public var exists: Bool { withCString { access($0, F_OK) } == 0 }

  /// Whether it is a file in the narrow sense, links followed: no folder, pipe or device.
  public var isRegular: Bool {
    var status = stat()
    return withCString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Removes the file, links followed: where one led to it, it leads nowhere then.
  public func remove() {
    if isRegular { _ = FileLinks.target(of: self).withCString { unlink($0) } }
  }

  /// The file that this process runs, from the root on; "." when the system does not say.
  public static var program: FilePath {
    FileLinks.content(of: FilePath("/proc/self/exe")) ?? FilePath(".")
  }

  static let slash = UInt8(ascii: "/")
}
