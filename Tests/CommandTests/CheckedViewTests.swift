import Foundation
import Testing

/// Tools see what a record says through the checked views of BlochRecords alone: none decodes an array itself or walks
/// through lists of blocks that nobody has counted.
@Suite struct CheckedViewTests {
  private static let unchecked = [
    ".doubles()", ".floats()", ".bits()", ".numbers()", ".checkedCount()", ".irreps.points",
    ".bands.energies", ".bands.kpoints.", ".geometry.potential", ".geometry.field",
    ".coefficients.data",
    ".connectivity.cuts", ".reducedModel.a",
  ]

  @Test(arguments: CommandRunner.tools)
  func noToolReadsArraysOfMessages(_ tool: String) throws {
    let folder = CommandRunner.repository.appendingPathComponent("Sources/\(tool)")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    for file in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for access in Self.unchecked {
        // What a tool calls its own values is its own affair.
        for owner in ["record", "raw", "target"] {
          #expect(
            !text.contains("\(owner)\(access)"), "\(file.lastPathComponent): \(owner)\(access)")
        }
      }
      for access in Self.unchecked where access.hasSuffix("()") {
        #expect(!text.contains(access), "\(file.lastPathComponent): \(access)")
      }
    }
  }
}
