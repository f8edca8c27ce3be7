import BlochCore
import BlochRecords
import RecordStream

enum RecordFuzz {
  static func run(_ bytes: [UInt8]) {
    guard let record = orBadData({ try RawRecord(bytes: bytes).decoded() }) else { return }
    roundTrip(record)
    orBadData { try record.checkContents() }
    orBadData { try RecordJSON.line(RecordJSON.object(record)) }
    blocks(of: record)
  }

  /// Encoded twice the bytes are the same.
  private static func roundTrip(_ record: PBRecord) {
    let first = orBadData { try RawRecord(record) }
    let second = first.flatMap { raw in orBadData { try RawRecord(raw.decoded()) } }
    precondition(first?.bytes == second?.bytes)
  }

  /// What tools make of the blocks before they compute.
  private static func blocks(of record: PBRecord) {
    orBadData { try record.unitCell() }
    orBadData { try record.bands.kset() }
    orBadData { try TrainingSample(record, input: .pixels(100)) }
    orBadData {
      try record.bandMatch(bands: nil, as: 1, limit: 10, freeOffset: true, freeScale: true)
    }
    orBadData { try record.model.checkedCoefficients() }
    orBadData { try record.reducedModel.model() }
    orBadData { try record.topology.bandSets() }
    guard let nodes = orBadData({ try record.connectivity.connectivity() }),
      let points = orBadData({ try record.irreps.specialPoints() }),
      let clustering = try? BandClustering(points)
    else { return }
    for source in [Connectivity.Source.irreps, .both] {
      guard let sets = try? clustering.sets(limit: .max, connectivity: nodes, by: source) else {
        continue
      }
      _ = PBClassification(sets, by: source, disagreements: clustering.disagreements(with: nodes))
    }
  }
}
