import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// The exact solver as a filter.
struct SolveSeq: ParsableCommand {
  enum Method: String, ExpressibleByArgument, CaseIterable {
    case reduced, dense
  }

  static let configuration = CommandConfiguration(
    commandName: "solve-seq",
    abstract: "Solve the Schroedinger equation: bands and irreps of every unit cell.",
    discussion: """
      Example: genpot random -n 100 --seed 7 | solve-seq --grid 12 -o bands.rec.zst

      Adds the blocks 'bands' (energies in units of v_max at every k-point of the k-set) and 'irreps' \
      (symmetry labels at the special points of the cell's wallpaper group: Gamma, K and M of p6; for a C2 cell of \
      the hexagonal lattice also K1, M1, K2, M2, the same points turned by 60 and 120 degrees), in place of those \
      that are there. Without --grid, --path or --kpoints only the special points are solved, which is all that \
      fingerprint needs. 'wallpaper show NAME' prints a group's points and irreps.

      'bands.error_estimate' is the error of solving what is solved: the exact crystal where the record has \
      its shapes ('bands.potential' is then shapes), else the trigonometric interpolant of the pixels. What a \
      picture leaves open stands beside it in 'bands.resolution': 'pixel_error', the difference to hexagons of \
      constant V around the pixels, and for two levels 'rim_error', an estimate of what rounding the rim to \
      whole pixels does to a level.
      """,
    version: packageVersion)

  @OptionGroup var points: KSetOptions

  @OptionGroup var medium: MediumOptions

  @Option(help: "Number of bands.")
  var bands: Int = 7

  @Option(
    help: ArgumentHelp(
      "Largest error of an energy wanted, in units of v_max; decides the cut-off of each cell. By default 1.2e-3, "
        + "and 3e-4 with --keep-model, whose symmetry is as exact as its energies. Of light, sound and elastic waves "
        + "the largest error of omega a/(2 pi c), by default 1e-3; most are ten times smaller."
    ))
  var tolerance: Double?

  @Option(
    help: ArgumentHelp(
      "reduced (symmetry blocks and Bloch modes) or dense (one matrix at every k, for comparison and for "
        + "potentials too deep for the other: bands without irreps)."))
  var method: Method = .reduced

  @Option(
    help: ArgumentHelp(
      "Cut-off of --method dense: |k + G|^2 in units of |b|^2; n holds 3.63 n waves. By default 150."
    ))
  var cutoff: Double?

  @Flag(
    help: ArgumentHelp(
      "Also add the block 'gradient': the derivative of every energy by every Fourier coefficient "
        + "of the potential or pattern, by its imaginary part too where the group has no C2."))
  var gradient = false

  @Flag(
    help: ArgumentHelp(
      "Also add the block 'reduced_model': the bands as small matrices, one for each piece of the zone, in which "
        + "berryflux searches for nodes and of which derive takes derivatives."))
  var keepModel = false

  @Option(
    help: ArgumentHelp(
      "Also add the block 'states': Bloch functions of these bands at every k-point, on the points of the potential, "
        + "e.g. 1-3 or 2,5; by plane waves up to --cutoff.", valueName: "bands"))
  var states: String?

  @OptionGroup var stream: StreamOptions

  func validate() throws {
    _ = try stateList()
    if method == .dense {
      if gradient || keepModel {
        throw ValidationError("--method dense has no --gradient and no --keep-model")
      }
      if tolerance != nil {
        throw ValidationError("--method dense goes by --cutoff, not --tolerance")
      }
    } else if cutoff != nil && states == nil {
      throw ValidationError("--cutoff is for --method dense and for --states")
    }
  }

  /// Bands of --states, ascending.
  private func stateList() throws -> [Int]? {
    try states.map { text in
      var found: Set<Int> = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
          Int($0) ?? 0
        }
        guard (1...2).contains(ends.count), let first = ends.first, let last = ends.last,
          first >= 1, first <= last, last <= bands
        else {
          throw ValidationError(
            "--states are bands from 1 to --bands, e.g. 1-3 or 2,5, not '\(text)'")
        }
        found.formUnion(first...last)
      }
      return found.sorted()
    }
  }

  /// Nil for the other method.
  private func denseCutoff() throws -> Double? {
    guard method == .dense else { return nil }
    let cutoff = cutoff ?? 150
    try usage { try DenseBands.validate(cutoff: cutoff, bands: bands) }
    return cutoff
  }

  func run() throws {
    let bands = bands
    let (asked, gradient, keepModel) = (self.tolerance, gradient, keepModel)
    @Sendable func tolerance(_ equation: WaveEquation) -> Double {
      asked ?? (equation != .schroedinger ? 1e-3 : keepModel ? 3e-4 : 1.2e-3)
    }
    let medium = try usage { try self.medium.medium() }
    let options = self.medium
    let request = try usage { try points.request() }
    let solvers = SolverTable(bands: bands, tolerance: tolerance) {
      try request($0) ?? .special($0)
    }
    // Options out of range are found before the first record.
    let setName = try usage { try solvers.check() }.name
    let cutoff = try denseCutoff()
    let states = try stateList()
    let stateCutoff = self.cutoff ?? 150
    if let states {
      try usage { try DenseBands.validate(cutoff: stateCutoff, bands: (states.last ?? 0) + 1) }
    }
    var arguments = ["--kset", setName, "--bands", "\(bands)", "--method", method.rawValue]
    arguments +=
      cutoff.map { ["--cutoff", "\($0)"] } ?? [
        "--tolerance", "\(tolerance(medium?.equation ?? .schroedinger))",
      ]
    arguments += options.arguments
    if gradient { arguments.append("--gradient") }
    if keepModel { arguments.append("--keep-model") }
    if let states {
      arguments += ["--states", states.map(String.init).joined(separator: ",")]
      if cutoff == nil { arguments += ["--cutoff", "\(stateCutoff)"] }
    }
    try runFilter(tool: "solve-seq", arguments: arguments, options: stream) { record in
      record.clearSolution()
      record.clearReducedModel()
      try options.apply(medium, to: &record)
      let cell = try record.unitCell()
      let isFrequency = cell.medium != nil
      let (solver, kset, resolution) = try solvers.tools(
        for: cell.symmetry, equation: cell.medium?.equation ?? .schroedinger)
      if isFrequency, cutoff != nil || states != nil {
        throw SolverError("--method dense and --states are of the Schroedinger equation alone")
      }
      if let states {
        let found = try BlochFunctions(
          cell, at: kset.points, bands: states, cutoff: stateCutoff)
        record.states = PBBlochFunctions(found, kset: kset, bands: states)
      }
      if let cutoff {
        let (energies, error) = try DenseBands.solve(
          cell, at: kset.points, bands: bands, cutoff: cutoff)
        record.bands = PBBandStructure(
          kset: kset, energies: energies, bands: bands, method: "dense", errorEstimate: error,
          planeWaves: Int(3.6276 * cutoff), tolerance: 0)
        try record.bands.describe(cell, resolution: nil)
        return
      }
      let solution = try solver.solve(cell, withGradient: gradient, withModel: keepModel)
      record.irreps = PBSymmetryTable(
        solution.specialPoints,
        group: CrystalSymmetry.rotationsOnly.contains(cell.symmetry) ? nil : cell.symmetry.group)
      if let gradient = solution.gradient {
        record.gradient = PBGradient(gradient, points: kset.points.count, bands: bands)
      }
      if let model = solution.model { record.reducedModel = PBReducedModel(model) }
      record.bands = PBBandStructure(
        kset: kset, energies: solution.energies, bands: bands, method: "reduced",
        errorEstimate: solution.errorEstimate, planeWaves: solution.planeWaves,
        tolerance: tolerance(cell.medium?.equation ?? .schroedinger))
      if let medium = cell.medium {
        record.bands.describe(medium, of: cell, error: solution.tolerated)
      }
      try record.bands.describe(cell, resolution: resolution)
    }
  }
}
