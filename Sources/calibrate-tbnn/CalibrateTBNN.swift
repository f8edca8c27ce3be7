import ArgumentParser
import BlochCore
import BlochRecords
import Foundation
import LinearAlgebra
import RecordStream
import ToolSupport

/// Calibration of a network's error bars.
struct CalibrateTBNN: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate-tbnn",
    abstract: "Give a network error bars that hold for the kinds of cells it will meet.",
    discussion: """
      Example: calibrate-tbnn --network mine.safetensors random.rec.zst drawn.rec.zst -o calibrated.safetensors

      Each file holds solved cells of one kind, which training has not seen, all on one k-grid that has \
      the special points (Gamma, K, M of p6; Gamma, X, M of p4); they are named by the files. Bars are as many as the cells have bands. They are fitted \
      to the errors that the network makes on these cells such that, with 99 % confidence, the largest error \
      of a band over the zone is within its bar for 95 % of the cells of every kind. Weights stay, and so \
      do the predictions. train-tbnn does the same with the cells that it holds out, one kind.
      """,
    version: packageVersion)

  @Argument(
    help: ArgumentHelp(
      "Streams of solved records, one for each kind, 90 or more cells each.", valueName: "file"))
  var inputs: [FilePath]

  @Option(
    help: ArgumentHelp(
      "Network to calibrate; by default the one that comes with the program.", valueName: "file"))
  var network: FilePath?

  @Option(
    help: ArgumentHelp(
      "Kinds that training saw, by comma: what other cells are compared with; by default all.",
      valueName: "kinds"))
  var known: String?

  @Flag(help: "Round the weights to half precision first: a file of half the size.")
  var half = false

  @Option(help: "Seed of the fit.")
  var seed: UInt64 = 1

  @OptionGroup var workers: WorkerOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let file = try NetworkFile(path: network)
    var trained = file.network
    if half { trained.roundToHalf() }
    let kinds = inputs.map { Self.kind(of: $0) }
    for (i, kind) in kinds.enumerated() where kinds[..<i].contains(kind) {
      throw StreamError(
        .usage, "two files are named '\(kind)'; each file is one kind, so put its cells together")
    }
    let wanted = known?.split(separator: ",").map(String.init) ?? kinds
    if let stranger = wanted.first(where: { !kinds.contains($0) }) {
      throw StreamError(
        .usage, "--known names '\(stranger)'; the kinds are \(kinds.joined(separator: ", "))")
    }
    try refuseOverwriting(inputs + (network.map { [$0] } ?? []), by: output.output)
    let sink = try openSink(output.output)
    let team = WorkerTeam(threads: workers.threads)
    let show = output.progress ?? TerminalLine.isPossible
    var observations: [ErrorObservations] = []
    for (path, kind) in zip(inputs, kinds) {
      do {
        let set = try SolvedCells.read(path, for: trained, threads: workers.threads)
        observations.append(
          ErrorObservations(kind: kind, network: trained, set: set, team: team))
        if show { Console.note("calibrate-tbnn", "\(kind): \(set.count) cells") }
      } catch let error as StreamError {
        throw StreamError(error.code, "'\(path)': \(error)")
      }
    }
    do {
      trained.errors = try ErrorCalibration.fit(
        observations, known: observations.filter { wanted.contains($0.kind) }, network: trained,
        seed: seed, team: team)
    } catch let error as SolverError { throw StreamError(.badData, error.description) }
    try trained.tensorFile(training: file.metadata).write(to: sink)
  }

  /// The file's name up to the first dot.
  private static func kind(of path: FilePath) -> String {
    let name = path.name.description
    let stem = name.split(separator: ".").first.map(String.init) ?? name
    // Names stand in a list separated by blanks.
    return String(stem.map { $0.isWhitespace || $0 == "," ? "_" : $0 })
  }
}
