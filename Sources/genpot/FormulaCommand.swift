import ArgumentParser
import BlochCore
import BlochRecords
import Foundation
import RecordStream
import ToolSupport

/// genpot formula: potentials written as sums of cosines, or other functions of the place.
struct FormulaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formula",
    abstract: "Make cells of a potential that is written as a formula.",
    usage: "genpot formula [<options>] <formula>",
    discussion: """
      Example: genpot formula 'v (cos(b1.r) + cos(b2.r) + cos((b1 + b2).r))' --set v=40 | solve-seq | rec-view

      Makes a cell of a potential V in E0 = hbar^2/(2 m a^2): a formula of b1.r and b2.r, of the coordinates x1, x2 (along \
      a1, a2) or of x, y. V/Vmax is stored from 0 to 1: Vmax is the range of V, and its least value the parameter offset, so \
      that an energy of the formula is Vmax times that of solve-seq plus offset. Both are told on standard error. The pixels \
      are as many as the waves of V need, 100 to 400 a side; of a V that has waves without end it is told how much is cut.

      A V of another group, on another lattice, has --group, as in --group p4m -- 'v (cos(b1.r) + cos(b2.r))'.

      Numbers, names, + - * / ^ and parentheses; factors may stand side by side. Vectors a1, a2, b1, b2 and r, with a dot for \
      their scalar product: b1.r = 2 pi x1. Functions: sin, cos, tan, exp, log, sqrt, abs, tanh; pi. Every other name is a \
      variable, for --set or --sweep.

      In recoil energies E_R = h^2/(2 m lambda^2) = (2 pi a/lambda)^2 E0. Three beams at 120 degrees have a = 2 lambda/3: \
      --set ER='(4 pi/3)^2' and a formula such as 'v ER (...)' with v in E_R.
      """)

  @Argument(help: ArgumentHelp("The potential in E0.", valueName: "formula"))
  var formula: String

  @OptionGroup var variables: VariableOptions

  @OptionGroup var symmetry: CellSymmetryOptions

  @Flag(
    help: "Average V over the operations where it lacks the symmetry; what that changes is told.")
  var symmetrize = false

  @Option(
    name: .customLong("vmax"),
    help: "Scale V, and the offset, to this range in E0; by default it stays as it is.")
  var vMax: Double?

  @Option(help: "Pixels along a1 and along a2, 2 to 2048; by default as many as V needs.")
  var pixels: Int?

  @OptionGroup var part: SweepPart
  @OptionGroup var workers: WorkerOptions
  @OptionGroup var output: OutputOptions

  /// A formula that begins with a minus looks like options: it goes behind all of them.
  static func arranged(_ words: [String]) -> [String] {
    guard words.first == configuration.commandName, !words.contains("--"),
      let place = words.firstIndex(where: beginsWithMinus)
    else { return words }
    return words[..<place] + words[(place + 1)...] + ["--", words[place]]
  }

  private static func beginsWithMinus(_ word: String) -> Bool {
    word.count > 2 && word.first == "-" && !word.hasPrefix("--") && Double(word) == nil
  }

  func validate() throws {
    if let vMax, !(vMax > 0 && vMax.isFinite) {
      throw ValidationError("--vmax must be positive and finite, not \(vMax)")
    }
    if let pixels, !(2...2048).contains(pixels) {
      throw ValidationError("--pixels must be 2 to 2048, not \(pixels)")
    }
    if variables.names.contains("offset") {
      throw ValidationError("'offset' is the name of the least value of V; take another one")
    }
  }

  func run() throws {
    let formula = try checked(.usage) {
      let formula = try Formula(self.formula, lattice: symmetry.point.lattice)
      for name in variables.names where !formula.names.contains(name) {
        throw GeometryError("the formula has no '\(name)'; correct --set or --sweep")
      }
      let known = Set(variables.names)
      if let unknown = formula.names.first(where: { !known.contains($0) }) {
        throw GeometryError(
          "'\(unknown)' in the formula is unknown; give it a value, as in --set \(unknown)=1, or correct it"
        )
      }
      return formula
    }
    let (point, symmetrize) = (symmetry.point, symmetrize)
    let (vMax, pixels) = (vMax, pixels)
    let notes = FormulaNotes(isSweep: variables.count > 1)
    try runSweep(
      variables, shard: part.shard, arguments: arguments, output: output, workers: workers
    ) { values in
      try checked(.usage) {
        let potential = try FormulaPotential(
          FormulaField(formula, Dictionary(values.map { ($0.name, $0.value) }) { $1 }),
          symmetry: point, symmetrize: symmetrize)
        let sampling = try potential.sampling(pixels: pixels, vMax: vMax, parameters: values)
        notes.add(sampling, potential)
        return sampling.cell
      }
    }
    for note in notes.lines { Console.note("genpot", note) }
  }

  private var arguments: [String] {
    ["formula"] + symmetry.arguments + variables.arguments
      + (symmetrize ? ["--symmetrize"] : []) + (vMax.map { ["--vmax", "\($0)"] } ?? [])
      + (pixels.map { ["--pixels", "\($0)"] } ?? []) + part.arguments + ["--", formula]
  }
}
