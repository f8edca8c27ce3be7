import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// What follows from a model of the bands, as a filter.
struct Derive: ParsableCommand {
  enum Block: String, ExpressibleByArgument, CaseIterable {
    case derivatives, dos
  }

  static let configuration = CommandConfiguration(
    commandName: "derive",
    abstract:
      "Derive velocities, effective masses and the density of states from a model of the bands.",
    discussion: """
      Example: genpot random -n 1 | solve-seq --path Gamma-K-M-Gamma --keep-model | derive | rec-view --tsv derivatives.velocities

      Reads the tight-binding model of predict or the reduced model of solve-seq --keep-model, and adds two blocks. \
      'derivatives': dE/dk of every band (in v_max a; the group velocity is this over hbar) and the inverse effective mass \
      (in 1/m of the particle: d^2E/dk^2 in units of hbar^2/m), at the k-points of the bands or at those named here; exact \
      derivatives of the model, with error bars from those of the bands, NaN where bands touch. 'density_of_states': states a \
      cell and v_max in intervals of energy, and states a cell below each edge, by linear triangles; what lies above \
      'known_to' may lack states of bands that were not calculated. Of light, sound and elastic waves the derivatives are \
      those of omega: the group velocity in c and d^2 omega/dk^2 in c a, NaN at omega = 0; intervals are of equal width in \
      omega, and --range is one of omega a/(2 pi c).
      """,
    version: packageVersion)

  @OptionGroup var points: KSetOptions

  @OptionGroup var whose: ModelOptions

  @Option(help: "Number of bands; by default those of the record.")
  var bands: Int?

  @Option(help: ArgumentHelp("Leave this block out: derivatives or dos.", valueName: "block"))
  var skip: [Block] = []

  @Option(help: "Intervals of energy of the density of states.")
  var intervals: Int = 200

  @Option(
    help: ArgumentHelp(
      "Energies of the density of states, in v_max, or frequencies; by default from the lowest band to where bands that were not calculated may begin.",
      valueName: "from:to"))
  var range: String?

  @Option(help: "Triangles along an edge of the irreducible zone for the density of states, even.")
  var divisions: Int = 48

  @OptionGroup var stream: StreamOptions

  func validate() throws {
    if let bands, !(1...400).contains(bands) {
      throw ValidationError("--bands must be 1 to 400, not \(bands)")
    }
    guard (1...10_000).contains(intervals) else {
      throw ValidationError("--intervals must be 1 to 10000, not \(intervals)")
    }
    guard (4...400).contains(divisions), divisions % 2 == 0 else {
      throw ValidationError("--divisions must be an even number from 4 to 400, not \(divisions)")
    }
    if Set(skip.map(\.rawValue)).count == Block.allCases.count {
      throw ValidationError("--skip leaves nothing to do")
    }
    _ = try energies()
  }

  private func energies() throws -> ClosedRange<Double>? {
    try range.map { text in
      let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
      guard ends.count == 2, let low = ends[0], let high = ends[1], low.isFinite, high.isFinite,
        low < high
      else { throw ValidationError("--range is from:to in v_max, e.g. 0:1.2, not '\(text)'") }
      return low...high
    }
  }

  func run() throws {
    let (model, wanted, range) = (whose.model, bands, try energies())
    let (intervals, divisions) = (intervals, divisions)
    let (derivatives, density) = (!skip.contains(.derivatives), !skip.contains(.dos))
    let request = try usage { try points.request() }
    let setName = try usage { try points.example()?.name }
    var arguments = ["--model", model.rawValue, "--bands", wanted.map(String.init) ?? "all"]
    if derivatives { arguments += ["--kset", setName ?? "of the bands"] }
    if density {
      arguments += ["--intervals", "\(intervals)", "--divisions", "\(divisions)"]
      if let range { arguments += ["--range", "\(range.lowerBound):\(range.upperBound)"] }
    }
    try runFilter(tool: "derive", arguments: arguments, options: stream) { record in
      if derivatives { record.clearDerivatives() }
      if density { record.clearDensityOfStates() }
      let chosen = try record.bandModel(exact: model.isExact(in: record))
      let bands = wanted ?? chosen.bands
      guard bands <= chosen.bands else {
        throw StreamError(
          .badData, "--bands \(bands), and the model is meant for \(chosen.bands); solve more bands"
        )
      }
      if derivatives {
        let kset = try request(record.crystalSymmetry()) ?? record.bands.kset()
        record.derivatives = try chosen.derivatives(kset, bands: bands)
      }
      if density {
        var range = range
        if let asked = range, chosen.hasFrequencies {
          guard asked.lowerBound >= 0 else {
            throw StreamError(
              .badData,
              "there are no frequencies below 0, and --range begins at \(asked.lowerBound)")
          }
          range = asked.lowerBound * asked.lowerBound...asked.upperBound * asked.upperBound
        }
        record.densityOfStates = chosen.density(
          bands: bands, divisions: divisions, intervals: intervals, range: range)
      }
    }
  }
}
