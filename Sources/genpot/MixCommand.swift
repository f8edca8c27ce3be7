import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// genpot mix: maps between two or three records.
struct MixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mix",
    abstract: "Interpolate between two or three records.",
    usage: "genpot mix [<options>] [<file> ...]",
    discussion: """
      Example: genpot random -n 3 --seed 7 | genpot mix --steps 50 -o map.rec.zst

      Interpolates between the two or three records of its input in their Fourier amplitudes and \
      thresholds: --steps points on the line between two, steps (steps + 1)/2 on the triangle of \
      three, row by row from the side between the first two. The weights are stored as the \
      parameters w1, w2, w3. Records need the field underneath, as random and mix make it.
      """)

  @Argument(help: ArgumentHelp("Streams; none or '-' is standard input.", valueName: "file"))
  var inputs: [FilePath] = []

  @Option(help: "Points along each side of the map, 2 to 10000.")
  var steps = 11

  @Option(help: "Pixels along a1 and along a2; by default those of the records.")
  var pixels: Int?

  @Option(
    help: ArgumentHelp(
      "Make part i of n contiguous parts of the map, 0 <= i < n.", valueName: "i/n"))
  var shard = Shard.whole

  @OptionGroup var workers: WorkerOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (2...10000).contains(steps) else {
      throw ValidationError("--steps must be 2 to 10000, not \(steps)")
    }
    if let pixels, !(1...PixelOrbits.maximumPixels).contains(pixels) {
      throw ValidationError("--pixels must be 1 to \(PixelOrbits.maximumPixels), not \(pixels)")
    }
  }

  func run() throws {
    let corners = try readCorners()
    let cells = try corners.enumerated().map { index, record in
      do { return try record.unitCell() } catch let error as StreamError {
        throw StreamError(error.code, "record \(index): \(error.description)")
      }
    }
    let fields = try cells.enumerated().map { index, cell in
      guard let field = cell.field else {
        throw StreamError(
          .badData,
          "record \(index): no Fourier field to mix; use records of genpot random or mix")
      }
      return field
    }
    guard cells.allSatisfy({ $0.medium == cells[0].medium }) else {
      throw StreamError(
        .badData,
        "the records differ in equation or materials; give all of them one by solve-seq --equation")
    }
    guard cells.allSatisfy({ $0.vMax == cells[0].vMax }) else {
      throw StreamError(.badData, "the records differ in Vmax; make them with one --vmax")
    }
    guard pixels != nil || cells.allSatisfy({ $0.pixels == cells[0].pixels }) else {
      throw StreamError(.badData, "the records differ in pixels; choose a number with --pixels")
    }
    guard cells.allSatisfy({ $0.symmetry == cells[0].symmetry }) else {
      throw StreamError(
        .badData, "the records differ in group or lattice; make them with one --group and --lattice"
      )
    }
    let mixture = try checked(.badData) {
      try FieldMixture(fields, symmetry: cells[0].symmetry)
    }
    let sampler = try checked(.badData) {
      try FieldSampler(
        pixels: pixels ?? cells[0].pixels, representatives: mixture.representatives,
        symmetry: mixture.symmetry)
    }
    let weights = try checked(.usage) {
      try FieldMixture.weights(fields: fields.count, steps: steps)
    }
    let range = shard.range(of: weights.count)
    let (vMax, medium) = (cells[0].vMax, cells[0].medium)
    try runGenerator(
      tool: "genpot", arguments: arguments(corners, sampler.orbits.pixels), seed: 0,
      output: output, workers: workers,
      count: range.count
    ) { i in
      let point = range.lowerBound + i
      let row = weights[point]
      var cell = try sampler.cell(
        mixture.field(weights: row), vMax: vMax, source: "mix",
        parameters: zip(["w1", "w2", "w3"], row).map { ($0, $1) })
      cell.medium = medium
      return PBRecord(key: PBKey(index: UInt64(point)), cell: cell)
    }
  }

  /// The two or three records of the input.
  private func readCorners() throws -> [PBRecord] {
    var records: [PBRecord] = []
    for path in inputs.isEmpty ? [.standard] : inputs {
      let reader = RecordReader(source: try ByteSource(path: path))
      loop: while true {
        switch try reader.next() {
        case .segment: continue
        case .record(let raw):
          do { records.append(try raw.decoded()) } catch let error as StreamError {
            throw StreamError(error.code, "record \(records.count): \(error)")
          }
        case .end: break loop
        }
        guard records.count <= 3 else {
          throw StreamError(.badData, "more than 3 records to mix; choose them with rec-cat")
        }
      }
    }
    guard records.count >= 2 else {
      throw StreamError(.badData, "\(records.count) records to mix; give 2 or 3")
    }
    if let failed = records.firstIndex(where: { $0.status == .failed }) {
      throw StreamError(
        .badData, "record \(failed): it failed before (\(records[failed].reason)); leave it out")
    }
    return records
  }

  /// The corners are named by seed and index.
  private func arguments(_ corners: [PBRecord], _ pixels: Int) -> [String] {
    ["mix", "--steps", "\(steps)", "--pixels", "\(pixels)", "--shard", "\(shard)"]
      + corners.map { "\($0.key.seed):\($0.key.index)" }
  }
}
