import Glibc
import LinearAlgebra

/// Continues a search on the exact solver while the field's step grows steeper, until it is about one pixel
/// wide and the cell can be cut in two levels.
public struct DesignPolish: Sendable {
  public var steps = 40
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

  /// - Parameter beta: steepness that the search ended with.
  /// - Returns: the parameters, of a two-level cell.
  public func run(
    _ parameters: [Double], space: DesignSpace, beta: Double, evaluator: any BandEvaluator
  ) throws -> [Double] {
    var x = RealMatrix(rows: parameters.count, columns: 1)
    x.storage = parameters
    let descent = Descent(x, space: space, evaluator: evaluator, constraints: constraints)
    for step in 0..<steps {
      let t = Double(step) / Double(max(1, steps - 1))
      // Steep for the last third.
      let end = max(beta, Self.sharp(descent.parameters.storage, space))
      let now = beta * pow(end / beta, min(1, 1.5 * t))
      // The amplitudes' scale: a steeper step feels the same change of the field more.
      let size = (descent.parameters.storage.reduce(0) { $0 + $1 * $1 }).squareRoot()
      try descent.advance(
        rate: rate * size / Double(parameters.count).squareRoot() * (1 - 0.98 * t), beta: now)
    }
    return descent.parameters.storage
  }
}
