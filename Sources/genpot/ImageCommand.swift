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
    abstract: "Make cells of PGM or PBM pictures.",
    usage: "genpot image [<options>] <file> ...",
    discussion: """
      Example: genpot image cell.pgm --symmetrize | solve-seq | rec-view

      Makes a cell of each square PGM or PBM picture of 1 to 4096 pixels a side. The picture is the \
      unit cell in lattice coordinates: row i from the top and column j from the left are the point \
      (i a1 + j a2)/N, and the pixel in the upper left corner is the centre of rotation. White is \
      V = Vmax, black is V = 0. The picture must have the symmetry, pixel by pixel: \
      (i, j) -> (-j, i + j) modulo N for C6, (i, j) -> (-i, -j) for C2.
      """)

  @Argument(help: ArgumentHelp("Pictures; '-' is standard input.", valueName: "file"))
  var files: [FilePath]

  @Option(help: "Symmetry of the cells: c6 or c2.")
  var symmetry = CellSymmetry.c6

  @Flag(
    help: "Average each picture over the rotations; a black-and-white one is cut again at 1/2.")
  var symmetrize = false

  @Flag(help: "Exchange black and white.")
  var invert = false

  @Option(
    name: .customLong("vmax"), help: "Height of the potential in E0 = hbar^2/(2 m a^2).")
  var vMax = 256.0

  @OptionGroup var workers: WorkerOptions
  @OptionGroup var output: OutputOptions

  private static let maximumBytes = 1 << 28

  func validate() throws {
    guard vMax.isFinite, vMax > 0 else {
      throw ValidationError("--vmax must be positive and finite, not \(vMax)")
    }
  }

  func run() throws {
    // All pictures are read before anything is written.
    try refuseOverwriting(files, by: output.output)
    let sources = try files.map { try ByteSource(path: $0) }
    let records = try sources.enumerated().map { index, source in
      let name = source.name
      do {
        return PBRecord(
          key: PBKey(index: UInt64(index), name: Self.lastComponent(files[index])),
          cell: try cell(source.readAll(limit: Self.maximumBytes)))
      } catch let error as NetpbmError {
        throw StreamError(.badData, "\(name): \(error)")
      } catch let error as GeometryError {
        throw StreamError(.badData, "\(name): \(error)")
      }
    }
    try runGenerator(
      tool: "genpot", arguments: arguments, seed: 0, output: output, workers: workers,
      count: records.count
    ) { records[$0] }
  }

  private func cell(_ bytes: [UInt8]) throws -> UnitCell {
    let image = try NetpbmImage(bytes)
    guard image.width == image.height else {
      throw NetpbmError(
        "\(image.width) x \(image.height) pixels; the picture must be square, one unit cell")
    }
    let orbits = try PixelOrbits(pixels: image.width, symmetry: symmetry.point)
    var potential = invert ? image.brightness.map { 1 - $0 } : image.brightness
    if symmetrize {
      potential = try orbits.symmetrised(potential)
    } else {
      let deviation = try SymmetryDeviation(of: potential, orbits: orbits)
      guard deviation.isZero else {
        let share = 100 * Double(deviation.differing) / Double(deviation.total)
        throw NetpbmError(
          "not \(symmetry.rawValue.uppercased())-symmetric about its corner pixel: "
            + String(format: "%.3g %% of the pixels differ from their turned image, ", share)
            + String(format: "by up to %.3g Vmax", deviation.largest)
            + "; correct the picture or use --symmetrize")
      }
    }
    return UnitCell(
      symmetry: symmetry.point, vMax: vMax, pixels: image.width, potential: potential,
      source: "image")
  }

  /// The name without its folders, which would tie the stream to this machine.
  private static func lastComponent(_ path: FilePath) -> String {
    path == .standard ? "" : path.name.description
  }

  private var arguments: [String] {
    ["image", "--symmetry", symmetry.rawValue, "--vmax", "\(vMax)"]
      + (symmetrize ? ["--symmetrize"] : []) + (invert ? ["--invert"] : [])
      + files.map(Self.lastComponent)
  }
}
