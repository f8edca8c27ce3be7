import ArgumentParser
import BlochRecords
import RecordStream
import ToolSupport

/// Joins and cuts streams.
struct RecCat: ParsableCommand {
  enum StatusFilter: String, ExpressibleByArgument, CaseIterable {
    case ok, failed

    /// Also as printed, in capitals.
    init?(argument: String) { self.init(rawValue: argument.lowercased()) }
  }

  enum Verdict: String, ExpressibleByArgument, CaseIterable {
    case ebr, composite
    case obstructedAtomic = "obstructed_atomic"
    case fragile, undetermined, winding, semimetal, stable

    /// Also as printed, in capitals.
    init?(argument: String) { self.init(rawValue: argument.lowercased()) }

    var message: PBVerdict {
      switch self {
      case .ebr: .ebr
      case .composite: .composite
      case .obstructedAtomic: .obstructedAtomic
      case .fragile: .fragile
      case .undetermined: .undetermined
      case .winding: .winding
      case .semimetal: .semimetal
      case .stable: .stable
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "rec-cat",
    abstract: "Join streams, and keep a part of their records.",
    discussion: """
      Example: rec-cat --verdict fragile --set 2 shard*.rec.zst -o fragile.rec.zst

      Segments stay segments, with this step behind their provenance; records pass byte for byte. Filters come first, \
      then --skip, --head and --sample count what is left. --where compares a field, a path as in rec-view --tsv, with a \
      number or a text by =, !=, <, <=, > or >=, e.g. --where 'connectivity.cuts[1].complete_gap > 0.05'; given several \
      times, all must hold, and a record that lacks the field is left out.
      """,
    version: packageVersion)

  @Option(help: ArgumentHelp("Leave out the first records.", valueName: "n")) var skip: Int = 0
  @Option(help: ArgumentHelp("Keep at most so many records.", valueName: "n")) var head: Int?
  @Option(help: ArgumentHelp("Keep each record with this probability.", valueName: "p"))
  var sample: Double?
  @Option(help: "Seed of --sample, by default 0.") var seed: UInt64?
  @Option(help: "Keep records whose band set has this verdict.") var verdict: Verdict?
  @Option(help: "The band set that --verdict looks at, by default 1, the lowest.") var set: Int?
  @Option(help: "Keep records with this status.") var status: StatusFilter?
  @Option(
    name: .customLong("where"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Keep records of which this is true.", valueName: "condition"))
  var wheres: [String] = []
  @Argument(
    help: ArgumentHelp("Streams to read; none or '-' is standard input.", valueName: "file"))
  var inputs: [FilePath] = []
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if skip < 0 { throw ValidationError("--skip must not be negative") }
    if let head, head < 0 { throw ValidationError("--head must not be negative") }
    if let sample, !(0...1).contains(sample) { throw ValidationError("--sample must be 0 to 1") }
    if let set, set < 1 { throw ValidationError("--set counts from 1") }
    if set != nil && verdict == nil { throw ValidationError("--set is for --verdict") }
    if seed != nil && sample == nil { throw ValidationError("--seed is for --sample") }
  }

  private var arguments: [String] {
    var list = ["--skip", "\(skip)"]
    if let head { list += ["--head", "\(head)"] }
    if let sample { list += ["--sample", "\(sample)", "--seed", "\(seed ?? 0)"] }
    if let verdict { list += ["--verdict", verdict.rawValue, "--set", "\(set ?? 1)"] }
    if let status { list += ["--status", status.rawValue] }
    for condition in wheres { list += ["--where", condition] }
    return list
  }

  func run() throws {
    var passed = 0
    var position: UInt64 = 0
    let decodes = verdict != nil || status != nil || !wheres.isEmpty
    let conditions = try wheres.map(RecordCondition.init)
    try copyRecords(
      tool: "rec-cat", arguments: arguments, seed: seed ?? 0, inputs: inputs, output: output
    ) { raw in
      if decodes, try !matches(raw.decoded(), conditions) { return false }
      passed += 1
      position += 1
      if passed <= skip { return false }
      if let head, passed - skip > head { return false }
      if let sample { return uniform(position) < sample }
      return true
    }
  }

  private func matches(_ record: PBRecord, _ conditions: [RecordCondition]) throws -> Bool {
    if let status, (record.status == .failed) != (status == .failed) { return false }
    for condition in conditions where try !condition.holds(for: record) { return false }
    guard let verdict else { return true }
    let set = set ?? 1
    return record.topology.sets.count >= set
      && record.topology.sets[set - 1].verdict == verdict.message
  }

  /// A number in [0, 1) from (seed, position): splitmix64 (Steele, Lea, Flood, OOPSLA 2014).
  private func uniform(_ position: UInt64) -> Double {
    var z = (seed ?? 0) &+ position &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) / Double(1 << 53)
  }
}
