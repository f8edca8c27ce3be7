import ArgumentParser
import BlochCore
import RecordStream

/// How a search moves.
struct SearchOptions: ParsableArguments {
  @Option(help: "Random geometries to start from.")
  var starts = 200

  @Option(help: "Steps of each start.")
  var steps = 450

  @Option(help: "What Adam moves every amplitude by at first.")
  var rate = 0.5

  @Option(help: "Weight of the cell average of v (1 - v), which drives v = V/Vmax to 0 or 1.")
  var penalty = 1e-4

  @Option(help: "Steepness of the step that cuts the field during the search.")
  var beta = 1.0

  @Option(
    help: ArgumentHelp(
      "Cut-off of the field's reciprocal vectors; by default 6, or what --feature asks for."))
  var cutoff: Int?

  @Option(
    help: ArgumentHelp(
      "The same on the exact solver; by default twice that, if --feature and --pixels allow it.",
      valueName: "cutoff"))
  var polishCutoff: Int?

  @Option(help: "Pixels along a1 and a2 of the designs.")
  var pixels = 400

  @Option(
    help: ArgumentHelp(
      "Cell average of V/Vmax wanted; by a penalty, so that limits are met to about 0.001.",
      valueName: "from:to"))
  var fill: String?

  @Option(
    help: ArgumentHelp(
      "Smallest width of walls and holes wanted, in a: limits the field's cut-off, and designs that "
        + "are narrower somewhere are told.", valueName: "a"))
  var feature: Double?

  @Option(help: "Best starts that are continued on the exact solver.")
  var candidates = 4

  @Option(help: "Steps on the exact solver of each.")
  var polish = 100

  @Option(help: "Designs of each target that are written, the best first.")
  var keep = 1

  @Option(help: "Seed of the starts.")
  var seed: UInt64 = 0

  func validate() throws {
    guard (1...100_000).contains(starts) else {
      throw ValidationError("--starts must be 1 to 100000, not \(starts)")
    }
    guard (0...100_000).contains(steps), (0...100_000).contains(polish) else {
      throw ValidationError("--steps and --polish must be 0 to 100000")
    }
    guard rate > 0, rate <= 100, penalty >= 0, penalty <= 100, beta > 0, beta <= 1000 else {
      throw ValidationError(
        "--rate and --penalty must be positive and at most 100, --beta at most 1000")
    }
    guard [cutoff, polishCutoff].allSatisfy({ $0.map { (1...32).contains($0) } ?? true }) else {
      throw ValidationError("--cutoff and --polish-cutoff must be 1 to 32")
    }
    guard (4...1024).contains(pixels) else {
      throw ValidationError("--pixels must be 4 to 1024, not \(pixels)")
    }
    guard (1...1000).contains(candidates), (1...1000).contains(keep) else {
      throw ValidationError("--candidates and --keep must be 1 to 1000")
    }
    if let feature, !(feature >= 0.01 && feature <= 0.4) {
      throw ValidationError("--feature must be 0.01 to 0.4 a, not \(feature)")
    }
    _ = try fillRange()
  }

  func fillRange() throws -> ClosedRange<Double> {
    guard let fill else { return 0...1 }
    let sides = fill.split(separator: ":", omittingEmptySubsequences: false).map {
      Double($0) ?? .nan
    }
    guard sides.count == 2, sides[0] >= 0, sides[1] <= 1, sides[0] <= sides[1], sides[0] < 1,
      sides[1] > 0
    else { throw ValidationError("--fill must be from:to within 0 and 1, not '\(fill)'") }
    return sides[0]...sides[1]
  }

  /// Half of the shortest wave, sqrt(3) a/(4 cutoff), is the width that a field can still show.
  private var limit: Int { feature.map { max(1, Int(3.0.squareRoot() / (4 * $0))) } ?? 32 }

  var fieldCutoff: Int { min(cutoff ?? 6, limit) }

  var fineCutoff: Int {
    max(fieldCutoff, min(polishCutoff ?? min(2 * fieldCutoff, pixels / 4), limit))
  }

  var arguments: [String] {
    [
      "--starts", "\(starts)", "--steps", "\(steps)", "--rate", "\(rate)", "--penalty",
      "\(penalty)", "--beta", "\(beta)", "--cutoff", "\(fieldCutoff)", "--polish-cutoff",
      "\(fineCutoff)", "--pixels", "\(pixels)",
      "--fill", fill ?? "0:1", "--candidates", "\(candidates)", "--polish", "\(polish)", "--keep",
      "\(keep)",
    ] + (feature.map { ["--feature", "\($0)"] } ?? [])
  }
}
