import Foundation
import Glibc
import RecordStream
import Testing

/// A file appears complete or not at all.
@Suite struct ByteSinkTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = try StreamSample.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func nothingHasTheNameBeforeFinish() throws {
    try inFolder { folder in
      let sink = try ByteSink(path: folder + "/a")
      try sink.write("text")
      #expect(!FileManager.default.fileExists(atPath: folder + "/a"))
      try sink.finish()
      #expect(try names(folder) == ["a"])
      #expect(try text(folder + "/a") == "text")
    }
  }

  @Test func anUnfinishedSinkKeepsTheOldFileAndLeavesNothing() throws {
    try inFolder { folder in
      try "old".write(toFile: folder + "/a", atomically: false, encoding: .utf8)
      do {
        let sink = try ByteSink(path: folder + "/a")
        try sink.write("new")
      }
      #expect(try names(folder) == ["a"])
      #expect(try text(folder + "/a") == "old")
    }
  }

  @Test func severalSinksLiveSideBySide() throws {
    try inFolder { folder in
      let a = try ByteSink(path: folder + "/a")
      let b = try ByteSink(path: folder + "/b")
      try a.write("1")
      try b.write("2")
      try a.finish()
      try b.finish()
      #expect(try names(folder) == ["a", "b"])
    }
  }

  @Test func aLinkStaysALinkAndTheModeStays() throws {
    try inFolder { folder in
      try "old".write(toFile: folder + "/real", atomically: false, encoding: .utf8)
      chmod(folder + "/real", 0o640)
      symlink("real", folder + "/link")
      let sink = try ByteSink(path: folder + "/link")
      try sink.write("new")
      try sink.finish()
      #expect(try names(folder) == ["link", "real"])
      #expect(try text(folder + "/real") == "new")
      var status = stat()
      lstat(folder + "/link", &status)
      #expect(status.st_mode & S_IFMT == S_IFLNK)
      stat(folder + "/real", &status)
      #expect(status.st_mode & 0o777 == 0o640)
    }
  }

  @Test func devicesAreWrittenInPlace() throws {
    let sink = try ByteSink(path: "/dev/null")
    try sink.write("text")
    try sink.finish()
    var status = stat()
    stat("/dev/null", &status)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test func aFullDiskIsAnInputOutputError() throws {
    let sink = try ByteSink(path: "/dev/full")
    let error = #expect(throws: StreamError.self) { try sink.write("text") }
    #expect(error?.code == .inputOutput)
  }

  @Test(arguments: ["/no/such/folder/a", "/", "", "/tmp"])
  func whatCannotBeCreatedSaysSo(_ path: String) {
    let error = #expect(throws: StreamError.self) { _ = try ByteSink(path: path) }
    #expect(error?.code == .cannotCreate)
  }

  @Test func whatCannotBeOpenedSaysSo() {
    let error = #expect(throws: StreamError.self) { _ = try ByteSource(path: "/no/such/file") }
    #expect(error?.code == .noInput)
  }
}
