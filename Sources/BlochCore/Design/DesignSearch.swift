import Glibc
import LinearAlgebra

/// Gradient search from many random starts (appendix L of arXiv:1912.03296).
public struct DesignSearch: Sendable {
  /// Random geometries to start from.
  public var starts = 200
  public var steps = 450
  /// What Adam moves every amplitude by at first; falls as a cosine to a fiftieth.
  public var rate = 0.5
  /// Steepness of the step that cuts the field.
  public var beta = 1.0
  /// Amplitudes start uniform in -spread...spread.
  public var spread = 0.5
  public var seed: UInt64 = 0
  public var constraints = DesignConstraints()

  /// Lanes' groups that one thread moves together.
  private static let chunkGroups = 1

  public init() {}

  /// Where a search ended.
  public struct Outcome: Sendable {
    /// [parameters x starts]
    public var parameters: RealMatrix
    /// [starts], the goal's loss.
    public var losses: [Double]
    /// [steps][starts]: the loss before each step.
    public var history: [[Double]]

    /// Where a start ended: [parameters].
    public func parameters(of start: Int) -> [Double] {
      Array(parameters.storage[start * parameters.rows..<(start + 1) * parameters.rows])
    }

    /// Starts by loss, the best first; those without a finite one are left out.
    public var ranking: [Int] {
      losses.indices.filter { losses[$0].isFinite }.sorted { losses[$0] < losses[$1] }
    }
  }

  /// The amplitudes of every start, functions of seed and index alone: [parameters x starts].
  public func startingPoints(_ space: DesignSpace) -> RealMatrix {
    var x = RealMatrix(rows: space.parameterCount, columns: starts)
    for start in 0..<starts {
      var generator = SampleGenerator(seed: seed, index: UInt64(start), purpose: .design)
      for o in 0..<space.parameterCount { x[o, start] = spread * (2 * generator.uniform() - 1) }
    }
    return x
  }

  func rate(_ step: Int) -> Double {
    rate * (0.02 + 0.49 * (1 + cos(Double.pi * Double(step) / Double(max(steps, 1)))))
  }

  /// Descends from every start.
  /// - Parameters:
  ///   - evaluator: makes an evaluator for that many geometries, one for each thread at work.
  ///   - progress: called with the steps of all starts that are done, from any thread.
  /// - Throws: what evaluators throw.
  public func run(
    _ space: DesignSpace, team: WorkerTeam,
    evaluator: @Sendable (Int) throws -> any BandEvaluator,
    progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> Outcome {
    let all = startingPoints(space)
    let rows = space.parameterCount
    // Whole groups of lanes. The cut must not depend on the threads: matrix products round by shape.
    let groups = (starts + 15) / 16
    let chunks = (groups + Self.chunkGroups - 1) / Self.chunkGroups
    let borders = (0...chunks).map { min(starts, 16 * Self.chunkGroups * $0) }
    let steps = steps
    var outcome = Outcome(
      parameters: all, losses: [Double](repeating: .infinity, count: starts),
      history: [[Double]](repeating: [Double](repeating: .infinity, count: starts), count: steps))
    let parts = try team.map(chunks) { chunk in
      let range = borders[chunk]..<borders[chunk + 1]
      var own = RealMatrix(rows: rows, columns: range.count)
      own.storage = Array(all.storage[range.lowerBound * rows..<range.upperBound * rows])
      let descent = Descent(
        own, space: space, evaluator: try evaluator(range.count), constraints: constraints)
      var history: [[Double]] = []
      for step in 0..<steps {
        try descent.advance(rate: rate(step), beta: beta)
        history.append(descent.losses)
        progress(range.count)
      }
      return (descent.parameters, try descent.measure(beta: beta), history)
    }
    for (chunk, (parameters, losses, history)) in parts.enumerated() {
      let range = borders[chunk]..<borders[chunk + 1]
      outcome.parameters.storage.replaceSubrange(
        range.lowerBound * rows..<range.upperBound * rows, with: parameters.storage)
      outcome.losses.replaceSubrange(range, with: losses)
      for step in 0..<steps { outcome.history[step].replaceSubrange(range, with: history[step]) }
    }
    return outcome
  }
}
