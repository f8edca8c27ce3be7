import BlochCore
import Foundation
import Testing

/// The tight-binding model against an independent program in numpy.
@Suite struct TightBindingReferenceTests {
  private struct Model: Encodable {
    var orbitals: String
    var coefficients: [Double]
    var kpoints: [[Double]]
    var bands: Int
  }

  @Test(arguments: ["4s 4p 3d 3f", "1s 1p 1d 1f", "2p 1f", "2s 2d"])
  func bandsEqualThoseOfNumpy(_ text: String) throws {
    let model = TightBindingModel(try #require(HamiltonianFamily(text)))
    let n = model.family.dimension
    var state: UInt64 = 5
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 52) - 1
    }
    let coefficients = (0..<model.family.coefficientCount).map { _ in next() }
    let points = [.gamma, .k, .m, .kPrime] + (0..<20).map { _ in KPoint(next(), next()) }
    let json = try JSONEncoder().encode(
      Model(
        orbitals: text, coefficients: coefficients, kpoints: points.map { [$0.x1, $0.x2] }, bands: n
      ))
    let result = try CommandRunner.run(
      """
      /usr/bin/python3 "$REPOSITORY/Tests/Reference/tight_binding.py" <<'END'
      \(String(decoding: json, as: UTF8.self))
      END
      """)
    #expect(result.exitCode == 0, "\(result.summary)")
    let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
    try #require(lines.count == points.count)
    for (k, line) in zip(points, lines) {
      let expected = line.split(separator: " ").map { Double($0) ?? .nan }
      let found = try model.bands(coefficients: coefficients, at: k, count: n)
      #expect(expected.count == n)
      for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-12 * max(1, abs(b)), "\(k)") }
    }
  }

  @Test func theReferenceHoldsItsOwnChecks() throws {
    let result = try CommandRunner.run(
      "/usr/bin/python3 \"$REPOSITORY/Tests/Reference/tight_binding.py\" --check")
    #expect(result.exitCode == 0, "\(result.summary)")
  }
}
