import Foundation
import Testing

/// The committed code is what the schema gives today.
@Suite struct SchemaTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let hasCompiler = ["/usr/bin/protoc", "/usr/local/bin/protoc"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// protoc-gen-swift of the package's own swift-protobuf, built once into its own folder: the main
  /// build folder is locked while tests run.
  private func plugin() throws -> String {
    let beside = Self.root.appendingPathComponent(".build/release/protoc-gen-swift").path
    if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    let scratch = Self.root.appendingPathComponent(".build/schema-plugin").path
    let build = [
      "swift", "build", "-c", "release", "--scratch-path", scratch, "--product",
      "protoc-gen-swift",
    ]
    #expect(try run(build) == 0)
    return scratch + "/release/protoc-gen-swift"
  }

  private func run(_ command: [String], environment: [String: String] = [:]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = Self.root
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(.enabled(if: hasCompiler)) func generatedCodeIsFresh() throws {
    let folder = try StreamSample.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let command = ["scripts/generate-schema", folder.path]
    #expect(try run(command, environment: ["PROTOC_GEN_SWIFT": plugin()]) == 0)
    for name in ["blochpipe.pb.swift", "EmbeddedSchema.swift"] {
      let committed = Self.root.appendingPathComponent("Sources/RecordStream/Schema/\(name)")
      let fresh = try Data(contentsOf: folder.appendingPathComponent(name))
      #expect(try Data(contentsOf: committed) == fresh, "run scripts/generate-schema")
    }
  }
}
