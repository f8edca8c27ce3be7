import BlochCore
import BlochRecords
import RecordStream
import Testing

/// Irreps and classifications keep every value on their way through a record.
@Suite struct TopologyBlockTests {
  let points = [
    SpecialPointBands(
      label: "Gamma", k: .gamma, energies: [0.1, 0.5, 0.5, 0.7], irreps: [.s, .p, .p, .d]),
    SpecialPointBands(
      label: "K", k: .k, energies: [0.2, 0.3, 0.4, 0.6], irreps: [.zero, .zero, .zero, .zero]),
    SpecialPointBands(
      label: "M", k: .m, energies: [0.2, 0.3, 0.4, 0.6], irreps: [.plus, .plus, .plus, .minus]),
  ]

  @Test func irrepsRoundTrip() throws {
    let bytes: [UInt8] = try PBSymmetryTable(points).serializedBytes()
    #expect(try PBSymmetryTable(serializedBytes: bytes).specialPoints() == points)
  }

  @Test func irrepsOfANewerFormatAreUnknown() throws {
    var table = PBSymmetryTable(points)
    table.points[0].irreps[3] = .UNRECOGNIZED(99)
    #expect(try table.specialPoints()[0].irreps == [.s, .p, .p, .unknown])
  }

  @Test func pointWithoutCoordinatesIsRefused() {
    var table = PBSymmetryTable(points)
    table.points[1].k = [0.5]
    #expect(throws: StreamError.self) { try table.specialPoints() }
  }

  @Test func setsRoundTrip() throws {
    let sets = try BandClustering(points).sets()
    let bytes: [UInt8] = try PBClassification(sets).serializedBytes()
    let block = try PBClassification(serializedBytes: bytes)
    #expect(try block.bandSets() == sets)
    #expect(block.connectivity == "irreps")
    #expect(block.sets.map(\.verdict) == [.ebr, .fragile, .undetermined])
    #expect(block.sets[1].fingerprint == [0, 1, 0, 0, 2, 0, 2, 0])
    #expect(block.sets[1].euler == 1 && block.sets[1].w2 == 1)
    #expect(block.sets[2].lastBand == 0 && !block.sets[2].hasW2)
    #expect(block.sets[2].fingerprint.isEmpty)
  }

  /// Verdicts and irreps have the same raw values in the core and in the format.
  @Test func rawValuesAgree() {
    for verdict in TopologyVerdict.allCases {
      #expect(PBVerdict.allCases.contains { $0.rawValue == verdict.rawValue })
    }
    #expect(PBVerdict(rawValue: TopologyVerdict.elementary.rawValue) == .ebr)
    #expect(PBVerdict(rawValue: TopologyVerdict.fragile.rawValue) == .fragile)
    #expect(PBVerdict(rawValue: TopologyVerdict.undetermined.rawValue) == .undetermined)
    #expect(Irrep.allCases.map(\.rawValue) == PBIrrep.allCases.map(\.rawValue))
  }

  @Test func impossibleSetsAreRefused() throws {
    let good = PBClassification(try BandClustering(points).sets())
    var short = good
    short.sets[0].fingerprint = [1, 0]
    #expect(throws: StreamError.self) { try short.bandSets() }
    var long = good
    long.sets[0].lastBand = 4_000_000_000
    #expect(throws: StreamError.self) { try long.bandSets() }
    var forbidden = good
    forbidden.sets[0].fingerprint = [1, 0, 0, 0, 1, 0, 0, 1]
    #expect(throws: StreamError.self) { try forbidden.bandSets() }
  }
}
