import Glibc
import LinearAlgebra

/// Gradient descent of several geometries at once by Adam (Kingma and Ba, arXiv:1412.6980).
public final class Descent {
  private let objective: DesignObjective
  /// [parameters x geometries]
  public private(set) var parameters: RealMatrix
  /// [geometries]: the goal's losses at the last evaluation, without constraints.
  public private(set) var losses: [Double]
  private var mean: [Double]
  private var square: [Double]
  private var steps = 0

  public init(
    _ parameters: RealMatrix, space: DesignSpace, evaluator: any BandEvaluator,
    constraints: DesignConstraints
  ) {
    self.parameters = parameters
    objective = DesignObjective(space: space, evaluator: evaluator, constraints: constraints)
    losses = [Double](repeating: .infinity, count: parameters.columns)
    mean = [Double](repeating: 0, count: parameters.storage.count)
    square = mean
  }

  /// Evaluates, and moves every amplitude by about `rate`.
  public func advance(rate: Double, beta: Double) throws {
    let gradient: RealMatrix
    (losses, _, gradient) = try objective.evaluate(parameters, beta: beta)
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
    losses = try objective.evaluate(parameters, beta: beta).losses
    return losses
  }
}
