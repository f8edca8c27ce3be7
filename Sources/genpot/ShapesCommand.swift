import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// genpot shapes: discs, ellipses, rings and polygons.
struct ShapesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shapes",
    abstract: "Make cells of discs, ellipses, rings and polygons.",
    usage: "genpot shapes [<options>] [<file>]",
    discussion: """
      Example: genpot shapes --disc '1/3,1/3 r=0.2' --antialias | solve-seq | rec-view

      Makes a cell of the shapes in a file and on the command line, with their images under the rotations \
      about the origin and the lattice vectors, or under all operations of a --group, glides and mirrors included. Shapes may overlap, have sides in common and cross the edges \
      of the cell; solve-seq takes the exact Fourier coefficients of their union (geometry.shapes), \
      whatever the number of pixels.

      A file has one shape a line; an option has what stands behind its name there, in quotes:

        radius = 0.1                          a variable, for --set and --sweep
        disc 1/3,1/3 r=radius                 centre x1 a1 + x2 a2; without --group at 60 degrees
        disc xy 0.3,0 r=radius/2              centre x,y
        ellipse 0.5,0 r=0.2,0.1 turn=30       semi-axes, the first turned from x
        ring 0,0 r=0.1,0.15                   inner and outer radius
        rectangle 0,0 size=0.4,0.1 turn=90    width and height, about the centre
        ngon 0,0 n=3 r=0.2 turn=90            regular, a corner at the angle turn
        polygon xy 0.1,0 0.3,0 0.2,0.17       corners in order; what they wind round is inside

      Lengths are in a = |a1|, angles in degrees counter-clockwise from x; # begins a comment. A number may be a \
      formula without blanks, such as radius/2 or 0.5*sqrt(3). An image that is there already is not added \
      again, so that a file may hold a complete set.
      """)

  @Argument(help: ArgumentHelp("Shapes, one a line; '-' is standard input.", valueName: "file"))
  var file: FilePath?

  @Option(help: ArgumentHelp("A disc.", valueName: "'x1,x2 r=R'")) var disc: [String] = []
  @Option(help: ArgumentHelp("An ellipse.", valueName: "'x1,x2 r=R,R turn=T'"))
  var ellipse: [String] = []
  @Option(help: ArgumentHelp("What lies between two circles.", valueName: "'x1,x2 r=R,R'"))
  var ring: [String] = []
  @Option(help: ArgumentHelp("A rectangle.", valueName: "'x1,x2 size=W,H turn=T'"))
  var rectangle: [String] = []
  @Option(help: ArgumentHelp("A regular polygon.", valueName: "'x1,x2 n=N r=R turn=T'"))
  var ngon: [String] = []
  @Option(help: ArgumentHelp("A polygon.", valueName: "'x1,x2 x1,x2 x1,x2 ...'"))
  var polygon: [String] = []

  @OptionGroup var shapes: ShapeOptions

  @OptionGroup var symmetry: CellSymmetryOptions

  @OptionGroup var variables: VariableOptions

  @OptionGroup var part: SweepPart
  @OptionGroup var cell: CellOptions
  @OptionGroup var workers: WorkerOptions
  @OptionGroup var output: OutputOptions

  private static let maximumBytes = 1 << 24

  private var options: [(kind: String, texts: [String])] {
    [
      ("disc", disc), ("ellipse", ellipse), ("ring", ring), ("rectangle", rectangle),
      ("ngon", ngon), ("polygon", polygon),
    ]
  }

  func validate() throws {
    guard file != nil || options.contains(where: { !$0.texts.isEmpty }) else {
      throw ValidationError("no shapes; give a file, or one as in --disc '1/3,1/3 r=0.2'")
    }
  }

  func run() throws {
    let list = try readList()
    let orbits = try checked(.usage) {
      try PixelOrbits(pixels: cell.pixels, symmetry: symmetry.point)
    }
    let (kind, point, vMax) = (shapes.kind, symmetry.point, cell.vMax)
    let (subdivision, code) = (shapes.subdivision, code)
    try runSweep(
      variables, shard: part.shard, arguments: arguments, output: output, workers: workers
    ) { values in
      try checked(code) {
        let parameters = try list.parameters(values)
        let union = try ShapeUnion(
          shapes: ShapeUnion.completed(
            list.shapes(parameters, lattice: point.lattice), symmetry: point),
          lattice: point.lattice,
          inside: kind == .wells ? 0 : 1, outside: kind == .wells ? 1 : 0)
        return try union.cell(
          orbits, vMax: vMax, subdivision: subdivision, parameters: parameters)
      }
    }
  }

  /// What is wrong with a shape is wrong data when it stands in a file.
  private var code: StreamError.Code { file == nil ? .usage : .badData }

  private func readList() throws -> ShapeList {
    var list = ShapeList()
    if let file {
      try refuseOverwriting([file], by: output.output)
      let source = try ByteSource(path: file)
      let bytes = try source.readAll(limit: Self.maximumBytes)
      try checked(.badData) { try list.append(file: bytes, name: source.name) }
      if list.isEmpty, options.allSatisfy(\.texts.isEmpty) {
        throw StreamError(
          .badData, "\(source.name): no shapes in it; write one a line, as in disc 0,0 r=0.2")
      }
    }
    try checked(.usage) {
      for (kind, texts) in options {
        for text in texts { try list.append(kind: kind, text) }
      }
      for name in variables.names where !list.uses(name) {
        throw GeometryError("no shape uses the variable '\(name)'; correct --set or --sweep")
      }
    }
    return list
  }

  private var arguments: [String] {
    ["shapes", "--kind", shapes.kind.rawValue] + symmetry.arguments
      + options.flatMap { kind, texts in texts.flatMap { ["--\(kind)", $0] } }
      + variables.arguments + shapes.antialiasArguments + part.arguments
      + cell.arguments + (file.map { [$0 == .standard ? "-" : $0.name.description] } ?? [])
  }
}
