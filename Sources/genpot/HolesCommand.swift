import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// genpot holes: rings of six discs, or of the images of one disc.
struct HolesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "holes",
    abstract: "Make rings of discs.",
    discussion: """
      Example: genpot holes --radius 0.1 --sweep distance=0.25:0.45:41 --antialias

      Makes cells with six equal discs on a ring about the C6 centre, repeated with the lattice. \
      --sweep varies a parameter from one value to another in a number of points; with several \
      sweeps, all combinations are made and the last one varies fastest.

      With --group the discs are the images of one under the operations of that group about its origin: four at an angle of \
      45 degrees in p4m, from four about the origin to four about the corners of the cell by --sweep distance=0.25:0.45:21. Distances are in a = |a1|.
      """)

  @Option(help: "Distance of the discs from the centre, in a.")
  var distance = 0.3

  @Option(help: "Radius of the discs, in a.")
  var radius = 0.1

  @Option(help: "Angle of the first disc from a1, in degrees.")
  var angle = 0.0

  @OptionGroup var symmetry: HoleSymmetryOptions

  @OptionGroup var shapes: ShapeOptions

  @Option(
    help: ArgumentHelp(
      "Vary distance, radius or angle, both ends included.", valueName: "name=from:to:points"),
    transform: SweepAxis<HoleParameter>.init(_:))
  var sweep: [SweepAxis<HoleParameter>] = []

  @OptionGroup var part: SweepPart
  @OptionGroup var cell: CellOptions
  @OptionGroup var workers: WorkerOptions
  @OptionGroup var output: OutputOptions

  private static let maximumPoints = 100_000_000

  func validate() throws {
    guard Set(sweep.map(\.name)).count == sweep.count else {
      throw ValidationError("--sweep names a parameter twice")
    }
    guard sweep.reduce(1.0, { $0 * Double($1.values.count) }) <= Double(Self.maximumPoints) else {
      throw ValidationError("the sweep has more than \(Self.maximumPoints) points")
    }
  }

  func run() throws {
    let point = try symmetry.symmetry() ?? .c6
    let orbits = try checked(.usage) { try PixelOrbits(pixels: cell.pixels, symmetry: point) }
    let rings = HoleSweep(distance: distance, radius: radius, angle: angle, axes: sweep)
    try checked(.usage) { try rings.check() }
    let range = part.shard.range(of: rings.count)
    let (kind, vMax, subdivision) = (shapes.kind, cell.vMax, shapes.subdivision)
    try runGenerator(
      tool: "genpot", arguments: arguments, seed: 0, output: output, workers: workers,
      count: range.count
    ) { i in
      let point = range.lowerBound + i
      let cell = try checked(.usage) {
        try rings.ring(at: point).cell(
          orbits, kind: kind, vMax: vMax, subdivision: subdivision)
      }
      return PBRecord(key: PBKey(index: UInt64(point)), cell: cell)
    }
  }

  private var arguments: [String] {
    [
      "holes", "--distance", "\(distance)", "--radius", "\(radius)", "--angle", "\(angle)",
      "--kind", shapes.kind.rawValue,
    ] + symmetry.arguments + sweep.flatMap { ["--sweep", $0.description] }
      + shapes.antialiasArguments
      + part.arguments + cell.arguments
  }
}

extension HoleRing.Kind: ExpressibleByArgument {}
