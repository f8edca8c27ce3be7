import LinearAlgebra

/// What pulls geometries besides the goal.
public struct DesignConstraints: Sendable {
  /// Weight of the cell average of v (1 - v), which drives v to 0 or 1.
  public var penalty: Double
  /// Cell average of v that is allowed.
  public var fill: ClosedRange<Double>

  /// Of the squared distance from the allowed fill fractions: a reward that grows by one Vmax from an empty to
  /// a full cell goes beyond them by 1/200.
  private static let fillWeight = 100.0

  public init(penalty: Double = 1e-4, fill: ClosedRange<Double> = 0...1) {
    self.penalty = penalty
    self.fill = fill
  }

  /// The constraints' losses [geometries]; their derivatives by v are added to those of the goal.
  /// - Parameters:
  ///   - v: [pixel orbits x geometries]
  ///   - shares: [pixel orbits]: share of the cell that each covers.
  func add(_ v: RealMatrix, _ shares: [Double], to derivative: inout RealMatrix) -> [Double] {
    (0..<v.columns).map { c in
      let first = c * v.rows
      var mean = 0.0
      var between = 0.0
      for (p, share) in shares.enumerated() {
        let own = v.storage[first + p]
        mean += share * own
        between += share * own * (1 - own)
      }
      let lack = mean - min(max(mean, fill.lowerBound), fill.upperBound)
      for (p, share) in shares.enumerated() {
        derivative.storage[first + p] +=
          share * (penalty * (1 - 2 * v.storage[first + p]) + 2 * Self.fillWeight * lack)
      }
      return penalty * between + Self.fillWeight * lack * lack
    }
  }
}

/// What geometries are to have, as a function of their parameters.
struct DesignObjective {
  let space: DesignSpace
  let evaluator: any BandEvaluator
  let constraints: DesignConstraints

  /// - Parameter parameters: [parameters x geometries]
  /// - Returns: the goal's losses and those of the constraints [geometries], and the derivatives of their
  ///   sums [parameters x geometries].
  func evaluate(_ parameters: RealMatrix, beta: Double) throws -> (
    losses: [Double], constraints: [Double], gradient: RealMatrix
  ) {
    let v = space.potentials(parameters, beta: beta)
    var (losses, derivative) = try evaluator.evaluate(v)
    let extra = constraints.add(v, space.shares, to: &derivative)
    return (losses, extra, space.pullback(derivative, at: v, beta: beta))
  }
}
