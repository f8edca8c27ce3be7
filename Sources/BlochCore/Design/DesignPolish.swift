import Glibc
import LinearAlgebra

/// Continues a search on the exact solver: while the field's step grows steeper, until it is about one pixel
/// wide and the cell can be cut in two levels, by Adam, then at that steepness by a quasi-Newton method.
public struct DesignPolish: Sendable {
  /// Evaluations of the goal.
  public var steps = 100
  /// What Adam moves every amplitude by at first.
  public var rate = 0.03
  public var constraints = DesignConstraints(penalty: 0)

  public init() {}

  /// The steepness at which the step of a field is about a pixel wide on the average.
  public static func sharp(_ parameters: [Double], _ space: DesignSpace) -> Double {
    var square = 0.0
    for (g, a) in zip(space.representatives, parameters) where g.squaredIndex > 0 {
      // Six cosines: the mean square of the gradient is 6 |G|^2 A^2.
      square += 6 * a * a * Double(g.squaredIndex) * 16 * Double.pi * Double.pi / 3
    }
    return square > 0 ? 3 * Double(space.pixels) / square.squareRoot() : 1
  }

  /// - Parameters:
  ///   - beta: steepness that the search ended with.
  ///   - rough: for the first half, while the step grows steep.
  ///   - evaluator: for the second half.
  /// - Returns: the parameters, of a two-level cell.
  public func run(
    _ parameters: [Double], space: DesignSpace, beta: Double, rough: any BandEvaluator,
    evaluator: any BandEvaluator
  ) throws -> [Double] {
    var x = RealMatrix(rows: parameters.count, columns: 1)
    x.storage = parameters
    let descent = Descent(x, space: space, evaluator: rough, constraints: constraints)
    let steepening = steps / 2
    for step in 0..<steepening {
      let t = Double(step) / Double(max(1, steepening - 1))
      let end = max(beta, Self.sharp(descent.parameters.storage, space))
      try descent.advance(
        rate: rate * size(descent.parameters.storage) * (1 - 0.9 * t),
        beta: beta * pow(end / beta, t))
    }
    x = descent.parameters
    let sharp = max(beta, Self.sharp(x.storage, space))
    let objective = DesignObjective(space: space, evaluator: evaluator, constraints: constraints)
    return try QuasiNewton(
      evaluations: steps - steepening, firstMove: 0.1 * rate * size(x.storage)
    ).minimise(x.storage) {
      x.storage = $0
      let (losses, extra, gradient) = try objective.evaluate(x, beta: sharp)
      return (losses[0] + extra[0], gradient.storage)
    }
  }

  /// The amplitudes' scale: a steeper step feels the same change of the field more.
  private func size(_ parameters: [Double]) -> Double {
    let used = parameters.filter { $0 != 0 }
    return (used.reduce(0) { $0 + $1 * $1 } / Double(max(1, used.count))).squareRoot()
  }
}
