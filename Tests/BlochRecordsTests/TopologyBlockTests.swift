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

  private func record(_ table: PBSymmetryTable) -> PBRecord {
    var record = PBRecord()
    record.irreps = table
    return record
  }

  private func bandSets(_ block: PBClassification) throws -> [BandSet] {
    var record = PBRecord()
    record.topology = block
    return try record.bandSets()
  }

  @Test func irrepsRoundTrip() throws {
    let bytes: [UInt8] = try PBSymmetryTable(points).serializedBytes()
    #expect(try record(PBSymmetryTable(serializedBytes: bytes)).specialPoints() == points)
  }

  @Test func irrepsOfANewerFormatAreUnknown() throws {
    var table = PBSymmetryTable(points)
    table.points[0].irreps[3] = .UNRECOGNIZED(99)
    #expect(try record(table).specialPoints()[0].irreps == [.s, .p, .p, .unknown])
  }

  @Test func pointWithoutCoordinatesIsRefused() {
    var table = PBSymmetryTable(points)
    table.points[1].k = [0.5]
    #expect(throws: StreamError.self) { try record(table).specialPoints() }
  }

  @Test func setsRoundTrip() throws {
    let sets = try BandClustering(points).sets()
    let bytes: [UInt8] = try PBClassification(sets).serializedBytes()
    let block = try PBClassification(serializedBytes: bytes)
    #expect(try bandSets(block) == sets)
    #expect(block.connectivity == "irreps")
    #expect(block.sets.map(\.verdict) == [.ebr, .fragile, .undetermined])
    #expect(block.sets[1].fingerprint == [0, 1, 0, 0, 2, 0, 2, 0])
    #expect(block.sets[1].euler == 1 && block.sets[1].w2 == 1)
    #expect(block.sets[2].lastBand == 0 && !block.sets[2].hasW2)
    #expect(block.sets[2].fingerprint.isEmpty)
  }

  /// What may touch is told with cut, place, distance and error, in closed sets and in open ones.
  @Test func touchingsRoundTrip() throws {
    var close = points
    close[0].energies = [0.1, 0.5, 0.5, 0.5]
    close[2].energies = [0.2, 0.20001, 0.4, 0.6]
    let sets = try BandClustering(close, errors: BandErrors(all: 1e-3)).sets()
    #expect(sets.flatMap(\.touchings).map(\.cut) == [1, 3])
    let block = PBClassification(sets)
    #expect(try bandSets(block) == sets)
    #expect(block.sets[0].touchings[0].point == "M" && block.sets[0].touchings[0].error == 2e-3)
    var damaged = block
    damaged.sets[0].touchings[0].k = [0]
    #expect(throws: StreamError.self) { try bandSets(damaged) }
  }

  /// Errors come from who made the bands.
  @Test func errorsOfBands() throws {
    var record = PBRecord()
    record.irreps = PBSymmetryTable(points)
    func error() throws -> Double { try record.bandErrors().distance(atCut: 1) / 2 }
    #expect(try error() > 0 && error() < 1e-11)
    record.bands.method = "reduced"
    record.bands.errorEstimate = 1e-4
    #expect(try error() == 1e-4)
    #expect(try record.bandErrors(replacedBy: 0).values[0] < 1e-11)
    record.bands.method = "network"
    #expect(try error() == 1e-4)
    record.model.measuredError = 3e-4
    #expect(try error() == 3e-4)
    record.clearModel()
    record.bands.errorEstimate = 0
    record.design.networkError = 2e-4
    #expect(try error() == 2e-4)
    record.design.networkError = .nan
    #expect(throws: StreamError.self) { try record.bandErrors() }
    record.bands = PBBandStructure(
      kset: .special, energies: [Double](repeating: 0, count: 12), bands: 4,
      method: "lattice model",
      errorEstimate: 0, planeWaves: 0, tolerance: 0)
    #expect(try record.bandErrors().isComplete && error() < 1e-11)
    record.irreps.points[0].energies.removeLast()
    #expect(try !record.bandErrors().isComplete)
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
    #expect(throws: StreamError.self) { try bandSets(short) }
    var long = good
    long.sets[0].lastBand = 4_000_000_000
    #expect(throws: StreamError.self) { try bandSets(long) }
    var forbidden = good
    // One band at Gamma, two at M.
    forbidden.sets[0].fingerprint = [1, 0, 0, 0, 1, 0, 1, 1]
    #expect(throws: StreamError.self) { try bandSets(forbidden) }
  }
}
