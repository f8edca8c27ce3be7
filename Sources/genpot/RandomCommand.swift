import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// genpot random: random Gaussian fields, cut into potentials (appendix A of the paper).
struct RandomCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "random",
    abstract: "Make random potentials.",
    discussion: """
      Example: genpot random -n 10000 --seed 7 --alpha 0.5 -o survey.rec.zst

      Makes potentials Vmax/(1 + exp(-beta phi)) from a random field phi that is a sum of cosines \
      over the reciprocal lattice, one normal amplitude of variance C/|G a|^alpha for each star of waves that the group \
      makes of one: of p6, each C6 orbit. Where the group leaves phases open amplitudes are complex. A sample depends on seed, index and the options below, not on the run: \
      'genpot random -n 1 --start 41 --seed 7' makes sample 41 again.
      """)

  @Option(name: .customShort("n"), help: ArgumentHelp("Number of samples.", valueName: "count"))
  var count = 1

  @Option(help: "Seed of the random numbers, 0 to 2^64 - 1.")
  var seed: UInt64 = 0

  @Option(help: "Index of the first sample.")
  var start: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "Make part i of n contiguous parts of the run, 0 <= i < n.", valueName: "i/n"))
  var shard = Shard.whole

  @Option(help: "Exponent of the spectrum; a larger one gives smoother fields.")
  var alpha = 1.0

  @Option(help: "Strength of the spectrum, C.")
  var c = 2.0

  @Option(
    help:
      "Cut-off of the spectrum: |n1|, |n2|, |n1 - n2| <= cutoff; of other lattices than the hexagonal |G| <= cutoff |b|, |b| of the hexagonal one with a cell of the same area."
  )
  var cutoff = 6

  @Option(help: "Steepness of the step between the levels; inf makes two levels.")
  var beta = Double.infinity

  @Option(help: "Set the threshold so that phi is above it on this share of the cell, 0 to 1.")
  var fill: Double?

  @OptionGroup var symmetry: SymmetryOptions
  @OptionGroup var cell: CellOptions
  @OptionGroup var workers: WorkerOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...1_000_000_000_000).contains(count) else {
      throw ValidationError("-n must be 1 to 10^12, not \(count)")
    }
    guard !start.addingReportingOverflow(UInt64(count)).overflow else {
      throw ValidationError("--start \(start) is too large for \(count) samples")
    }
    guard beta > 0 else {
      throw ValidationError("--beta must be positive, or inf for two levels, not \(beta)")
    }
    if let fill, !(0...1).contains(fill) {
      throw ValidationError("--fill must be 0 to 1, not \(fill)")
    }
  }

  func run() throws {
    let random = try checked(.usage) {
      try RandomField(
        alpha: alpha, variance: c, cutoff: cutoff, symmetry: symmetry.symmetry() ?? .c6)
    }
    let sampler = try checked(.usage) {
      try FieldSampler(
        pixels: cell.pixels, representatives: random.representatives, symmetry: random.symmetry)
    }
    let range = shard.range(of: count)
    let first = start + UInt64(range.lowerBound)
    let (seed, beta, fill, vMax) = (seed, beta, fill, cell.vMax)
    try runGenerator(
      tool: "genpot", arguments: arguments, seed: seed, output: output, workers: workers,
      count: range.count
    ) { i in
      let index = first + UInt64(i)
      let (amplitudes, sines) = random.coefficients(seed: seed, index: index)
      let threshold =
        try fill.map { try sampler.threshold(amplitudes: amplitudes, sines: sines, fill: $0) } ?? 0
      let field = FourierField(
        representatives: random.representatives, amplitudes: amplitudes, sines: sines, beta: beta,
        threshold: threshold)
      return PBRecord(
        key: PBKey(seed: seed, index: index),
        cell: try sampler.cell(field, vMax: vMax, source: "random"))
    }
  }

  private var arguments: [String] {
    [
      "random", "-n", "\(count)", "--seed", "\(seed)", "--start", "\(start)", "--shard", "\(shard)",
      "--alpha", "\(alpha)", "--c", "\(c)", "--cutoff", "\(cutoff)", "--beta", "\(beta)",
    ] + (fill.map { ["--fill", "\($0)"] } ?? []) + symmetry.arguments + cell.arguments
  }
}
