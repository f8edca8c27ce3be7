import ArgumentParser
import BlochCore
import BlochRecords
import Foundation
import LinearAlgebra
import RecordStream
import Synchronization
import ToolSupport

/// The network as a filter.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predict bands and irreps of every unit cell with the tight-binding network.",
    discussion: """
      Example: genpot random -n 1000 --alpha 0.5 | predict | fingerprint | rec-view --tsv topology.sets[0].name

      Adds the blocks 'model' (tight-binding coefficients), 'bands' and 'irreps' (at Gamma, K, M), in place \
      of those that are there. Without --grid, --path or --kpoints the bands are at the k-points of the \
      record's bands, or at Gamma, K and M when it has none. 'model.band_errors' are error bars: the largest \
      error of a band over the zone is below its bar for 95 % of the cells of each kind that the network was \
      calibrated on; 'model.special_errors' are those at Gamma, K and M. 'model.outside' marks a geometry \
      with a bar five times the usual one, or unlike those that the network was trained on, 'model.margin' \
      is the smallest distance of two bands of different irreps at Gamma, K, M: below the bars their order \
      is uncertain.
      """,
    version: packageVersion)

  @Option(
    help: ArgumentHelp(
      "Network that train-tbnn wrote; by default the one that comes with the program.",
      valueName: "file"))
  var network: FilePath?

  @OptionGroup var points: KSetOptions

  @Option(
    help:
      "Number of bands, by default those that training compared; at Gamma, K and M one more is told. Bands above have large error bars."
  )
  var bands: Int?

  @Option(
    help: ArgumentHelp(
      "Of the energies: single has the model's eigenvalues to 1e-5 v_max, far below the network's error; "
        + "double to 1e-7, at a tenth of the speed, for derivatives and comparisons with other programs.",
      valueName: "single|double"))
  var precision = Precision.single

  enum Precision: String, ExpressibleByArgument { case single, double }

  @Option(
    help: ArgumentHelp(
      "Solve this share of the records exactly too, and those with bands of different irreps closer than "
        + "their error bars; tell the error at Gamma, K and M, and how many bars hold.",
      valueName: "share"))
  var verify: Double?

  @Option(help: "Seed of the choice that --verify makes.")
  var seed: UInt64 = 0

  @OptionGroup var stream: StreamOptions

  func validate() throws {
    if let verify, !(0...1).contains(verify) {
      throw ValidationError("--verify must be a share from 0 to 1, not \(verify)")
    }
  }

  func run() throws {
    let wanted = try usage { try points.kset(.c6) }
    if let network { try refuseOverwriting([network], by: stream.output.output) }
    let file = try NetworkFile(path: network)
    let trained = file.network
    let bands = bands ?? trained.bands
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
    let cornerBands = min(trained.errors?.bands ?? trained.orbitals.dimension, bands + 1)
    let doubts = Doubts()
    let workspaces = PredictorPool(trained, bands: bands, cornerBands: cornerBands)
    let check = try verify.map {
      try Verification(share: $0, seed: seed, bands: cornerBands, threshold: file.error)
    }
    var arguments = [
      "--network", file.digest, "--kset", wanted?.name ?? "of the record", "--bands", "\(bands)",
    ]
    let inDouble = precision == .double
    if inDouble { arguments += ["--precision", precision.rawValue] }
    if let verify { arguments += ["--verify", "\(verify)"] }
    try runFilter(
      tool: "predict", arguments: arguments, seed: verify == nil ? 0 : seed, options: stream,
      together: Predictor.capacity
    ) { records in
      var errors = [Error?](repeating: nil, count: records.count)
      var cells: [(features: [Float], kset: KSet)] = []
      var places: [Int] = []
      for i in records.indices {
        do {
          cells.append(try input(records[i], trained, wanted))
          places.append(i)
        } catch { errors[i] = error }
        records[i].clearSolution()
        records[i].clearModel()
      }
      let predictor = workspaces.take()
      var predictions = predictor.predict(cells)
      for (j, i) in places.enumerated() where inDouble {
        do {
          try predictor.solveInDouble(&predictions[j], cells[j].kset)
        } catch { errors[i] = error }
      }
      workspaces.give(predictor)
      for (j, i) in places.enumerated() where errors[i] == nil {
        let prediction = predictions[j]
        records[i].model = PBTightBinding(
          prediction, orbitals: trained.orbitals, network: file.digest)
        records[i].bands = PBBandStructure(
          kset: cells[j].kset, energies: prediction.energies, bands: bands,
          errorEstimate: prediction.errors?.zone.max().map(Double.init) ?? file.error)
        records[i].irreps = PBSymmetryTable(prediction.special)
        doubts.count(prediction)
        do {
          if let error = try check?.measure(records[i], prediction) {
            records[i].model.measuredError = error
          }
        } catch { errors[i] = error }
      }
      return errors
    }
    if trained.errors == nil {
      Console.note(
        "predict",
        "the network has no error bars; give it some with calibrate-tbnn, or use --verify")
    }
    doubts.report()
    check?.report()
  }
}

/// What the network needs of a record.
private func input(_ record: PBRecord, _ trained: TrainedNetwork, _ wanted: KSet?) throws
  -> (features: [Float], kset: KSet)
{
  let cell = try record.unitCell()
  // First, as it says which cells networks do not know.
  let features = try trained.architecture.input.values(of: cell)
  guard cell.vMax == trained.vMax else {
    throw StreamError(
      .badData,
      "v_max is \(cell.vMax) E0, and the network knows \(trained.vMax) only; give the cells to solve-seq "
        + "in place of predict, or train another network")
  }
  if let wanted { return (features, wanted) }
  return (features, record.hasBands ? try record.bands.kset() : .special)
}
