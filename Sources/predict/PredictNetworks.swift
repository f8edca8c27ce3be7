import BlochCore
import BlochRecords
import Foundation
import RecordStream
import Synchronization
import ToolSupport

/// The networks of the equations and groups in a stream, each read when its first cell comes; or the one that was named.
final class PredictNetworks: Sendable {
  private let path: FilePath?
  private let bands: Int?
  private let verify: Double?
  private let seed: UInt64
  private let kset: @Sendable (CrystalSymmetry) throws -> KSet?
  private let made = Mutex<[Kind: PredictNetwork]>([:])

  /// Of a stream's cells.
  struct Kind: Hashable {
    var equation: WaveEquation
    var symmetry: CrystalSymmetry

    /// What the network of a cell is looked up by: one that there is none of says itself what it knows.
    init(_ equation: WaveEquation, _ symmetry: CrystalSymmetry) {
      self.equation = NetworkDomain.equations.contains(equation) ? equation : .schroedinger
      let rotations = symmetry.rotations
      self.symmetry = NetworkInput.symmetries.contains(rotations) ? rotations : .c6
    }
  }

  /// - Parameter kset: wave vectors that were asked for, nil for those of the records.
  init(
    path: FilePath?, bands: Int?, verify: Double?, seed: UInt64,
    kset: @escaping @Sendable (CrystalSymmetry) throws -> KSet?
  ) {
    self.path = path
    self.bands = bands
    self.verify = verify
    self.seed = seed
    self.kset = kset
  }

  /// - Throws: `StreamError` where there is none, or it does not have the bands.
  func network(for kind: Kind) throws -> PredictNetwork {
    try made.withLock { made in
      // A network that was named says itself what it does not know.
      let kind = path == nil ? kind : Kind(.schroedinger, .c6)
      if let network = made[kind] { return network }
      let network = try PredictNetwork(
        try NetworkFile(path: path, for: kind.equation, kind.symmetry), bands: bands,
        verify: verify, seed: seed, kset: kset)
      made[kind] = network
      return network
    }
  }

  private var all: [PredictNetwork] {
    made.withLock { made in
      NetworkDomain.equations.flatMap { equation in
        NetworkInput.symmetries.compactMap { made[Kind(equation, $0)] }
      }
    }
  }

  /// Says where error bars are missing.
  func report() {
    for network in all where network.file.network.errors == nil {
      Console.note(
        "predict",
        "the network has no error bars; give it some with calibrate-tbnn, or use --verify")
    }
  }

  func reportVerification() { for network in all { network.check?.report() } }
}

/// A network and what runs it.
final class PredictNetwork: Sendable {
  let file: NetworkFile
  let bands: Int
  let pool: PredictorPool
  let check: Verification?
  /// What was asked for.
  private let wanted: Result<KSet?, any Error>

  init(
    _ file: NetworkFile, bands wanted: Int?, verify: Double?, seed: UInt64,
    kset: (CrystalSymmetry) throws -> KSet?
  ) throws {
    self.wanted = Result { try kset(file.network.family.symmetry) }
    self.file = file
    let trained = file.network
    let bands = wanted ?? trained.bands
    guard (1...trained.family.dimension).contains(bands) else {
      throw StreamError(
        .usage, "--bands must be 1 to \(trained.family.dimension), not \(bands)")
    }
    if let known = trained.errors?.bands, bands > known {
      throw StreamError(
        .usage,
        "the error of \(known) bands is known, not of \(bands): ask for fewer, or calibrate the network on "
          + "cells with more (calibrate-tbnn)")
    }
    self.bands = bands
    let cornerBands = min(trained.errors?.bands ?? trained.family.dimension, bands + 1)
    pool = PredictorPool(trained, bands: bands, cornerBands: cornerBands)
    check = verify.map {
      Verification(
        share: $0, seed: seed, bands: cornerBands, threshold: file.error,
        equation: trained.domain.equation)
    }
  }

  /// The wave vectors of a record.
  /// - Throws: `StreamError` for bands that make no sense, `SolverError` where the group has no such wave vectors.
  func kset(of record: PBRecord) throws -> KSet {
    if let wanted = try wanted.get() { return wanted }
    return record.hasBands ? try record.bands.kset() : .special(file.network.family.symmetry)
  }

  /// - Throws: `StreamError` (bad data) for a cell that it does not know.
  func input(of cell: UnitCell, _ kset: KSet) throws -> NetworkCell {
    do { return try file.network.input(of: cell, kset) } catch let error as GeometryError {
      throw StreamError(.badData, error.description)
    }
  }

  /// Puts a prediction into its record, and checks it where that is wanted.
  func fill(
    _ record: inout PBRecord, _ prediction: Prediction, of cell: UnitCell, _ kset: KSet
  ) throws {
    record.model = PBTightBinding(
      prediction, family: file.network.family, network: file.digest)
    let largest = prediction.errors?.zone.max().map(Double.init) ?? file.error
    record.bands = PBBandStructure(
      kset: kset, energies: prediction.energies, bands: bands,
      errorEstimate: prediction.isLight
        ? record.model.bandErrors.max() ?? largest : largest)
    let group = file.network.family.symmetry.group
    record.irreps = PBSymmetryTable(prediction.special, group: group == .p6 ? nil : group)
    if let medium = cell.medium { record.bands.describe(medium, of: cell, error: largest) }
    if let error = try check?.measure(record, cell, prediction) {
      record.model.measuredError = error
    }
  }
}
