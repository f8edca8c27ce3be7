import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// rec-export mpb: a unit cell as a dielectric.
struct MPBCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mpb",
    abstract: "Write a record's unit cell as dielectric constants for MPB.",
    discussion: """
      Example: rec-export mpb cell.rec.zst | h5fromtxt cell.h5

      Epsilon is the record's own where it has an equation, else --low where V = 0, --high where V = Vmax, and linear in \
      between. Row and column are the places along a1 and a2. MPB takes the numbers in a file to stand in the middle of their \
      pixels, so each of the N x N of the cell is written twice in either direction, around its point: with \
      resolution N and mesh-size 1 MPB has the cell exactly. A pattern whose contour is known, by shapes or by a random \
      field, is written on --samples points of its own, each inside or outside, as grey pixels would be taken for a third \
      material: let MPB see all of them, by a resolution times a mesh-size of --samples. --objects writes discs and ellipses \
      as a list for a control file, and MPB averages them exactly. Of what lattice it is MPB has to be told; on another one than the \
      hexagonal ratio and angle are printed on standard error, as samples/bands.ctl takes them.
      """)

  @Option(help: ArgumentHelp("Dielectric constant where V = 0. (default: 1)", valueName: "epsilon"))
  var low: Double?

  @Option(
    help: ArgumentHelp("Dielectric constant where V = Vmax. (default: 12)", valueName: "epsilon"))
  var high: Double?

  @Option(
    help: ArgumentHelp(
      "Points along a1 and a2, of patterns whose contour is known; by default 1024 where the record has an equation, else "
        + "the pixels.", valueName: "n"))
  var samples: Int?

  @Flag(help: "Write the lattice and MPB's geometric objects in place of a grid.")
  var objects = false

  @OptionGroup var choice: RecordChoice

  func validate() throws {
    for (name, value) in [("low", low), ("high", high)] {
      if let value, !(value.isFinite && value > 0) {
        throw ValidationError("--\(name) must be positive and finite, not \(value)")
      }
    }
    if let samples, !(2...4096).contains(samples) {
      throw ValidationError("--samples must be 2 to 4096, not \(samples)")
    }
    if objects && samples != nil { throw ValidationError("--objects has no --samples") }
  }

  func run() throws {
    try choice.write {
      let cell = try $0.unitCell()
      let epsilon = try epsilon(of: cell)
      if objects { return try MPBObjects.text(cell, epsilon) }
      let lattice = cell.symmetry.lattice
      if lattice != .hexagonal {
        Console.note(
          "rec-export",
          "the lattice: lattice-ratio=\(lattice.ratio) lattice-angle=\(lattice.degrees)")
      }
      return try grid(cell, epsilon)
    }
  }

  /// Where the pattern is 0, and where it is 1.
  private func epsilon(of cell: UnitCell) throws -> (low: Double, high: Double) {
    guard let medium = cell.medium else { return (low ?? 1, high ?? 12) }
    guard [.tm, .te].contains(medium.equation) else {
      throw StreamError(
        .badData, "MPB solves light alone, and the record is of \(medium.equation.rawValue)")
    }
    let own = medium.materials[0]
    guard low == nil, high == nil else {
      throw StreamError(
        .badData,
        "the record has its own epsilon, \(own.low):\(own.high); leave --low and --high out")
    }
    return (own.low, own.high)
  }

  private func grid(_ cell: UnitCell, _ epsilon: (low: Double, high: Double)) throws -> String {
    func text(_ v: Double) throws -> String {
      let own = Float(epsilon.low + (epsilon.high - epsilon.low) * v)
      guard own > 0, own.isFinite else {
        throw StreamError(.badData, "epsilon would be \(own) where V = \(v) Vmax; change --low")
      }
      return "\(own)"
    }
    if let samples = samples ?? (cell.medium == nil ? nil : 1024) {
      if let pattern = try cell.sharpPattern(samples) {
        let (n, texts) = (samples, try pattern.map(text))
        return (0..<n).map { texts[$0 * n..<($0 + 1) * n].joined(separator: " ") + "\n" }.joined()
      }
      if self.samples != nil {
        throw StreamError(
          .badData,
          "the contour of the pattern is not known; leave --samples out, and its pixels are written"
        )
      }
    }
    let (n, texts) = (cell.pixels, try cell.potential.map { try text(Double($0)) })
    let rows = (0..<n).map { i in
      (0..<2 * n).map { texts[i * n + ($0 + 1) / 2 % n] }.joined(separator: " ") + "\n"
    }
    return (0..<2 * n).map { rows[($0 + 1) / 2 % n] }.joined()
  }
}
