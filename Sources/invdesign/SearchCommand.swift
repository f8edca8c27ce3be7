import ArgumentParser
import BlochCore
import BlochRecords
import RecordStream
import ToolSupport

/// invdesign search: from wanted bands to geometries.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find unit cells with the bands of targets, or with wanted features.",
    usage: "invdesign search [<options>] [<file> ...]",
    discussion: """
      Example: invdesign search --reward 'gap 2' --keep 3 | rec-view --tsv design.loss,topology.sets[0].name

      Reads records with bands, and irreps if there are any, and writes for each the two-level cells \
      whose bands come nearest, solved exactly, with a block 'design'. At Gamma, K and M states of the same \
      irrep are compared. With --reward and no file nothing is read ('-' is standard input). Many random fields \
      descend along the gradient of the network's bands; the best go on along that of the exact solver while \
      the field's step grows steep, are cut in two levels, solved and ranked.
      """)

  @Option(
    help: ArgumentHelp(
      "Which of the target's bands are wanted, e.g. 1-4; by default all that the network knows.",
      valueName: "range"))
  var bands: String?

  @Option(
    help: ArgumentHelp(
      "Which band of the design the first of them stands for; by default the same.", valueName: "n")
  )
  var firstBand: Int?

  @Flag(help: "Energies may all be moved by one constant.")
  var freeOffset = false

  @Flag(help: "Energies may all be multiplied by one factor.")
  var freeScale = false

  @Option(help: "Weight of the target among rewards.")
  var targetWeight = 1.0

  @Option(help: ArgumentHelp(RewardText.help, valueName: "reward"))
  var reward: [String] = []

  @OptionGroup var points: KSetOptions

  @Option(
    help: ArgumentHelp(
      "Network that train-tbnn wrote; by default the one that comes with the program.",
      valueName: "file"))
  var network: FilePath?

  @Flag(help: "Neither polish nor solve exactly.")
  var networkOnly = false

  @Flag(help: "Search on the exact solver; no network is needed.")
  var exactOnly = false

  @Option(
    name: .customLong("vmax"),
    help: "Height of the potential in E0 = hbar^2/(2 m a^2), with --exact-only. (default: 256)")
  var vMax: Double?

  @Flag(help: "Keep the loss at every step of the search.")
  var history = false

  @OptionGroup var search: SearchOptions
  @OptionGroup var stream: StreamOptions

  func validate() throws {
    if networkOnly && exactOnly {
      throw ValidationError("choose one of --network-only and --exact-only")
    }
    if exactOnly && network != nil { throw ValidationError("--exact-only uses no --network") }
    if vMax != nil && !exactOnly {
      throw ValidationError("--vmax is the network's; it can be chosen with --exact-only")
    }
    if let vMax, !(vMax > 0 && vMax <= 1000) {
      throw ValidationError(
        "--vmax must be positive and at most 1000, where designs are exact to 1e-4")
    }
    if stream.inputs.isEmpty && !reward.isEmpty {
      if freeOffset || freeScale || firstBand != nil || targetWeight != 1 {
        throw ValidationError(
          "--free-offset, --free-scale, --first-band and --target-weight are for a target; name its file, or -"
        )
      }
    }
    guard targetWeight > 0, targetWeight.isFinite else {
      throw ValidationError("--target-weight must be positive")
    }
    if let firstBand, !(1...39).contains(firstBand) {
      throw ValidationError("--first-band must be 1 to 39, not \(firstBand)")
    }
    _ = try bandRange()
  }

  private func bandRange() throws -> ClosedRange<Int>? {
    try bands.map { text in
      let sides = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
      guard (1...2).contains(sides.count), let first = sides.first, let last = sides.last,
        first >= 1, last <= 39, first <= last
      else { throw ValidationError("--bands must be a range like 1-4, not '\(text)'") }
      return first...last
    }
  }

  func run() throws {
    let wanted = try bandRange()
    let kset = try usage { try points.kset(.c6) }
    if let network { try refuseOverwriting([network], by: stream.output.output) }
    let file = exactOnly ? nil : try NetworkFile(path: network)
    let height = try file?.network.potentialHeight ?? vMax ?? 256
    // Without a network as many bands of a target as the exact solver tells without effort.
    let limit = file?.network.bands ?? 10
    let designer = try Designer(
      network: file, isExact: !networkOnly, options: search, vMax: height, history: history,
      showsProgress: stream.output.progress, threads: stream.workers.threads)
    var arguments =
      ["search"]
      + (file.map { ["--network", $0.digest] } ?? ["--exact-only", "--vmax", "\(height)"])
    if networkOnly { arguments.append("--network-only") }
    arguments += reward.flatMap { ["--reward", $0] } + search.arguments
    arguments += ["--bands", bands ?? "all", "--first-band", firstBand.map(String.init) ?? "same"]
    arguments += (freeOffset ? ["--free-offset"] : []) + (freeScale ? ["--free-scale"] : [])
    arguments += ["--target-weight", "\(targetWeight)", "--kset", kset?.name ?? "of the target"]
    let first = firstBand ?? wanted?.lowerBound ?? 1
    // Rewards alone, and every reward before anything is read.
    let plain = try usage { try kset ?? .grid(12) }
    let terms = try reward.map { try RewardText.term($0, kset: plain) }
    if !reward.isEmpty { _ = try goal(plain, terms) }
    if !reward.isEmpty && stream.inputs.isEmpty {
      let goal = try goal(plain, terms)
      let records = try reporting { try designer.designs(goal, match: nil, target: nil) }
      try runGenerator(
        tool: "invdesign", arguments: arguments, seed: search.seed, output: stream.output,
        workers: stream.workers, count: records.count
      ) { records[$0] }
      return
    }
    if kset != nil {
      throw StreamError(.usage, "--grid, --path and --kpoints are for rewards without a target")
    }
    try runExpander(
      tool: "invdesign", arguments: arguments, seed: search.seed, options: stream
    ) { record in
      if record.hasGeometry && !record.hasFrequencies && record.geometry.vMax != height
        && !freeScale
      {
        throw StreamError(
          .badData,
          "the target's energies are in units of \(record.geometry.vMax) E0, the design's of \(height); use "
            + "--free-scale, or --exact-only with --vmax")
      }
      let (match, own) = try record.bandMatch(
        bands: wanted, as: first, limit: limit, freeOffset: freeOffset, freeScale: freeScale)
      let rewards = try reward.map { try RewardText.term($0, kset: own) }
      let goal = try goal(own, [(targetWeight, match)] + rewards)
      return try reporting { try designer.designs(goal, match: match, target: record) }
    }
  }

  private func goal(_ kset: KSet, _ terms: [(weight: Double, term: any GoalTerm)]) throws -> Goal {
    do { return try Goal(kset: kset, terms: terms) } catch {
      throw StreamError(.usage, "\(error)")
    }
  }

  private func reporting<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as DesignError {
      throw StreamError(.usage, "\(error)")
    }
  }
}
