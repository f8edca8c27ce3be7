import ArgumentParser
import BlochCore
import BlochRecords
import Foundation
import RecordStream
import ToolSupport

/// genpot image: pictures of unit cells.
struct ImageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image",
    abstract: "Make cells of PNG, PGM or PBM pictures or NumPy arrays.",
    usage: "genpot image [<options>] <file> ...",
    discussion: """
      Example: genpot image cell.png --symmetrize | solve-seq | rec-view

      Makes a cell of each PNG, PGM or PBM picture, and of each cell of a NumPy array (.npy) of shape [N, N] or \
      [n, N, N]; 1 to 4096 pixels a side. A picture is the unit cell in \
      lattice coordinates: row i from the top and column j from the left are the point \
      (i a1 + j a2)/N, a1 and a2 at 60 degrees, and the pixel in the upper left corner is the centre of \
      rotation. White is V = Vmax, black is V = 0. It must have the symmetry, pixel by pixel: \
      (i, j) -> (-j, i + j) modulo N for C6, (i, j) -> (-i, -j) for C2; a grey picture may miss it by \
      one grey level. With --symmetrize it may also have its centre elsewhere, lattice vectors at 120 \
      degrees, reversed or exchanged rows and columns, or be a Cartesian drawing of a rectangle or a \
      hexagon, of several cells, with edges that are rough: what fits is found, told on standard error \
      and kept in the record (geometry.picture), and small deviations are averaged away. What fits \
      nothing, or several crystals, is refused. --convention and --center say what it is.

      With --group the picture is the cell of that group on its lattice: rows along a1, columns along a2, the origin of the \
      group in the upper left pixel. On rectangular and square lattices it may have square pixels, as many rows to \
      columns as |a1| to |a2|; on rhombic lattices it may be the centred rectangle in square pixels, rows along a1 - a2 and \
      columns along a1 + a2 (of an angle of 90 degrees that is --convention centred). --symmetrize averages over the operations \
      of the group.

      Colours become their luminance, and what is transparent white. The numbers of an array (bool, integers, float32, \
      float64) are V/Vmax, 0 to 1, row and column as in a picture; others need --stretch, or --energies where they are \
      V in E0.

      Conventions: 60 and 120 (lattice coordinates, degrees between the vectors), rectangle (a wide, \
      sqrt(3) a high, two cells) and rectangle-turned, hexagon (a corner on top, 2a/sqrt(3) high) and \
      hexagon-turned (a side on top, a high); the outside of a hexagon may be filled; centred (see above).
      """)

  @Argument(help: ArgumentHelp("Pictures and arrays; '-' is standard input.", valueName: "file"))
  var files: [FilePath]

  @OptionGroup var symmetry: CellSymmetryOptions

  @Flag(
    help: "Find what the picture shows and average it over the rotations; see above.")
  var symmetrize = false

  @Option(
    help: ArgumentHelp(
      "What the picture is; by default 60, with --symmetrize what fits.", valueName: "name"))
  var convention: PictureConvention?

  @Option(
    help: ArgumentHelp(
      "The centre of rotation, in pixels from the upper left one; may lie between pixels.",
      valueName: "row,column"))
  var center: PicturePlace?

  @Option(
    help: "Largest deviation from the symmetry that is averaged away, as a share of the variance.")
  var tolerance = 0.05

  @Flag(help: "Make the darkest pixel black and the brightest one white.")
  var stretch = false

  @Option(help: "2: cut half-way between the darkest and the brightest pixel, to black and white.")
  var levels: Int?

  @Option(
    help: ArgumentHelp(
      "Take the level set of the picture's waves up to a cut-off (as of genpot random) in place of its pixels: two levels "
        + "with a smooth contour, which light and sound need where pixels would be a staircase.",
      valueName: "cutoff"))
  var smooth: Int?

  @Flag(help: "Exchange black and white.")
  var invert = false

  @Flag(
    help:
      "The numbers of arrays are V in E0: Vmax becomes their range, the parameter offset what E = 0 stands for."
  )
  var energies = false

  @Option(
    name: .customLong("vmax"),
    help: ArgumentHelp(
      "Height of the potential in E0 = hbar^2/(2 m a^2). (default: 256.0)", valueName: "vmax"))
  var wantedVMax: Double?

  @OptionGroup var workers: WorkerOptions
  @OptionGroup var output: OutputOptions

  private static let maximumBytes = 1 << 28

  func validate() throws {
    if energies, wantedVMax != nil || stretch || invert || levels != nil {
      throw ValidationError(
        "--energies takes the numbers as they are; leave --vmax, --stretch, --invert and --levels out"
      )
    }
    guard vMax.isFinite, vMax > 0 else {
      throw ValidationError("--vmax must be positive and finite, not \(vMax)")
    }
    guard tolerance >= 0, tolerance <= 1 else {
      throw ValidationError("--tolerance must be 0 to 1, not \(tolerance)")
    }
    if let smooth {
      if energies {
        throw ValidationError("--smooth makes two levels, and --energies keeps them all")
      }
      guard (1...ReciprocalStar.maximumCutoff).contains(smooth) else {
        throw ValidationError(
          "--smooth is a cut-off of 1 to \(ReciprocalStar.maximumCutoff), not \(smooth)")
      }
    }
    if let levels, levels != 2 {
      throw ValidationError("--levels must be 2, not \(levels)")
    }
    let isOld = CrystalSymmetry.rotationsOnly.contains(symmetry.point)
    if convention == .centred, isOld || !symmetry.point.lattice.isRhombic {
      throw ValidationError(
        "--convention centred is that of lattices with |a1| = |a2|, as in --group cmm")
    }
    if !isOld, center != nil || convention != nil && convention != .centred {
      throw ValidationError(
        "--convention and --center are for c6 and c2; of other groups the upper left pixel is the origin, and a convention "
          + "may be centred")
    }
    if center != nil, convention?.isHexagon ?? false {
      throw ValidationError("--center is that of the hexagon; leave it out")
    }
  }

  func run() throws {
    // All pictures are read before anything is written.
    try refuseOverwriting(files, by: output.output)
    let sources = try files.map { try ByteSource(path: $0) }
    var records: [PBRecord] = []
    for (path, source) in zip(files, sources) {
      let file = try bad(source.name) {
        try PictureFile(source.readAll(limit: Self.maximumBytes))
      }
      for index in 0..<file.cells {
        let name = file.cells > 1 ? "\(source.name): cell \(index)" : source.name
        let made = try bad(name) { try cell(GreySheet(file, cell: index, tone), name) }
        records.append(
          PBRecord(
            key: PBKey(index: UInt64(records.count), name: Self.lastComponent(path)), cell: made))
      }
    }
    try runGenerator(
      tool: "genpot", arguments: arguments, seed: 0, output: output, workers: workers,
      count: records.count
    ) { [records] in records[$0] }
  }

  private var vMax: Double { wantedVMax ?? 256 }

  private var tone: GreySheet.Tone {
    GreySheet.Tone(stretch: stretch, levels: levels != nil, invert: invert, energies: energies)
  }

  /// What is wrong with a picture is wrong data, with its name.
  private func bad<Value>(_ name: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as PictureError {
      throw StreamError(.badData, "\(name): \(error)")
    } catch let error as GeometryError {
      throw StreamError(.badData, "\(name): \(error)")
    }
  }

  private func cell(_ sheet: GreySheet, _ name: String) throws -> UnitCell {
    for note in sheet.notes { Console.note("genpot", "\(name): \(note)") }
    let reader = PictureReader(sheet.picture, symmetry: symmetry.point)
    let reading =
      CrystalSymmetry.rotationsOnly.contains(symmetry.point)
      ? try reading(reader, rounding: sheet.rounding)
      : try groupReading(reader, rounding: sheet.rounding)
    // What numbers lose as Float32 is nobody's change.
    let isPlain = reading.isPlain && reading.largestChange <= sheet.noise
    if reading.isPlain {
      let repetitions = reader.exactRepetitions()
      if repetitions > 1 {
        Console.note(
          "genpot",
          "\(name): the picture repeats itself \(repetitions) x \(repetitions) times and is taken as one cell: "
            + "its bands are folded, and a is its whole edge; crop it for the small cell")
      }
    }
    if !isPlain {
      Console.note("genpot", "\(name): read with \(reading.summary); \(reading.changes)")
    }
    var cell = UnitCell(
      symmetry: symmetry.point, vMax: sheet.depth ?? vMax, pixels: reading.pixels,
      potential: reading.potential, source: "image")
    if let offset = sheet.offset { cell.parameters = [("offset", offset)] }
    cell.picture = isPlain ? nil : PictureOrigin(reading)
    if let smooth { return try cell.smoothed(cutoff: smooth) }
    return cell
  }

  /// The reading that is asked for, or that fits.
  /// - Parameter rounding: largest difference that is averaged away unasked.
  private func reading(_ reader: PictureReader, rounding: Float) throws -> PictureReading {
    let group = symmetry.point.name
    if convention != nil || center != nil {
      let wanted = convention ?? .sixty
      guard
        let reading = try reader.reading(
          wanted, centre: wanted.isHexagon ? nil : center.map { ($0.row, $0.column) })
      else {
        throw PictureError(
          "\(reader.picture.height) rows and \(reader.picture.width) columns do not fit --convention "
            + "\(wanted.rawValue), which has as many of both in a cell; choose another")
      }
      if reading.asymmetry == 0 || reading.largestChange <= rounding { return reading }
      // Values between pixels are never symmetric to the last bit.
      if symmetrize || reading.isResampled, reading.asymmetry <= tolerance { return reading }
      throw PictureError(
        "not \(group)-symmetric with \(reading.summary): \(reading.changes); "
          + (reading.asymmetry <= tolerance
            ? "correct the picture or use --symmetrize" : try advice(reader, butNot: wanted)))
    }
    let plain = try reader.plain()
    if let plain, plain.changed == 0 || plain.largestChange <= rounding { return plain }
    if symmetrize, case .fits(let reading) = try choice.outcome(reader) { return reading }
    throw PictureError(try fault(reader) + "; " + advice(reader))
  }

  /// The picture as the cell of a group on its own lattice.
  private func groupReading(_ reader: PictureReader, rounding: Float) throws -> PictureReading {
    let picture = reader.picture
    guard let reading = try reader.cell(convention ?? .cell) else {
      let lattice = symmetry.point.lattice
      throw PictureError(
        "\(picture.width) x \(picture.height) pixels; the picture must be square, rows along a1 and columns along a2"
          + (lattice.isRhombic && lattice.cosine != 0
            ? ", or be a centred rectangle with "
              + String(format: "%.4g", (1 + lattice.cosine) / lattice.sine)
              + " times as many columns as rows (--angle)"
            : lattice.cosine == 0
              ? ", or have \(lattice.ratio) times as many columns as rows (--ratio)" : ""))
    }
    // Where two cells became one the change to it does not tell how much they differ.
    let isSmall =
      reading.convention == .cell
      && (reading.changed == 0 || reading.largestChange <= rounding)
    // Values between pixels are never symmetric to the last bit.
    if isSmall || (symmetrize || reading.isResampled) && reading.asymmetry <= tolerance {
      return reading
    }
    let what =
      picture.width == picture.height && reading.convention == .cell
      ? try fault(reader) : "not \(symmetry.point.name)-symmetric: \(reading.changes)"
    let isCentred =
      try reading.convention == .cell && symmetry.point.lattice.isRhombic
      && reader.cell(.centred).map { $0.asymmetry <= tolerance } ?? false
    throw PictureError(
      what + "; "
        + (isCentred ? "it fits a centred rectangle: use --convention centred, or " : "")
        + "correct the picture"
        + (reading.asymmetry <= tolerance ? " or use --symmetrize (\(reading.changes))" : ""))
  }

  private var choice: PictureChoice { PictureChoice(tolerance: tolerance) }

  /// What is wrong with the picture as it is.
  private func fault(_ reader: PictureReader) throws -> String {
    let picture = reader.picture
    guard picture.width == picture.height else {
      return
        "\(picture.width) x \(picture.height) pixels; the picture must be square, one unit cell"
    }
    let orbits = try PixelOrbits(pixels: picture.width, symmetry: symmetry.point)
    let deviation = try SymmetryDeviation(of: picture.values, orbits: orbits)
    let share = 100 * Double(deviation.differing) / Double(deviation.total)
    let isTurned = CrystalSymmetry.rotationsOnly.contains(symmetry.point)
    return "not \(symmetry.point.name)-symmetric about its corner pixel: "
      + String(format: "%.3g %% of the pixels differ from their ", share)
      + (isTurned ? "turned image, " : "image, ")
      + String(format: "by up to %.3g Vmax", deviation.largest)
  }

  /// What to do about it.
  private func advice(
    _ reader: PictureReader, butNot convention: PictureConvention? = nil
  ) throws -> String {
    switch try choice.outcome(reader) {
    case .fits(let reading) where reading.isPlain:
      return "correct the picture or use --symmetrize (\(reading.changes))"
    case .fits(let reading):
      return "it fits \(reading.summary): use \(reading.options)"
        + (convention == nil ? " or --symmetrize" : "")
        + " (\(reading.changes))"
    case .ambiguous(let readings) where readings[0].isGuess:
      return "it looks like a Cartesian drawing that does not show where its cell ends: choose "
        + readings.map { "--convention \($0.convention.rawValue)" }.joined(separator: " or ")
        + ", or crop it to the cell or a rectangle"
    case .ambiguous(let readings):
      return "it fits "
        + readings.map { "--convention \($0.convention.rawValue)" }.joined(separator: " and ")
        + ", which are different crystals: choose one"
    case .none(nil):
      return "correct the picture"
    case .none(let nearest?):
      return "nothing known fits (the nearest is \(nearest.summary): "
        + String(format: "%.3g %% of the variance is not symmetric)", 100 * nearest.asymmetry)
        + "; correct the picture"
    }
  }

  /// The name without its folders, which would tie the stream to this machine.
  private static func lastComponent(_ path: FilePath) -> String {
    path == .standard ? "" : path.name.description
  }

  private var arguments: [String] {
    ["image"] + symmetry.arguments
      + (energies ? ["--energies"] : ["--vmax", "\(vMax)"])
      + (symmetrize ? ["--symmetrize", "--tolerance", "\(tolerance)"] : [])
      + (convention.map { ["--convention", $0.rawValue] } ?? [])
      + (center.map { ["--center", "\($0)"] } ?? [])
      + (stretch ? ["--stretch"] : []) + (levels.map { ["--levels", "\($0)"] } ?? [])
      + (smooth.map { ["--smooth", "\($0)"] } ?? [])
      + (invert ? ["--invert"] : [])
      + files.map(Self.lastComponent)
  }
}

extension PictureConvention: ExpressibleByArgument {
  public static var allValueStrings: [String] { (hexagonal + [.centred]).map(\.rawValue) }
}
