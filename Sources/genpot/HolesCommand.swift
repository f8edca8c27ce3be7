import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// genpot holes: rings of six discs.
struct HolesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "holes",
    abstract: "Make rings of six discs.",
    discussion: """
      Example: genpot holes --radius 0.1 --sweep distance=0.25:0.45:41 --antialias

      Makes cells with six equal discs on a ring about the C6 centre, repeated with the lattice. \
      --sweep varies a parameter from one value to another in a number of points; with several \
      sweeps, all combinations are made and the last one varies fastest.
      """)

  @Option(help: "Distance of the discs from the C6 centre, in a.")
  var distance = 0.3

  @Option(help: "Radius of the discs, in a.")
  var radius = 0.1

  @Option(help: "Angle of the first disc from a1, in degrees.")
  var angle = 0.0

  @Option(help: "What the discs are: wells (V = 0 in Vmax) or barriers (Vmax in 0).")
  var kind = HoleRing.Kind.wells

  @Option(
    help: ArgumentHelp(
      "Vary distance, radius or angle, both ends included.", valueName: "name=from:to:points"),
    transform: SweepAxis<HoleParameter>.init(_:))
  var sweep: [SweepAxis<HoleParameter>] = []

  @Flag(help: "Give a pixel on a rim the share of its area that the disc covers.")
  var antialias = false

  @Option(
    help: ArgumentHelp(
      "Make part i of n contiguous parts of the sweep, 0 <= i < n.", valueName: "i/n"))
  var shard = Shard.whole

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
    let orbits = try checked(.usage) { try PixelOrbits(pixels: cell.pixels, symmetry: .c6) }
    let rings = HoleSweep(distance: distance, radius: radius, angle: angle, axes: sweep)
    try checked(.usage) { try rings.check() }
    let range = shard.range(of: rings.count)
    let (kind, vMax, subdivision) = (kind, cell.vMax, antialias ? 8 : 1)
    try runGenerator(
      tool: "genpot", arguments: arguments, seed: 0, output: output, workers: workers,
      count: range.count
    ) { i in
      let point = range.lowerBound + i
      let cell = try rings.ring(at: point).cell(
        orbits, kind: kind, vMax: vMax, subdivision: subdivision)
      return PBRecord(key: PBKey(index: UInt64(point)), cell: cell)
    }
  }

  private var arguments: [String] {
    [
      "holes", "--distance", "\(distance)", "--radius", "\(radius)", "--angle", "\(angle)",
      "--kind", kind.rawValue,
    ] + sweep.flatMap { ["--sweep", $0.description] } + (antialias ? ["--antialias"] : [])
      + ["--shard", "\(shard)"] + cell.arguments
  }
}

extension HoleRing.Kind: ExpressibleByArgument {}
