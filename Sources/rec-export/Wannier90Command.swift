import ArgumentParser
import Foundation
import ToolSupport

/// One of the files that readers of Wannier90 models want.
enum Wannier90File: String, ExpressibleByArgument, CaseIterable {
  case hr, centres, win
}

/// rec-export wannier90: a tight-binding model as wannier90_hr.dat.
struct Wannier90Command: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wannier90",
    abstract: "Write a record's tight-binding model as Wannier90 does.",
    discussion: """
      Example: predict cell.rec.zst | rec-export wannier90 -o wannier90_hr.dat

      Elements <m, 0|H|n, R> for R = 0 and the neighbours, six of p6, all of degeneracy 1: H(k) = sum over R of \
      exp(i k.R) H(R). The functions are real and all at the origin, in the order s, d pairs, p pairs, f. \
      Readers that want to know where the functions are take --file centres (wannier90_centres.xyz) and \
      --file win (the lattice, with a = 1, in wannier90.win).
      """)

  @Option(help: "Which file: hr, centres or win.")
  var file = Wannier90File.hr

  @OptionGroup var options: ModelOptions
  @OptionGroup var choice: RecordChoice

  func run() throws {
    try choice.write { record in
      let model = try options.model(of: record)
      return switch file {
      case .hr: Self.hoppings(model)
      case .centres: Self.centres(model)
      case .win: Self.window(model)
      }
    }
  }

  /// The format of wannier90_hr.dat, with more decimals than Wannier90 writes.
  private static func hoppings(_ model: ExportedModel) -> String {
    let n = model.family.dimension
    var text = " \(model.about)\n\(n)\n\(model.cells.count)\n"
    // Fifteen a line.
    for at in model.cells.indices {
      text += "    1" + (at % 15 == 14 || at == model.cells.count - 1 ? "\n" : "")
    }
    for (n1, n2, matrix) in model.cells {
      for j in 0..<n {
        for i in 0..<n {
          text += String(
            format: "%5d%5d%5d%5d%5d %22.15e %22.15e\n", n1, n2, 0, i + 1, j + 1, matrix[i, j], 0.0)
        }
      }
    }
    return text
  }

  private static func centres(_ model: ExportedModel) -> String {
    let n = model.family.dimension
    return "\(n)\n\(model.about)\n" + String(repeating: "X 0.0 0.0 0.0\n", count: n)
  }

  private static func window(_ model: ExportedModel) -> String {
    let symmetry = model.family.symmetry
    let lattice = symmetry.lattice
    let height = symmetry == .c6 ? 0.75.squareRoot() : lattice.ratio * lattice.sine
    return """
      ! \(model.about)
      num_wann = \(model.family.dimension)
      begin unit_cell_cart
      ang
      1.0 0.0 0.0
      \(lattice.ratio * lattice.cosine) \(height) 0.0
      0.0 0.0 1.0
      end unit_cell_cart

      """
  }
}
