import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// The classification of bands by their irreps as a filter.
struct Fingerprint: ParsableCommand {
  enum Source: String, ExpressibleByArgument, CaseIterable {
    case auto, irreps, nodes, both
  }

  static let configuration = CommandConfiguration(
    commandName: "fingerprint",
    abstract: "Classify the isolated sets of bands of every unit cell by their topology.",
    usage: "fingerprint [<options>] [<file> ...]",
    discussion: """
      Example: fingerprint solved.rec.zst | rec-view --tsv key.index,topology.sets[0].name

      Reads the block 'irreps' and adds the block 'topology': the isolated sets of bands from the lowest \
      one up, each with its symmetry fingerprint, its canonical sum or difference of elementary band \
      representations, a verdict, w2, the Euler number modulo 6 where the irreps fix it, and the corner \
      charge. Bands that do not close within those known make an undetermined set at the end. With the \
      nodes of berryflux, sets that only free nodes connect are joined, and topology.disagreements \
      lists the cuts n|n+1 of which irreps and nodes say different things; with windings of \
      berryflux --wilson, two bands that look atomic but wind are told.

      Where two bands come closer than their errors (at Gamma, K, M, or at the smallest gap of berryflux), and \
      where berryflux was left unresolved, no set ends: it goes on to the next gap that is one, and its \
      'touchings' name the cut, the place, the distance and the error. A smaller --tolerance of solve-seq tells more of \
      them apart.

      topology.connectivity (gaps_from in rec-view --tsv) says what gaps were concluded from: 'irreps' alone do not see \
      bands that touch at an even number of node sextets.
      """,
    version: packageVersion)

  @Option(
    help: ArgumentHelp(
      "Classify at most this many sets; by default all that close, then the rest.",
      valueName: "n"))
  var sets: Int?

  @Option(
    help: ArgumentHelp(
      "What decides that bands are apart where no pair is split: irreps (with the C2 theorem), nodes (of "
        + "berryflux), both (a gap must be one by both) or auto (both, where the record has nodes).",
      valueName: "source"))
  var connectivity: Source = .auto

  @Option(
    help: ArgumentHelp(
      "Error of every band, Vmax, in place of the one in the record; 0 takes the energies as they are.",
      valueName: "vmax"))
  var error: Double?

  @OptionGroup var stream: StreamOptions

  func validate() throws {
    if let error, !(error.isFinite && error >= 0) {
      throw ValidationError("--error must be a number from 0, not \(error)")
    }
    if let sets, sets < 1 { throw ValidationError("--sets must be at least 1, not \(sets)") }
  }

  func run() throws {
    let limit = sets ?? .max
    let wanted = connectivity
    let error = error
    var arguments = ["--sets", sets.map(String.init) ?? "all", "--connectivity", wanted.rawValue]
    if let error { arguments += ["--error", "\(error)"] }
    try runFilter(tool: "fingerprint", arguments: arguments, options: stream) { record in
      record.clearTopology()
      guard record.hasIrreps else {
        throw StreamError(.badData, "the record has no irreps; solve-seq and predict make them")
      }
      if !record.hasConnectivity && (wanted == .nodes || wanted == .both) {
        throw StreamError(.badData, "the record has no nodes; run berryflux first")
      }
      let group = try record.irrepGroup()
      let (special, nodes) = (try record.specialPoints(), try record.nodes())
      let source =
        Connectivity.Source(rawValue: wanted.rawValue)
        ?? (record.hasConnectivity ? .both : .irreps)
      let errors = try record.bandErrors(replacedBy: error)
      do {
        let clustering = try BandClustering(
          special, group: group, timeReversal: !record.irreps.brokenTimeReversal, errors: errors,
          field: WaveEquation(rawValue: record.equation)?.field ?? .scalar)
        record.topology = PBClassification(
          try clustering.sets(limit: limit, connectivity: nodes, by: source), by: source,
          disagreements: clustering.disagreements(with: nodes))
      } catch {
        throw StreamError(.badData, "\(error)")
      }
    }
  }
}
