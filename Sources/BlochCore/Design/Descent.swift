import Glibc
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

  /// Adds the derivatives by v of the constraints' losses.
  func add(_ v: RealMatrix, _ shares: [Double], to derivative: inout RealMatrix) {
    for c in 0..<v.columns {
      let first = c * v.rows
      var mean = 0.0
      for (p, share) in shares.enumerated() { mean += share * v.storage[first + p] }
      let lack = mean - min(max(mean, fill.lowerBound), fill.upperBound)
      for (p, share) in shares.enumerated() {
        derivative.storage[first + p] +=
          share * (penalty * (1 - 2 * v.storage[first + p]) + 2 * Self.fillWeight * lack)
      }
    }
  }
}

/// Gradient descent of several geometries at once by Adam (Kingma and Ba, arXiv:1412.6980).
public final class Descent {
  public let space: DesignSpace
  public let constraints: DesignConstraints
  /// [parameters x geometries]
  public private(set) var parameters: RealMatrix
  /// [geometries]: the goal's losses at the last evaluation, without constraints.
  public private(set) var losses: [Double]
  private let evaluator: any BandEvaluator
  private var mean: [Double]
  private var square: [Double]
  private var steps = 0

  public init(
    _ parameters: RealMatrix, space: DesignSpace, evaluator: any BandEvaluator,
    constraints: DesignConstraints
  ) {
    self.parameters = parameters
    self.space = space
    self.evaluator = evaluator
    self.constraints = constraints
    losses = [Double](repeating: .infinity, count: parameters.columns)
    mean = [Double](repeating: 0, count: parameters.storage.count)
    square = mean
  }

  /// Evaluates, and moves every amplitude by about `rate`.
  public func advance(rate: Double, beta: Double) throws {
    let v = space.potentials(parameters, beta: beta)
    var (losses, derivative) = try evaluator.evaluate(v)
    constraints.add(v, space.shares, to: &derivative)
    self.losses = losses
    let gradient = space.pullback(derivative, at: v, beta: beta)
    steps += 1
    let (b1, b2) = (0.9, 0.999)
    let first = 1 / (1 - pow(b1, Double(steps)))
    let second = 1 / (1 - pow(b2, Double(steps)))
    for i in gradient.storage.indices {
      let g = gradient.storage[i]
      // A geometry without a derivative stays where it is.
      if !g.isFinite { continue }
      mean[i] = b1 * mean[i] + (1 - b1) * g
      square[i] = b2 * square[i] + (1 - b2) * g * g
      parameters.storage[i] -=
        rate * first * mean[i] / ((second * square[i]).squareRoot() + 1e-12)
    }
  }

  /// The goal's losses where the geometries are now.
  public func measure(beta: Double) throws -> [Double] {
    losses = try evaluator.evaluate(space.potentials(parameters, beta: beta)).losses
    return losses
  }
}
