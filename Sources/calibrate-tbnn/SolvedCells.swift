import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// Solved cells of one kind.
enum SolvedCells {
  private static let batch = 1024

  /// Reads a stream of records that were solved on one grid; those that failed are left out.
  /// - Returns: the cells with as many bands as the records have, at most the model's dimension.
  /// - Throws: `StreamError`.
  static func read(_ path: FilePath, for network: TrainedNetwork, threads: Int) throws
    -> TrainingSet
  {
    var set: TrainingSet?
    var batch: [RawRecord] = []
    var next = 0
    func flush() throws {
      let first = next - batch.count
      let samples = orderedMap(batch, threads: threads) { raw in
        Result { () throws -> TrainingSample? in
          let record = try raw.decoded()
          return record.status == .failed
            ? nil : try TrainingSample(record, input: network.input)
        }
      }
      batch.removeAll(keepingCapacity: true)
      for (i, result) in samples.enumerated() {
        do {
          guard let sample = try result.get() else { continue }
          try add(sample, to: &set, network)
        } catch let error as SolverError {
          throw StreamError(.badData, "record \(first + i): \(error)")
        } catch let error as StreamError {
          throw StreamError(error.code, "record \(first + i): \(error)")
        }
      }
    }
    try readRecords([path]) { raw, position in
      batch.append(raw)
      next = position + 1
      if batch.count == Self.batch { try flush() }
    }
    try flush()
    guard let set else { throw StreamError(.badData, "it holds no solved records") }
    return set
  }

  private static func add(
    _ sample: TrainingSample, to set: inout TrainingSet?, _ network: TrainedNetwork
  ) throws {
    if let fault = network.domain.fault(sample.equation, strength: sample.strength) {
      throw StreamError(.badData, fault)
    }
    if set == nil {
      var kset = KSet.special
      kset.points = sample.points
      set = try TrainingSet(
        kset: kset, input: network.input,
        bands: min(sample.bands, network.family.dimension), isLight: network.domain.isLight)
    }
    guard sample.points == set?.kset.points else {
      throw StreamError(
        .badData, "its k-points differ from those before; solve all records on one grid")
    }
    try set?.append(
      features: sample.features, unit: sample.unit, energies: sample.energies, stride: sample.bands,
      special: sample.special)
  }
}
