import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// The search for nodes between bands as a filter.
struct BerryFlux: ParsableCommand {
  enum Model: String, ExpressibleByArgument, CaseIterable {
    case auto, network, exact
  }

  static let configuration = CommandConfiguration(
    commandName: "berryflux",
    abstract: "Find all nodes between neighbouring bands in the whole Brillouin zone.",
    discussion: """
      Example: genpot random -n 100 --alpha 0.5 | predict | berryflux | fingerprint | rec-view --tsv verdict

      Reads the tight-binding model of predict or the reduced model of solve-seq --keep-model, and the \
      irreps at Gamma, K and M; adds the block 'connectivity': for each cut n|n+1 whether the bands touch \
      ('NODES', with their places and the points where symmetry pins them), are 'GAPPED' (with the \
      smallest gap), or whether the search remained 'UNRESOLVED'. Berry fluxes through triangles that \
      are refined until they are clear, minima of the gap followed to their bottom, and the C2 theorem \
      must agree. With --grid the fluxes of N x N plaquettes alone, as in arXiv:1912.03296.
      """,
    version: packageVersion)

  @Option(
    help: ArgumentHelp(
      "Whose bands: of predict (network), of solve-seq --keep-model (exact), or of that which the "
        + "record has (auto; the exact one of both)."))
  var model: Model = .auto

  @Option(
    help: ArgumentHelp(
      "Numbers of bands below the gaps, e.g. 1,2,3; by default all within the bands known.",
      valueName: "list"))
  var cuts: String?

  @Option(help: "Triangles along an edge of the wedge Gamma-K-K' at first, even.")
  var divisions: Int = 12

  @Option(
    help: ArgumentHelp(
      "Instead of a search, fluxes through N x N plaquettes of the zone; of predict's model only.",
      valueName: "n"))
  var grid: Int?

  @Flag(
    help: ArgumentHelp(
      "Also integrate over isolated sets of bands: the Euler number of two bands, and with predict's model w2 "
        + "of larger sets by Wilson loops. fingerprint then tells two bands that look atomic but wind."
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
    if grid != nil && (model == .exact || wilson) {
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
    let model = grid == nil ? model : .network
    let grid = try grid.map { try FluxGrid(divisions: $0) }
    var arguments = ["--model", model.rawValue, "--cuts", cuts ?? "all"]
    arguments +=
      grid.map { ["--grid", "\($0.divisions)"] } ?? ["--divisions", "\(divisions)"]
    if wilson { arguments.append("--wilson") }
    try runFilter(tool: "berryflux", arguments: arguments, options: stream) { record in
      if try isExact(record, model) {
        let hamiltonian = try record.reducedModel.model()
        let corners = try record.irreps.specialPoints()
        let cuts = try cutRange(wanted, corners, order: hamiltonian.bands)
        let found = try topology { () throws(TopologyError) in
          try NodeSearch(hamiltonian, corners: corners).search(cuts: cuts, divisions: divisions)
        }
        record.connectivity = PBConnectivity(found, model: "reduced", method: "adaptive")
        if wilson {
          record.connectivity.windings = windings(found) { bands in
            eulerNumber(hamiltonian, bands, corners).map {
              PBWinding(bands: bands, euler: $0, w2: nil)
            }
          }
        }
        return
      }
      let (hamiltonian, corners) = try tightBinding(record)
      let cuts = try cutRange(wanted, corners, order: hamiltonian.order)
      if let grid {
        record.connectivity = PBConnectivity(
          [], model: "tight-binding", method: "grid \(grid.divisions)")
        record.connectivity.cuts = try topology { () throws(TopologyError) in
          try grid.search(hamiltonian, cuts: cuts, corners: corners)
        }.map(PBCut.init)
        return
      }
      let found = try topology { () throws(TopologyError) in
        try NodeSearch(hamiltonian, corners: corners).search(cuts: cuts, divisions: divisions)
      }
      record.connectivity = PBConnectivity(found, model: "tight-binding", method: "adaptive")
      if wilson {
        record.connectivity.windings = windings(found) { bands in
          WilsonLoops(hamiltonian, bands: bands).map {
            PBWinding(bands: bands, euler: $0.winding, w2: $0.w2)
          }
        }
      }
    }
  }
}

/// What `body` says of each set of bands that two gaps bound, the lower one perhaps below all bands.
private func windings(_ found: [CutNodes], _ body: (ClosedRange<Int>) -> PBWinding?) -> [PBWinding]
{
  var result: [PBWinding] = []
  // The cut below the set; nil where cuts were left out or unresolved.
  var below: Int? = 0
  var last = 0
  for cut in found {
    if cut.cut != last + 1 || cut.verdict == .unresolved { below = nil }
    last = cut.cut
    guard cut.verdict == .gapped else { continue }
    if let below, cut.cut - below > 1, let winding = body((below + 1)...cut.cut) {
      result.append(winding)
    }
    below = cut.cut
  }
  return result
}

/// |Euler number| of two bands by the fluxes in the wedge; nil for other numbers of bands, and where the model's
/// own error keeps it from being whole.
private func eulerNumber(
  _ hamiltonian: ReducedModel, _ bands: ClosedRange<Int>, _ corners: [SpecialPointBands]
) -> Int? {
  guard bands.count == 2, let gamma = corners.first(where: { $0.label == "Gamma" }) else {
    return nil
  }
  let irreps = Array(gamma.irreps[(bands.lowerBound - 1)..<bands.upperBound])
  guard
    let found = EulerFlux(hamiltonian, firstBand: bands.lowerBound, irrepsAtGamma: irreps),
    abs(found.deviation) < 0.1
  else { return nil }
  return found.number
}

/// Which of the record's models is wanted.
private func isExact(_ record: PBRecord, _ wanted: BerryFlux.Model) throws -> Bool {
  guard record.hasIrreps else {
    throw StreamError(.badData, "the record has no irreps; run predict or solve-seq first")
  }
  switch wanted {
  case .auto where record.hasReducedModel, .exact where record.hasReducedModel: return true
  case .auto where record.hasModel, .network where record.hasModel: return false
  case .auto:
    throw StreamError(
      .badData, "the record has no model; run predict, or solve-seq with --keep-model")
  case .network: throw StreamError(.badData, "the record has no network's model; run predict")
  case .exact:
    throw StreamError(.badData, "the record has no exact model; run solve-seq with --keep-model")
  }
}

/// The tables of the usual model, made once.
private let standardModel = TightBindingModel()

/// The model of `predict` in double precision, with its own bands at Gamma, K and M.
private func tightBinding(_ record: PBRecord) throws -> (
  TightBindingHamiltonian, [SpecialPointBands]
) {
  let coefficients = try record.model.coefficients.doubles()
  guard let orbitals = OrbitalSet(record.model.orbitals),
    coefficients.count == orbitals.coefficientCount, coefficients.allSatisfy(\.isFinite)
  else {
    throw StreamError(
      .badData,
      "model: \(coefficients.count) coefficients do not fit '\(record.model.orbitals)', or not finite;"
        + " predict again")
  }
  let model = orbitals == .standard ? standardModel : TightBindingModel(orbitals: orbitals)
  let known = record.irreps.points.map(\.irreps.count).min() ?? 0
  let corners = try model.specialPoints(
    coefficients: coefficients, count: min(known, orbitals.dimension))
  return (TightBindingHamiltonian(model, coefficients: coefficients), corners)
}

/// The cuts wanted, or all.
private func cutRange(_ wanted: [Int]?, _ corners: [SpecialPointBands], order: Int) throws -> [Int]
{
  let bands = min(order, corners.map(\.irreps.count).min() ?? 0)
  guard bands > 1 else {
    throw StreamError(.badData, "a cut needs two bands, and \(bands) are known; solve more bands")
  }
  guard let wanted else { return Array(1..<bands) }
  guard let last = wanted.last, last < bands else {
    throw StreamError(
      .badData,
      "the cut \(wanted.last ?? 0)|\((wanted.last ?? 0) + 1) lies beyond the \(bands) bands known; use --bands"
        + " of predict or solve-seq")
  }
  return wanted
}

private func topology<Value>(_ body: () throws(TopologyError) -> Value) throws -> Value {
  do { return try body() } catch { throw StreamError(.badData, "\(error)") }
}
