/// An irreducible representation of a little group of a wave vector or of a site group, ordinary or ray.
public struct Irrep: Sendable {
  /// "A1", "E2", "A''", "E+", "D", "P3": see docs/groups.md for the rules.
  public let symbol: String
  public let dimension: Int
  /// A matrix for each operation of the group, in its order, with the phases that translations give: D(g1) D(g2) =
  /// exp(-2 pi i k.T) D(g3) where g1 g2 = {1 | T} g3.
  public let matrices: [RayMatrix]
  /// The traces of `matrices`.
  public let characters: [Cyclotomic]
  /// m of the eigenvalues exp(2 pi i m/n) of the group's smallest counter-clockwise rotation, -n/2 < m <= n/2; 0 where
  /// there is none.
  public let rotationNumbers: [Int]

  init(symbol: String, matrices: [RayMatrix], rotationNumbers: [Int]) {
    self.symbol = symbol
    self.dimension = matrices[0].dimension
    self.matrices = matrices
    self.characters = matrices.map(\.trace)
    self.rotationNumbers = rotationNumbers
  }
}
