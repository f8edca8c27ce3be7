import ArgumentParser
import LinearAlgebra
import ToolSupport

/// rec-export pythtb: a tight-binding model as a Python program.
struct PythTBCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pythtb",
    abstract: "Write a record's tight-binding model as a program for PythTB.",
    discussion: """
      Example: predict cell.rec.zst | rec-export pythtb -o cell.py

      'python3 cell.py' prints the bands along the path of the model's group, Gamma-K-M-Gamma of p6; 'from cell import model, bands' gives the \
      model itself. It works with PythTB 1.8 and 2. The functions are real and all at the origin, in the \
      order s, d pairs, p pairs, f; a = 1.
      """)

  @OptionGroup var options: ModelOptions
  @OptionGroup var choice: RecordChoice

  func run() throws {
    try choice.write { Self.program(try options.model(of: $0)) }
  }

  private static func program(_ model: ExportedModel) -> String {
    let n = model.family.dimension
    let home = model.cells.first { ($0.n1, $0.n2) == (0, 0) }!.matrix
    let energies = (0..<n).map { "\(home[$0, $0])" }.joined(separator: ", ")
    // PythTB adds the opposite hopping by itself.
    let ahead = model.cells.filter { $0.n2 > 0 || $0.n2 == 0 && $0.n1 > 0 }
    let hoppings = ahead.map { cell in
      let rows = (0..<n).map { i in
        "        [" + (0..<n).map { "\(cell.matrix[i, $0])" }.joined(separator: ", ") + "],\n"
      }
      return "    (\(cell.n1), \(cell.n2)): [\n" + rows.joined() + "    ],\n"
    }
    let symmetry = model.family.symmetry
    let lattice = symmetry.lattice
    let height = symmetry == .c6 ? 0.75.squareRoot() : lattice.ratio * lattice.sine
    let path = symmetry.group.zone.defaultPath
    func fraction(_ p: Int, _ q: Int) -> String { p == 0 ? "0" : "\(p) / \(q)" }
    let nodes = path.map {
      "[\(fraction($0.point.p1, $0.point.q)), \(fraction($0.point.p2, $0.point.q))]"
    }.joined(separator: ", ")
    return """
      #!/usr/bin/env python3
      \"\"\"\(model.about).

      Prints the bands along \(path.map(\.label).joined(separator: "-")): k along b1 and b2, then the energies.
      \"\"\"
      import pythtb

      lattice = [[1.0, 0.0], [\(lattice.ratio * lattice.cosine), \(height)]]
      positions = [[0.0, 0.0]] * \(n)
      onsite = [\(energies)]
      # hopping[R][i][j] = <i, 0|H|j, R>
      hopping = {
      \(hoppings.joined())}

      if hasattr(pythtb, "TBModel"):  # PythTB 2
          model = pythtb.TBModel(pythtb.Lattice(lattice, positions, periodic_dirs=[0, 1]))
      else:
          model = pythtb.tb_model(2, 2, lattice, positions)
      model.set_onsite(onsite)
      for R, rows in hopping.items():
          for i, row in enumerate(rows):
              for j, amplitude in enumerate(row):
                  model.set_hop(amplitude, i, j, list(R))


      def bands(k):
          \"\"\"Energies, a row for each wave vector [x1, x2] along b1 and b2.\"\"\"
          return model.solve_ham(k) if hasattr(model, "solve_ham") else model.solve_all(k).T


      if __name__ == "__main__":
          nodes = [\(nodes)]
          path = model.k_path(nodes, 61, report=False)[0]
          for k, energies in zip(path, bands(path)):
              print(*k, *energies)

      """
  }
}
