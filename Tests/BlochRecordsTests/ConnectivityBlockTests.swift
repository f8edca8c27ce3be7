import BlochCore
import BlochRecords
import RecordStream
import Testing

/// What a search for nodes found keeps its values on its way through a record.
@Suite struct ConnectivityBlockTests {
  let found = [
    CutNodes(
      cut: 1, verdict: .gapped, pinned: [], nodes: [], gap: 0.25, gapPoint: .m,
      edges: BandEdges(top: 0.5, topPoint: .k, bottom: 0.375, bottomPoint: .gamma),
      expectedParity: 0, evaluations: 9),
    CutNodes(
      cut: 2, verdict: .nodes, pinned: ["Gamma", "K"], touching: ["M"],
      nodes: [.init(k: KPoint(0.25, 0.125), residual: 1e-13, opening: 0.5)], gap: 0,
      gapPoint: KPoint(0.25, 0.125), expectedParity: nil, evaluations: 9),
  ]

  @Test func cutsRoundTrip() throws {
    var block = PBConnectivity(found, model: "reduced", method: "adaptive")
    block.windings = [
      PBWinding(bands: 2...3, euler: 2, w2: 0), PBWinding(bands: 4...6, euler: nil, w2: 1),
    ]
    let bytes: [UInt8] = try block.serializedBytes()
    let read = try PBConnectivity(serializedBytes: bytes)
    var record = PBRecord()
    record.connectivity = read
    #expect(throws: StreamError.self, "no irreps of these bands") { try record.nodes() }
    record.irreps = PBSymmetryTable([
      SpecialPointBands(
        label: "K", k: .k, energies: [0, 1, 2, 3, 4, 5], irreps: [Irrep](repeating: .zero, count: 6)
      )
    ])
    #expect(
      try record.nodes()
        == Connectivity(
          cuts: [1: .gapped, 2: .nodes], gaps: [1: .init(distance: 0.25, k: .m)],
          windings: [2...3: 2]))
    #expect(read.cuts[0].completeGap == -0.125 && !read.cuts[1].hasCompleteGap)
    #expect(read.cuts[0].upperK == [0, 0] && read.cuts[1].touching == ["M"])
    #expect(read.cuts.map(\.sextets) == [0, 1] && read.cuts[1].nodes[0].k == [0.25, 0.125])
    #expect(read.cuts[0].hasParity && !read.cuts[1].hasParity)
    #expect(read.cuts[0].gapK == [0.5, 0.5])
  }

  /// Verdicts have the same raw values in the core and in the format.
  @Test func rawValuesAgree() {
    #expect(PBCutVerdict.nodes.rawValue == CutNodes.Verdict.nodes.rawValue)
    #expect(PBCutVerdict.gapped.rawValue == CutNodes.Verdict.gapped.rawValue)
    #expect(PBCutVerdict.unresolved.rawValue == CutNodes.Verdict.unresolved.rawValue)
  }

  @Test func reducedModelRoundTrip() throws {
    let model = try #require(
      ReducedModel(bands: 1, a0: [1, 2, 3], x: [4, 5, 6], y: [7, 8, 9], a2: [1, 0, 1]))
    let kept = try #require(KeptModel(.real([model]), symmetry: .c6))
    let bytes: [UInt8] = try PBReducedModel(kept).serializedBytes()
    var record = PBRecord()
    record.reducedModel = try PBReducedModel(serializedBytes: bytes)
    #expect(try record.keptModel() == kept)
    record.reducedModel.order = 3
    #expect(throws: StreamError.self) { try record.keptModel() }
  }
}
