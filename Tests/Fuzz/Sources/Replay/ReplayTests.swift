import Foundation
import Testing

/// Every seed, and every input that once broke a reader, `Corpus/TARGET/*` and `Failures/TARGET/*`, is fed
/// to the reader again. A broken promise ends the process.
@Suite struct ReplayTests {
  private static func files(_ folder: String, _ target: FuzzTarget) -> [URL] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
        "\(folder)/\(target.rawValue)")
    let found = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (found ?? []).sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  @Test(arguments: FuzzTarget.allCases)
  func everyInputIsReadOrRefused(_ target: FuzzTarget) throws {
    let seeds = Self.files("Corpus", target)
    #expect(!seeds.isEmpty)
    for file in seeds + Self.files("Failures", target) {
      let bytes = [UInt8](try Data(contentsOf: file))
      target.run(bytes)
      // Cut and damaged too.
      for i in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 100)) {
        target.run(Array(bytes[..<i]))
        var damaged = bytes
        damaged[i] ^= 0x81
        target.run(damaged)
      }
    }
  }
}
