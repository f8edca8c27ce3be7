import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// The records that a run trains on and those it is judged by.
struct TrainingData {
  var training: TrainingSet
  var validation: TrainingSet
  /// That of all cells.
  var equation: WaveEquation
  /// Of potentials their heights, E0, of light the ratios of epsilon.
  var strengths: ClosedRange<Double>
  let architecture: Architecture
  /// Names the cells of both sets in their order.
  var digest: UInt64
  /// Records that were marked as failed and left out.
  var failed: Int

  /// Reads streams of solved records.
  /// - Parameters:
  ///   - heldOut: share of the cells that validation gets, chosen by the potential, so that equal cells
  ///     stay together; 0 when `validation` names files.
  ///   - validation: streams to validate on.
  ///   - architecture: for crystals of an equation.
  /// - Throws: `StreamError`.
  static func read(
    _ paths: [FilePath], validation paths2: [FilePath], heldOut: Double,
    architecture: (WaveEquation) -> Architecture, bands: Int, threads: Int,
    progress: (Int) -> Void
  ) throws -> TrainingData {
    var data: TrainingData?
    var trained = Set<UInt64>()
    var total = 0
    var chosen: (architecture: Architecture, input: NetworkInput)?
    func add(_ raw: [RawRecord], first: Int, validating: Bool) throws {
      if chosen == nil, let cell = raw.lazy.compactMap({ try? $0.decoded().unitCell() }).first {
        let own = architecture(cell.medium?.equation ?? .schroedinger)
        chosen = (own, try badData { try own.input(cell.symmetry.rotations) })
      }
      let usual = architecture(.schroedinger)
      let (architecture, input) = try chosen ?? (usual, badData { try usual.input(.c6) })
      let samples = orderedMap(raw, threads: threads) { raw in
        Result { () throws -> TrainingSample? in
          let record = try raw.decoded()
          return record.status == .failed ? nil : try TrainingSample(record, input: input)
        }
      }
      for (i, result) in samples.enumerated() {
        do {
          guard let sample = try result.get() else {
            data?.failed += 1
            continue
          }
          if data == nil {
            data = try TrainingData(
              sample, architecture: architecture, input: input, bands: bands)
          }
          let own = validating || Double(sample.hash >> 11) * 0x1p-53 < heldOut
          if own, validating, trained.contains(sample.hash) {
            throw StreamError(.badData, "it is among the training records; validate on others")
          }
          try data?.add(sample, validating: own)
          if !own && !paths2.isEmpty { trained.insert(sample.hash) }
        } catch let error as SolverError {
          throw StreamError(.badData, "record \(first + i): \(error)")
        } catch let error as StreamError {
          throw StreamError(error.code, "record \(first + i): \(error)")
        }
      }
      total += raw.count
      progress(total)
    }
    for (files, validating) in [(paths, false), (paths2, true)] {
      if validating && files.isEmpty { continue }
      var batch: [RawRecord] = []
      var bytes = 0
      var next = 0
      try readRecords(files) { raw, position in
        batch.append(raw)
        bytes += raw.bytes.count
        next = position + 1
        if batch.count == 1024 || bytes >= 64 << 20 {
          try add(batch, first: next - batch.count, validating: validating)
          batch.removeAll(keepingCapacity: true)
          bytes = 0
        }
      }
      try add(batch, first: next - batch.count, validating: validating)
    }
    guard let data, data.training.count > 0 else {
      throw StreamError(.badData, "there are no solved records to train on")
    }
    guard data.validation.count > 0 else {
      throw StreamError(
        .badData, "no record is left to validate on; give more records or --validation")
    }
    return data
  }

  private init(
    _ sample: TrainingSample, architecture: Architecture, input: NetworkInput, bands: Int
  ) throws {
    var kset = KSet.special
    kset.points = sample.points
    self.architecture = architecture
    training = try TrainingSet(
      kset: kset, input: input, bands: bands,
      isLight: sample.equation != .schroedinger)
    validation = training
    equation = sample.equation
    strengths = sample.strength...sample.strength
    digest = 0
    failed = 0
  }

  var domain: NetworkDomain {
    architecture.isFamily
      ? .family(equation, strengths) : .potential(vMax: strengths.lowerBound)
  }

  private mutating func add(_ sample: TrainingSample, validating: Bool) throws {
    guard sample.equation == equation else {
      throw StreamError(
        .badData,
        "it is of the equation \(sample.equation.rawValue) after \(equation.rawValue); train on one at a time"
      )
    }
    let isFamily = architecture.isFamily
    guard isFamily || strengths.contains(sample.strength) else {
      throw StreamError(
        .badData,
        "v_max is \(sample.strength) E0 after \(strengths.lowerBound); train on one height at a time, or a network for a family of them "
          + "(--architecture family)")
    }
    strengths =
      min(strengths.lowerBound, sample.strength)...max(strengths.upperBound, sample.strength)
    guard sample.points == training.kset.points else {
      throw StreamError(
        .badData, "its k-points differ from those before; solve all records on one grid")
    }
    if validating {
      try validation.append(sample)
    } else {
      try training.append(sample)
    }
    digest = (digest ^ sample.hash) &* 0x100_0000_01b3 &+ (validating ? 1 : 0)
    for number in [sample.strength] + sample.energies {
      digest = (digest ^ number.bitPattern) &* 0x100_0000_01b3
    }
    for point in sample.points {
      digest = (digest ^ point.x1.bitPattern &+ point.x2.bitPattern) &* 0x100_0000_01b3
    }
  }
}

/// What a set or network refuses is bad data.
private func badData<Value>(_ body: () throws -> Value) throws -> Value {
  do { return try body() } catch let error as SolverError {
    throw StreamError(.badData, "record 0: \(error)")
  }
}

extension TrainingSet {
  fileprivate mutating func append(_ sample: TrainingSample) throws {
    try append(
      features: sample.features, unit: sample.unit, energies: sample.energies, stride: sample.bands,
      special: sample.special)
  }
}
