/// One thing that is wanted of bands, as a loss: the smaller the better.
public protocol GoalTerm: Sendable {
  /// Lowest bands that it looks at.
  var bands: Int { get }
  /// Wave vectors that it needs besides the k-set.
  var extraPoints: [KPoint] { get }
  /// "match", "gap 2", ...
  var name: String { get }

  /// The loss, whose derivatives times `weight` are added to those of the sample.
  /// - Parameters:
  ///   - zone: number of wave vectors of the k-set, the first of the sample.
  ///   - extra: position of the first wave vector that it asked for.
  func evaluate(_ sample: inout BandSample, zone: Int, extra: Int, weight: Double) -> Double

  /// Whether the irreps at Gamma, K and M are in the order that it wants.
  func isReached(by special: [SpecialPointBands]) -> Bool
}

extension GoalTerm {
  public var extraPoints: [KPoint] { [] }

  public func isReached(by special: [SpecialPointBands]) -> Bool { true }
}

/// A weighted sum of things that are wanted.
public struct Goal: Sendable {
  public let kset: KSet
  public let terms: [(weight: Double, term: any GoalTerm)]
  /// The wave vectors of the k-set, then those that terms ask for.
  public let points: [KPoint]
  /// Lowest bands that any term looks at.
  public let bands: Int
  private let extras: [Int]

  /// - Throws: `DesignError` when there is nothing to reach, or terms exclude each other.
  public init(kset: KSet, terms: [(weight: Double, term: any GoalTerm)]) throws {
    guard !terms.isEmpty else { throw DesignError("nothing to reach; give a target or a reward") }
    guard terms.allSatisfy({ $0.weight.isFinite && $0.weight > 0 }) else {
      throw DesignError("the weight of a reward must be positive")
    }
    self.kset = kset
    self.terms = terms
    var points = kset.points
    var extras: [Int] = []
    for (_, term) in terms {
      extras.append(points.count)
      points += term.extraPoints
    }
    self.points = points
    self.extras = extras
    bands = terms.map(\.term.bands).max() ?? 0
    try Self.checkContradictions(terms.map(\.term))
  }

  /// A sample to be filled.
  public func sample() -> BandSample { BandSample(points: points, bands: bands, states: bands) }

  /// A sample of an exact solution at `points` with more bands than the goal looks at.
  public func sample(of solution: BandSolution) -> BandSample {
    var sample = sample()
    for p in points.indices {
      for n in 0..<bands {
        sample.energies[p * bands + n] = solution.energies[p * solution.bands + n]
      }
    }
    for point in solution.specialPoints {
      var seen: [Irrep: Int] = [:]
      for (irrep, energy) in zip(point.irreps, point.energies) {
        let state = seen[irrep, default: 0] / irrep.dimension
        seen[irrep, default: 0] += 1
        if state < sample.states { sample.levels[sample.level(irrep, state)] = energy }
      }
    }
    return sample
  }

  /// The weighted sum, with its derivatives in the sample.
  public func evaluate(_ sample: inout BandSample) -> Double {
    sample.prepare()
    var sum = 0.0
    for (i, (weight, term)) in terms.enumerated() {
      sum +=
        weight
        * term.evaluate(&sample, zone: kset.points.count, extra: extras[i], weight: weight)
    }
    sample.distribute()
    return sum
  }

  /// Each term's loss by itself, unweighted.
  public func parts(_ sample: inout BandSample) -> [Double] {
    sample.prepare()
    return terms.enumerated().map { i, entry in
      entry.term.evaluate(&sample, zone: kset.points.count, extra: extras[i], weight: 0)
    }
  }

  /// Whether the irreps at Gamma, K and M are in the order that every term wants.
  public func isReached(by special: [SpecialPointBands]) -> Bool {
    terms.allSatisfy { $0.term.isReached(by: special) }
  }

  /// Whether bands are grouped as wanted: each group's irreps are the next ones, in any order.
  static func follow(_ irreps: [Irrep], _ groups: [[Irrep]]) -> Bool {
    var rest = irreps[...]
    for group in groups {
      guard rest.count >= group.count,
        rest.prefix(group.count).map(\.rawValue).sorted() == group.map(\.rawValue).sorted()
      else { return false }
      rest = rest.dropFirst(group.count)
    }
    return true
  }

  private static func checkContradictions(_ terms: [any GoalTerm]) throws {
    let orders = terms.compactMap { $0 as? IrrepOrder }
    guard orders.count <= 1 else {
      throw DesignError("two orders of irreps contradict each other; give one")
    }
    for gap in terms.compactMap({ $0 as? CompleteGap }) {
      if terms.contains(where: { ($0 as? DiracVelocity)?.below == gap.below }) {
        throw DesignError(
          "bands \(gap.below) and \(gap.below + 1) cannot have both a gap and a Dirac cone")
      }
      if let split = orders.first?.pairSplit(by: gap.below) {
        throw DesignError(
          "the irreps wanted at \(split) have a pair of bands \(gap.below) and \(gap.below + 1), "
            + "which cannot have a gap")
      }
    }
  }
}
