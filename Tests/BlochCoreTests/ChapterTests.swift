import Foundation
import Testing

/// The chapters of BlochCore, one folder each, build on one another in one direction: what a chapter may use is
/// listed here (`docs/development.md` says why), and what it does use is read from the sources.
@Suite struct ChapterTests {
  /// Chapters by name, each with those that it may use; every one stands below those it uses.
  static let allowed: [(chapter: String, uses: Set<String>)] = [
    ("Common", []),
    ("Random", []),
    ("Lattice", ["Common"]),
    ("Equations", []),
    ("Formulas", ["Common"]),
    ("Geometry", ["Common", "Random", "Lattice", "Equations", "Formulas"]),
    ("Bloch", ["Common", "Lattice"]),
    ("TightBinding", ["Common", "Lattice"]),
    ("Topology", ["Common", "Lattice", "Equations"]),
    ("PlaneWaves", ["Common", "Lattice", "Equations", "Geometry", "Bloch"]),
    ("Elements", ["Common", "Lattice", "Equations", "Geometry", "Bloch", "PlaneWaves"]),
    ("Derived", ["Common", "Lattice", "Bloch", "PlaneWaves"]),
    ("Nodes", ["Common", "Lattice", "Bloch", "PlaneWaves", "TightBinding", "Topology"]),
    ("Network", ["Common", "Random", "Lattice", "Equations", "Geometry", "TightBinding"]),
    (
      "Design",
      [
        "Common", "Random", "Lattice", "Geometry", "Bloch", "TightBinding", "Topology",
        "PlaneWaves",
        "Network", "Nodes",
      ]
    ),
  ]

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/BlochCore")

  /// The list itself has no circle.
  @Test func chaptersStandInOrder() {
    var before: Set<String> = []
    for (chapter, uses) in Self.allowed {
      #expect(uses.isSubset(of: before), "\(chapter) uses \(uses.subtracting(before))")
      before.insert(chapter)
    }
  }

  @Test func everyFolderIsAChapter() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.path)
    #expect(folders.sorted() == Self.allowed.map(\.chapter).sorted())
  }

  @Test(arguments: allowed.map(\.chapter))
  func usesOnlyWhatItMay(_ chapter: String) throws {
    let uses = try #require(Self.allowed.first { $0.chapter == chapter }).uses
    var homes: [String: String] = [:]
    for (other, _) in Self.allowed {
      for text in try Self.sources(other).values {
        for name in Self.declarations(in: text) { homes[name] = other }
      }
    }
    #expect(homes.count > 100)
    for (file, text) in try Self.sources(chapter) {
      for word in Set(text.matches(of: /\w+/).map { String($0.output) }) {
        guard let home = homes[word], home != chapter else { continue }
        #expect(uses.contains(home), "\(chapter)/\(file) uses \(word) of \(home)")
      }
    }
  }

  /// [file: text without comments and literals]
  private static func sources(_ chapter: String) throws -> [String: String] {
    let folder = root.appendingPathComponent(chapter)
    var sources: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where file.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      sources[file] = text.replacing(/\/\/.*/, with: "").replacing(/"(\\.|[^"\\])*"/, with: "")
    }
    return sources
  }

  /// What a file declares at its top level and others see.
  private static func declarations(in text: String) -> [String] {
    text.matches(
      of:
        /^(?:(?:public|package|internal|final|indirect) )*(?:struct|enum|class|protocol|actor|typealias|func) (\w+)/
        .anchorsMatchLineEndings()
    ).map { String($0.output.1) }
  }
}
