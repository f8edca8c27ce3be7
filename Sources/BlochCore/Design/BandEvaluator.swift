import LinearAlgebra

/// Something that knows the bands of geometries and how they depend on them: a network, or the exact
/// solver.
public protocol BandEvaluator {
  /// The goal's loss of every geometry and its derivative by v.
  /// - Parameter potentials: v = V/Vmax, [pixel orbits x geometries].
  /// - Returns: losses [geometries] and their derivatives [pixel orbits x geometries].
  func evaluate(_ potentials: RealMatrix) throws -> (losses: [Double], derivative: RealMatrix)
}
