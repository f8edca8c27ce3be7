import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// The search for nodes between bands as a filter.
struct BerryFlux: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "berryflux",
    abstract: "Find all nodes between neighbouring bands in the whole Brillouin zone.",
    discussion: """
      Example: genpot random -n 100 --alpha 0.5 | predict | berryflux | fingerprint | rec-view --tsv verdict

      Reads the reduced model of solve-seq --keep-model, of any group, or the tight-binding model of predict (p6), and the \
      irreps at the special points; adds the block 'connectivity': for each cut n|n+1 whether the bands touch \
      ('NODES', with their places, the points where symmetry pins them, the lines on which glides pair all bands, and \
      points where they touch by accident), are \
      'GAPPED' (with 'gap', the direct gap, smallest at one wave vector, and 'complete_gap', from the top of the lower \
      band to the bottom of the upper one, anywhere in the zone, negative where they overlap; 'midgap_ratio' is the \
      complete gap over the middle between these edges), or whether the search \
      remained 'UNRESOLVED'. Minima of the gap are followed to their \
      bottom; the nodes found must agree with the Berry fluxes of all triangles of the zone, which are \
      made smaller where they do not, with the C2 theorem and with the parities of bands along mirror lines. Without C2 \
      (p1, pm, pg, cm, p3, p3m1, p31m) bands touch where symmetry makes them only. The gaps of a lattice model of invdesign \
      target are proved by bounds of its slopes; without time reversal 'chern' is the Chern number of the bands below. With \
      --grid the fluxes of N x N plaquettes alone, as in arXiv:1912.03296.
      """,
    version: packageVersion)

  @OptionGroup var whose: ModelOptions

  @Option(
    help: ArgumentHelp(
      "Numbers of bands below the gaps, e.g. 1,2,3; by default all within the bands known.",
      valueName: "list"))
  var cuts: String?

  @Option(help: "Triangles along an edge of the zone's irreducible piece at first, even.")
  var divisions: Int = 12

  @Option(
    help: ArgumentHelp(
      "Instead of a search, fluxes through N x N plaquettes of the zone; of predict's model only.",
      valueName: "n"))
  var grid: Int?

  @Flag(
    help: ArgumentHelp(
      "Also integrate over isolated sets of bands: in p6 the Euler number of two bands, and with predict's model w2 "
        + "of larger sets by Wilson loops; fingerprint then tells two bands that look atomic but wind. Without C2 the "
        + "Berry flux, in p3, p3m1 and p31m the valley Chern number."
    ))
  var wilson = false

  @OptionGroup var stream: StreamOptions

  func validate() throws {
    _ = try cutList()
    guard (4...200).contains(divisions), divisions % 2 == 0 else {
      throw ValidationError("--divisions must be an even number from 4 to 200, not \(divisions)")
    }
    if let grid, !(3...2000).contains(grid) {
      throw ValidationError("--grid must be 3 to 2000, not \(grid)")
    }
    if grid != nil && (whose.model == ModelChoice.exact || wilson) {
      throw ValidationError("--grid takes neither --model exact nor --wilson")
    }
  }

  private func cutList() throws -> [Int]? {
    try cuts.map { text in
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
        Int($0) ?? 0
      }
      guard numbers.allSatisfy({ (1...400).contains($0) }), Set(numbers).count == numbers.count
      else {
        throw ValidationError("--cuts must be different numbers from 1, e.g. 1,2,3, not '\(text)'")
      }
      return numbers.sorted()
    }
  }

  func run() throws {
    let (wanted, divisions, wilson) = (try cutList(), divisions, wilson)
    let model = grid == nil ? whose.model : .network
    let grid = try grid.map { try FluxGrid(divisions: $0) }
    var arguments = ["--model", model.rawValue, "--cuts", cuts ?? "all"]
    arguments +=
      grid.map { ["--grid", "\($0.divisions)"] } ?? ["--divisions", "\(divisions)"]
    if wilson { arguments.append("--wilson") }
    let search = ConnectivitySearch(
      cuts: wanted, divisions: divisions, grid: grid, wilson: wilson)
    try runFilter(tool: "berryflux", arguments: arguments, options: stream) { record in
      record.clearConnectivity()
      guard record.hasIrreps else {
        throw StreamError(.badData, "the record has no irreps; run predict or solve-seq first")
      }
      if record.hasLatticeModel {
        record.connectivity = try search.lattice(record)
        return
      }
      record.connectivity =
        try model.isExact(in: record) ? search.exact(record) : search.network(record)
    }
  }
}
