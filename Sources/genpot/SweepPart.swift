import ArgumentParser

/// The part of a sweep that is made.
struct SweepPart: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Make part i of n contiguous parts of the sweep, 0 <= i < n.", valueName: "i/n"))
  var shard = Shard.whole

  var arguments: [String] { ["--shard", "\(shard)"] }
}
