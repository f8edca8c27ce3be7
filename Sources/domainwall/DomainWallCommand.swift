import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport
import WallpaperGroups
import Walls

/// Edge states between crystals, as a filter.
struct DomainWallCommand: ParsableCommand {
  enum Method: String, ExpressibleByArgument, CaseIterable {
    case exact, model
  }

  static let configuration = CommandConfiguration(
    commandName: "domainwall",
    abstract:
      "Stack crystals into a strip, and find the states that are bound to the walls between them.",
    discussion: """
      Example: genpot holes --sweep distance=0.30:0.365:2 | domainwall --cells 7,6 | rec-view --summary

      Takes as many records as --cells has numbers and stacks that many layers of each along a wall of the lattice; the \
      last layer is followed by the first, so that two crystals have two walls. Two records make one strip by default, a \
      stream of 2,000 makes 1,000. The new record is that of the first crystal with the block 'wall': the bands of the \
      crystals at each wave vector along the wall, their common gap, the strip's levels around it, and its states between \
      the bands with their wall, depth, velocity and branch; for each wall the share of the gap that is covered and the \
      minigap. Where there is no common gap the block says so.

      --end makes the strip end: in a uniform medium, or where no wave enters. Its states are then also those at the ends.

      --method exact (the default for records with a geometry) solves the strip: by plane waves, or where the stiffness \
      jumps (te, acoustic, sh) by finite elements. --method model \
      glues the models of predict or of invdesign target: hoppings across a wall are the mean of both crystals'. kappa is \
      the component of k along the wall in units of 2 pi over the wall's period, from 0 to 1/2; at -kappa the same states \
      run the other way.
      """,
    version: packageVersion)

  @Option(
    help: ArgumentHelp("Layers of each crystal, one number a record.", valueName: "n,m"))
  var cells: String = "10,10"

  @Option(
    help: ArgumentHelp(
      "Direction of the wall, a lattice vector m a1 + n a2: 1,0 is a zigzag wall of a hexagonal lattice, 1,1 an armchair one.",
      valueName: "m,n"))
  var along: String = "1,0"

  @Option(
    help: ArgumentHelp(
      "Layers in which a crystal changes into the next, by the coefficients of its field, or of its model.",
      valueName: "layers"))
  var smooth: Int = 0

  @Option(
    help: ArgumentHelp(
      "Where layers end, from the origin of their cells along the stack, 0 to 1; 0.5 is half-way between origins. Of models cells are whole.",
      valueName: "part"))
  var edge: Double = 0.5

  @Option(
    help: ArgumentHelp(
      "What the strip ends in: hard, or a uniform medium with this value of the pattern, 0 to 1 (0 the first material); by default the last layer is followed by the first.",
      valueName: "hard|value"))
  var end: String?

  @Option(
    help: "Layers of the medium of --end between the last crystal and the first, 4 by default.")
  var endLayers: Int?

  @Option(
    help:
      "Bands below the gap; by default those of the widest gap that the crystals have in common.")
  var gap: Int?

  @Option(help: "Bands of the crystals that are looked at, 2 to 40; of models by default all.")
  var bands: Int?

  @Option(help: "Wave vectors along the wall, from 0 to 1/2.")
  var points: Int = 21

  @Option(
    help:
      "Solve the strip, or glue the records' models; by default exact where there is a geometry without a model."
  )
  var method: Method?

  @Option(
    help:
      "Largest error of --method exact in v_max, or in omega a/(2 pi c); by default 1.2e-3, or 1e-3."
  )
  var tolerance: Double?

  @Option(
    help: ArgumentHelp(
      "Network for the layers of --smooth between the records of predict; by default the one that comes with the program.",
      valueName: "file"))
  var network: FilePath?

  @Flag(
    help:
      "How much disorder of the contour turns states round, to first order (--method exact): wall.state_couplings."
  )
  var disorder = false

  @OptionGroup var medium: MediumOptions

  @OptionGroup var stream: StreamOptions

  /// Layers of each record.
  private func counts() throws -> [Int] {
    let numbers = cells.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard ((end == nil ? 2 : 1)...16).contains(numbers.count),
      numbers.allSatisfy({ (1...Strip.layerLimit).contains($0) }),
      numbers.reduce(0, +) <= Strip.layerLimit
    else {
      throw ValidationError(
        "--cells are the layers of two crystals or more, with --end of one, e.g. 10,10, \(Strip.layerLimit) in all at most, not '\(cells)'"
      )
    }
    return numbers
  }

  private func stripEnd() throws -> StripEnd? {
    guard let end else { return nil }
    guard let found = StripEnd(end, layers: endLayers ?? 4) else {
      throw ValidationError("--end is hard, or a value of the pattern from 0 to 1, not '\(end)'")
    }
    return found
  }

  private func direction() throws -> (m: Int, n: Int) {
    let numbers = along.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let m = numbers[0], let n = numbers[1],
      StripFrame(along: m, n, of: .hexagonal) != nil
    else {
      throw ValidationError(
        "--along is a lattice vector without a common divisor, e.g. 1,0 or 1,1, at most 20, not '\(along)'"
      )
    }
    return (m, n)
  }

  func validate() throws {
    let counts = try counts()
    _ = try direction()
    let end = try stripEnd()
    let isMedium = if case .medium = end { true } else { false }
    guard endLayers == nil || isMedium else {
      throw ValidationError("--end-layers is for a medium: --end with a value")
    }
    guard (1...Strip.layerLimit).contains(endLayers ?? 1),
      counts.reduce(0, +) + (end?.layers ?? 0) <= Strip.layerLimit
    else {
      throw ValidationError(
        "--end-layers must be 1 or more, and \(Strip.layerLimit) layers at most in all, not \(end?.layers ?? 0)"
      )
    }
    guard (0...counts.reduce(Strip.layerLimit, min)).contains(smooth) else {
      throw ValidationError(
        "--smooth must be 0 to the layers of the thinnest crystal, not \(smooth)")
    }
    guard edge >= 0, edge <= 1 else {
      throw ValidationError("--edge must be 0 to 1, not \(edge)")
    }
    guard (2...1000).contains(points) else {
      throw ValidationError("--points must be 2 to 1000, not \(points)")
    }
    if let bands, !(2...40).contains(bands) {
      throw ValidationError("--bands must be 2 to 40, not \(bands)")
    }
    if let gap, gap < 1 || gap >= (bands ?? 40) {
      throw ValidationError("--gap must be 1 or more, and below --bands, not \(gap)")
    }
    if method == .model, try medium.medium() != nil {
      throw ValidationError("models are of potentials: --method model has no --equation")
    }
    if method == .model, disorder {
      throw ValidationError(
        "--disorder is of a contour, and models have none: leave out --method model")
    }
    if let tolerance, !(tolerance >= 1e-6 && tolerance <= 1) {
      throw ValidationError("--tolerance must be 1e-6 to 1, not \(tolerance)")
    }
  }

  func run() throws {
    let counts = try counts()
    let direction = try direction()
    let wanted = try usage { try medium.medium() }
    let (options, method, disorder) = (medium, method, disorder)
    let builder = StripBuilder(
      counts: counts, direction: direction, smooth: smooth, edge: edge, end: try stripEnd(),
      gap: gap, bands: bands, points: points,
      tolerance: tolerance, withDisorder: disorder,
      network: smooth > 0 ? try LayerNetwork(network) : nil)
    if let network { try refuseOverwriting([network], by: stream.output.output) }
    var arguments = ["--cells", cells, "--along", along, "--points", "\(points)"]
    if edge != 0.5 { arguments += ["--edge", "\(edge)"] }
    if let end {
      arguments += ["--end", end] + (endLayers.map { ["--end-layers", "\($0)"] } ?? [])
    }
    if smooth > 0 { arguments += ["--smooth", "\(smooth)"] }
    if let network = builder.network { arguments += ["--network", network.digest] }
    if let gap { arguments += ["--gap", "\(gap)"] }
    if let bands { arguments += ["--bands", "\(bands)"] }
    if let method { arguments += ["--method", method.rawValue] }
    if let tolerance { arguments += ["--tolerance", "\(tolerance)"] }
    if disorder { arguments += ["--disorder"] }
    arguments += options.arguments
    try runGrouping(
      tool: "domainwall", arguments: arguments, options: stream, count: counts.count
    ) { records in
      var records = records
      for at in records.indices {
        records[at].clearWall()
        // Bands that are there may be of another equation.
        if wanted != nil {
          records[at].clearSolution()
          records[at].clearModel()
          records[at].clearReducedModel()
        }
        if records[at].hasGeometry { try options.apply(wanted, to: &records[at]) }
      }
      let hasModels = !disorder && records.allSatisfy { $0.hasModel || $0.hasLatticeModel }
      switch method ?? (hasModels ? .model : .exact) {
      case .exact: return try builder.exact(records)
      case .model: return try builder.model(records)
      }
    }
  }
}
