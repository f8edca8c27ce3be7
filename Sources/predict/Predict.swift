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

      Networks come for potentials (p6, Vmax = 256) and for light in rods (p6, tm, ratios of epsilon of 2 to 16); that of the \
      record's equation is taken, and train-tbnn makes others, of p4 too. A cell with mirrors or glides besides keeps its group, and its irreps are those of \
      the rotations: p6 for p6m, p4 for p4m and p4g. Error bars of light are those of energies (omega a/(2 pi c))^2; bands.frequency_error is that of \
      frequencies.

      Adds the blocks 'model' (tight-binding coefficients), 'bands' and 'irreps' (at Gamma, K, M of p6, Gamma, X, M of p4), in place \
      of those that are there. Without --grid, --path or --kpoints the bands are at the k-points of the \
      record's bands, or at these points when it has none. 'model.band_errors' are error bars: the largest \
      error of a band over the zone is below its bar for 95 % of the cells of each kind that the network was \
      calibrated on; 'model.special_errors' are those at the special points. 'model.outside' marks a geometry \
      with a bar five times the usual one, or unlike those that the network was trained on, 'model.margin' \
      is the smallest distance of two bands of different irreps there: below the bars their order \
      is uncertain.
      """,
    version: packageVersion)

  @Option(
    help: ArgumentHelp(
      "Network that train-tbnn wrote; by default the one that comes with the program.",
      valueName: "file"))
  var network: FilePath?

  @OptionGroup var medium: MediumOptions
  @OptionGroup var points: KSetOptions

  @Option(
    help:
      "Number of bands, by default those that training compared; at special points one more is told. Bands above have large error bars."
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
        + "their error bars; tell the error at special points, and how many bars hold.",
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
    let request = try usage { try points.request() }
    let example = try usage { try points.example() }
    if let network { try refuseOverwriting([network], by: stream.output.output) }
    let networks = PredictNetworks(
      path: network, bands: bands, verify: verify, seed: seed, kset: request)
    // The network of potentials, or the one that was named: nothing is read where it does not fit the options.
    let asked = try usage { try self.medium.medium() }
    let options = self.medium
    let first = try networks.network(for: .init(asked?.equation ?? .schroedinger, .c6))
    let doubts = Doubts()
    var arguments = [
      "--network", first.file.digest, "--kset", example?.name ?? "of the record", "--bands",
      "\(first.bands)",
    ]
    let inDouble = precision == .double
    if inDouble { arguments += ["--precision", precision.rawValue] }
    if let verify { arguments += ["--verify", "\(verify)"] }
    arguments += options.arguments
    try runFilter(
      tool: "predict", arguments: arguments, seed: verify == nil ? 0 : seed, options: stream,
      together: Predictor.capacity
    ) { records in
      var errors = [Error?](repeating: nil, count: records.count)
      typealias Cell = (place: Int, cell: UnitCell, input: NetworkCell)
      typealias Batch = (network: PredictNetwork, cells: [Cell])
      var batches: [ObjectIdentifier: Batch] = [:]
      for i in records.indices {
        do {
          if asked != nil { records[i].clearReducedModel() }
          try options.apply(asked, to: &records[i])
          let equation = WaveEquation(rawValue: records[i].equation) ?? .schroedinger
          let cell = try records[i].unitCell()
          let network = try networks.network(for: .init(equation, cell.symmetry))
          let input = try network.input(of: cell, network.kset(of: records[i]))
          batches[ObjectIdentifier(network), default: (network, [])].cells.append((i, cell, input))
        } catch { errors[i] = error }
        records[i].clearSolution()
        records[i].clearModel()
      }
      for (network, batch) in batches.values {
        let predictor = network.pool.take()
        defer { network.pool.give(predictor) }
        var predictions = predictor.predict(batch.map(\.input))
        for (j, (i, cell, input)) in batch.enumerated() {
          do {
            if inDouble { try predictor.solveInDouble(&predictions[j], input.kset) }
            try network.fill(&records[i], predictions[j], of: cell, input.kset)
            doubts.count(predictions[j])
          } catch { errors[i] = error }
        }
      }
      return errors
    }
    networks.report()
    doubts.report()
    networks.reportVerification()
  }
}
