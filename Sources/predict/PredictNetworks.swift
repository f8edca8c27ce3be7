import BlochCore
import BlochRecords
import Foundation
import RecordStream
import Synchronization
import ToolSupport

/// The networks of the equations in a stream, each read when its first cell comes; or the one that was named.
final class PredictNetworks: Sendable {
  private let path: FilePath?
  private let bands: Int?
  private let verify: Double?
  private let seed: UInt64
  private let made = Mutex<[WaveEquation: PredictNetwork]>([:])

  init(path: FilePath?, bands: Int?, verify: Double?, seed: UInt64) {
    self.path = path
    self.bands = bands
    self.verify = verify
    self.seed = seed
  }

  /// - Throws: `StreamError` where there is none, or it does not have the bands.
  func network(for equation: WaveEquation) throws -> PredictNetwork {
    try made.withLock { made in
      // A network that was named says itself what it does not know.
      let name =
        path == nil && NetworkDomain.equations.contains(equation) ? equation : .schroedinger
      if let network = made[name] { return network }
      let network = try PredictNetwork(
        try NetworkFile(path: path, for: name), bands: bands, verify: verify, seed: seed)
      made[name] = network
      return network
    }
  }

  private var all: [PredictNetwork] {
    made.withLock { made in NetworkDomain.equations.compactMap { made[$0] } }
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

  init(_ file: NetworkFile, bands wanted: Int?, verify: Double?, seed: UInt64) throws {
    self.file = file
    let trained = file.network
    let bands = wanted ?? trained.bands
    guard (1...trained.orbitals.dimension).contains(bands) else {
      throw StreamError(
        .usage, "--bands must be 1 to \(trained.orbitals.dimension), not \(bands)")
    }
    if let known = trained.errors?.bands, bands > known {
      throw StreamError(
        .usage,
        "the error of \(known) bands is known, not of \(bands): ask for fewer, or calibrate the network on "
          + "cells with more (calibrate-tbnn)")
    }
    self.bands = bands
    let cornerBands = min(trained.errors?.bands ?? trained.orbitals.dimension, bands + 1)
    pool = PredictorPool(trained, bands: bands, cornerBands: cornerBands)
    check = try verify.map {
      try Verification(
        share: $0, seed: seed, bands: cornerBands, threshold: file.error,
        equation: trained.domain.equation)
    }
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
      prediction, orbitals: file.network.orbitals, network: file.digest)
    let largest = prediction.errors?.zone.max().map(Double.init) ?? file.error
    record.bands = PBBandStructure(
      kset: kset, energies: prediction.energies, bands: bands,
      errorEstimate: prediction.isLight
        ? record.model.bandErrors.max() ?? largest : largest)
    record.irreps = PBSymmetryTable(prediction.special)
    if let medium = cell.medium { record.bands.describe(medium, of: cell, error: largest) }
    if let error = try check?.measure(record, cell, prediction) {
      record.model.measuredError = error
    }
  }
}
