import Foundation
import Testing

/// Streams of earlier formats are read for ever, with every value that they had. `Tests/Golden/make` says what is in them.
@Suite struct GoldenTests {
  static let folder = CommandRunner.repository.appendingPathComponent("Tests/Golden")

  /// Folder and name of each.
  static let streams: [String] = ["1.0", "1.0-derived"].flatMap { version in
    let path = folder.appendingPathComponent(version).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { $0.hasSuffix(".rec.zst") }.map { "\(version)/\($0.dropLast(8))" }.sorted()
  }

  @Test func everyBlockIsThere() throws {
    let blocks = Set(try Self.streams.flatMap { try Self.records($0).flatMap(\.keys) })
    let known = [
      "bands", "connectivity", "density_of_states", "derivatives", "design", "geometry", "gradient",
      "irreps", "key", "model", "reason", "reduced_model", "states", "status", "topology",
    ]
    #expect(blocks.sorted() == known)
  }

  /// What rec-view prints now holds all that it printed when the stream was made. Numbers that were added
  /// to the schema since stand there as 0.
  @Test(arguments: streams)
  func valuesAreRead(_ stream: String) throws {
    let path = "$REPOSITORY/Tests/Golden/\(stream).rec.zst"
    let result = try CommandRunner.run("rec-view --header \(path); rec-view \(path)")
    #expect(result.exitCode == 0, "\(result.summary)")
    let lines = Self.lines(result.output)
    let golden = Self.lines(try Data(contentsOf: Self.file(stream)))
    #expect(lines.count == golden.count)
    for (line, expected) in zip(lines, golden) {
      guard expected.hasPrefix("{") else {
        #expect(line == expected)
        continue
      }
      let difference = JSONDifference.first(
        try JSONDifference.parse(line), try JSONDifference.parse(expected))
      #expect(difference == nil, "\(stream): \(difference ?? "")")
    }
  }

  /// Every tool takes what an earlier version wrote: blocks are replaced, exported and compared.
  @Test(arguments: [
    "rec-check --full -q *.rec.zst",
    "rec-cat *.rec.zst | rec-check -q",
    "for s in *.rec.zst; do rec-diff $s $s; done",
    "rec-diff --statistics grid.rec.zst grid.rec.zst",
    "genpot mix --steps 3 random.rec.zst | rec-check --full -q",
    "genpot mix --steps 3 mix.rec.zst | rec-check --full -q",
    "for s in random smooth holes rims mix picture c2; do solve-seq --strict $s.rec.zst | rec-check --full -q; done",
    "predict --strict --network network.safetensors random.rec.zst special.rec.zst | rec-check --full -q",
    "berryflux --strict grid.rec.zst | rec-check --full -q",
    "for s in special path list grid predicted target; do fingerprint $s.rec.zst | rec-check --full -q; done",
    "invdesign search --exact-only --bands 1-3 --starts 1 --steps 1 --candidates 1 --polish 1 --pixels 20 --cutoff 3 "
      + "target.rec.zst | rec-check --full -q",
    "for s in random grid path gradient nodes design; do rec-export npz $s.rec.zst > /dev/null; done",
    "rec-export pythtb predicted.rec.zst > /dev/null",
    "rec-export wannier90 nodes-predicted.rec.zst > /dev/null",
    "rec-export mpb rims.rec.zst > /dev/null",
    "rec-view --pgm 0 smooth.rec.zst > /dev/null",
    "cd ../1.0-derived; rec-check --full -q *.rec.zst; for s in *.rec.zst; do rec-diff $s $s; done",
    "cd ../1.0-derived; derive --strict derived.rec.zst | rec-check --full -q",
    "cd ../1.0-derived; for s in shapes discs formula states; do solve-seq --strict $s.rec.zst | rec-check --full -q; done",
    "cd ../1.0-derived; for s in derived states zone; do rec-export csv $s.rec.zst > /dev/null; done",
  ])
  func toolsTakeThem(_ command: String) throws {
    let result = try CommandRunner.run("cd $REPOSITORY/Tests/Golden/1.0\n\(command)")
    #expect(result.exitCode == 0, "\(result.summary)")
  }

  /// A network of version 0.1 predicts what it did, up to rounding in single precision on another processor.
  @Test func networkPredictsTheSame() throws {
    let result = try CommandRunner.run(
      """
      cd $REPOSITORY/Tests/Golden/1.0
      predict --strict --network network.safetensors --grid 3 random.rec.zst | rec-view
      """)
    #expect(result.exitCode == 0, "\(result.summary)")
    let now = Self.lines(result.output).filter { $0.hasPrefix("{") }
    let golden = try Self.records("1.0/predicted")
    #expect(now.count == 3)
    for (line, expected) in zip(now, golden) {
      let record = try #require(try JSONDifference.parse(line) as? [String: Any])
      for path in ["bands", "irreps"] {
        let difference = JSONDifference.first(
          record[path] as Any, expected[path] as Any, within: 1e-5)
        #expect(difference == nil, "\(path): \(difference ?? "")")
      }
      #expect(
        (record["model"] as? [String: Any])?["network"] as? String
          == (expected["model"] as? [String: Any])?["network"] as? String)
    }
  }

  /// What was classified from irreps, nodes and windings of 1.0 is classified again as the same.
  @Test(arguments: ["1.0/classified", "1.0/nodes", "1.0/nodes-predicted", "1.0-derived/gaps"])
  func setsStayTheSame(_ stream: String) throws {
    let fields = "topology.sets"
    let path = "$REPOSITORY/Tests/Golden/\(stream).rec.zst"
    let result = try CommandRunner.run(
      "fingerprint \(path) | rec-view --tsv \(fields) | tail -n +2")
    #expect(result.exitCode == 0, "\(result.summary)")
    let topology = try #require(try Self.records(stream)[0]["topology"] as? [String: Any])
    let difference = JSONDifference.first(
      try JSONDifference.parse(Self.lines(result.output)[0]), topology["sets"] as Any)
    #expect(difference == nil, "\(difference ?? "")")
  }

  private static func file(_ stream: String) -> URL {
    folder.appendingPathComponent("\(stream).json")
  }

  private static func lines(_ data: Data) -> [String] {
    String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static func records(_ stream: String) throws -> [[String: Any]] {
    try lines(try Data(contentsOf: file(stream))).filter { $0.hasPrefix("{") }
      .compactMap { try JSONDifference.parse($0) as? [String: Any] }
  }
}
