import BlochCore
import RecordStream

/// Rewards as they stand on the command line: "[WEIGHT] KIND ARGUMENT".
enum RewardText {
  static let help = """
    Want something else than, or besides, a target: '[weight] kind argument'. Kinds are 'gap N' (between bands N and \
    N+1), 'velocity N' (of a Dirac cone of N and N+1 at K), 'flat N' (band N), 'irreps \
    Gamma:s,p/d K:0,1 M:+,-' (order at the points told, sets of bands apart by '/'), and 'sets 1a s/2b m=0' \
    (isolated sets from the lowest up, by band representation or by eight numbers n_s,n_p,n_d,n_f,n_0,n_1,n_+,n_-).
    """

  static func term(_ text: String, kset: KSet) throws -> (weight: Double, term: any GoalTerm) {
    var words = text.split(separator: " ").map(String.init)
    var weight = 1.0
    if let first = words.first, let number = Double(first) {
      weight = number
      words.removeFirst()
    }
    guard weight.isFinite, weight > 0, let kind = words.first else {
      throw StreamError(.usage, "--reward wants '[weight] kind argument', not '\(text)'")
    }
    let rest = words.dropFirst().joined(separator: " ")
    func band() throws -> Int {
      guard let n = Int(rest), (1...39).contains(n) else {
        throw StreamError(.usage, "--reward '\(text)': which band, 1 to 39?")
      }
      return n
    }
    do {
      switch kind {
      case "gap": return (weight, CompleteGap(below: try band()))
      case "velocity": return (weight, DiracVelocity(below: try band()))
      case "flat": return (weight, FlatBand(band: try band(), kset: kset))
      case "irreps": return (weight, try irreps(Array(words.dropFirst()), text))
      case "sets":
        let sets = try rest.split(separator: "/").map { try fingerprint(String($0), text) }
        return (weight, try IrrepOrder(sets))
      default:
        throw StreamError(
          .usage, "no reward '\(kind)'; there are gap, velocity, flat, irreps and sets")
      }
    } catch let error as DesignError {
      throw StreamError(.usage, "--reward '\(text)': \(error)")
    }
  }

  private static func irreps(_ words: [String], _ text: String) throws -> IrrepOrder {
    var sets = [[[Irrep]]](repeating: [], count: 3)
    for word in words {
      let sides = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, let point = P6.points.firstIndex(where: { $0.label == sides[0] })
      else {
        throw StreamError(.usage, "--reward '\(text)': '\(word)' is not Gamma:..., K:... or M:...")
      }
      guard sets[point].isEmpty else {
        throw StreamError(.usage, "--reward '\(text)': \(sides[0]) is named twice")
      }
      sets[point] = try sides[1].split(separator: "/").map { set in
        try set.split(separator: ",").map { symbol in
          guard let irrep = P6.points[point].irreps.first(where: { $0.symbol == symbol }) else {
            throw StreamError(.usage, "--reward '\(text)': no irrep '\(symbol)' at \(sides[0])")
          }
          return irrep
        }
      }
      // Listed one by one, they are wanted in that order.
      if sets[point].count == 1 { sets[point] = sets[point][0].map { [$0] } }
    }
    return try IrrepOrder(sets: sets)
  }

  private static func fingerprint(_ set: String, _ text: String) throws -> SymmetryVector {
    let trimmed = set.split(separator: " ").joined(separator: " ")
    if let known = TopologyTables.p6.representations.first(where: { $0.name == trimmed }) {
      return known.fingerprint
    }
    let numbers = trimmed.split(separator: ",").map { Int($0) ?? -1 }
    guard numbers.count == 8, numbers.allSatisfy({ (0...40).contains($0) }),
      let fingerprint = SymmetryVector(numbers, of: .p6)
    else {
      throw StreamError(
        .usage,
        "--reward '\(text)': '\(trimmed)' is neither a band representation ("
          + TopologyTables.p6.representations.map(\.name).joined(separator: ", ")
          + ") nor eight numbers")
    }
    return fingerprint
  }
}
