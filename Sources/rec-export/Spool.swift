import Glibc
import RecordStream

/// Bytes that wait in a file without a name, which goes away with the process.
final class Spool {
  private let file: UnsafeMutablePointer<FILE>
  private let folder: FilePath

  /// - Throws: `StreamError` (cannot create).
  init() throws {
    // The environment's bytes: they need not be text.
    folder =
      getenv("TMPDIR").map {
        FilePath(bytes: Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))))
      }
      ?? FilePath("/tmp")
    let descriptor = UnnamedFile.create(in: folder)
    guard descriptor >= 0, let file = fdopen(descriptor, "w+b") else {
      throw StreamError(
        .cannotCreate,
        "cannot create a temporary file in \(folder): \(String(cString: strerror(errno))); set TMPDIR"
      )
    }
    self.file = file
  }

  deinit { fclose(file) }

  /// - Throws: `StreamError` (I/O).
  func append(_ bytes: UnsafeRawBufferPointer) throws {
    if fwrite(bytes.baseAddress, 1, bytes.count, file) != bytes.count { throw failure("write") }
  }

  /// Goes back to the first byte.
  /// - Throws: `StreamError` (I/O).
  func rewind() throws { if fseek(file, 0, SEEK_SET) != 0 { throw failure("write") } }

  /// The next bytes.
  /// - Throws: `StreamError` (I/O) when there are fewer.
  func read(_ count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, size in
      size = fread(buffer.baseAddress, 1, count, file)
      if size != count { throw failure("read") }
    }
  }

  private func failure(_ what: String) -> StreamError {
    let reason = String(cString: strerror(errno))
    return StreamError(.inputOutput, "cannot \(what) a temporary file in \(folder): \(reason)")
  }
}
