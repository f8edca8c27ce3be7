import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// rec-export mpb: a unit cell as a dielectric.
struct MPBCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mpb",
    abstract: "Write a record's unit cell as a grid of dielectric constants for MPB.",
    discussion: """
      Example: rec-export mpb --high 12 cell.rec.zst | h5fromtxt cell.h5

      Epsilon is --low where V = 0, --high where V = Vmax, and linear in between. Row and column are the \
      places along a1 and a2. MPB takes the numbers in a file to stand in the middle of their pixels, so \
      each of the N x N of the cell is written twice in either direction, around its point: with \
      resolution N and mesh-size 1 MPB has the cell exactly. Of what lattice it is MPB has to be told; on another one than the \
      hexagonal ratio and angle are printed on standard error, as samples/bands.ctl takes them.
      """)

  @Option(help: ArgumentHelp("Dielectric constant where V = 0.", valueName: "epsilon"))
  var low = 1.0

  @Option(help: ArgumentHelp("Dielectric constant where V = Vmax.", valueName: "epsilon"))
  var high = 12.0

  @OptionGroup var choice: RecordChoice

  func validate() throws {
    for (name, value) in [("low", low), ("high", high)] where !(value.isFinite && value > 0) {
      throw ValidationError("--\(name) must be positive and finite, not \(value)")
    }
  }

  func run() throws {
    try choice.write {
      let cell = try $0.unitCell()
      let lattice = cell.symmetry.lattice
      if lattice != .hexagonal {
        Console.note(
          "rec-export",
          "the lattice: lattice-ratio=\(lattice.ratio) lattice-angle=\(lattice.degrees)")
      }
      return try grid(cell)
    }
  }

  private func grid(_ cell: UnitCell) throws -> String {
    let n = cell.pixels
    let texts = try cell.potential.map { v in
      let epsilon = low + (high - low) * Double(v)
      guard Float(epsilon) > 0, Float(epsilon).isFinite else {
        throw StreamError(.badData, "epsilon would be \(epsilon) where V = \(v) Vmax; change --low")
      }
      return "\(Float(epsilon))"
    }
    let rows = (0..<n).map { i in
      (0..<2 * n).map { texts[i * n + ($0 + 1) / 2 % n] }.joined(separator: " ") + "\n"
    }
    return (0..<2 * n).map { rows[($0 + 1) / 2 % n] }.joined()
  }
}
