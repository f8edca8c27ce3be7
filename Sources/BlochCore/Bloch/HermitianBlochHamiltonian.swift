/// A model whose Hamiltonian is Hermitian at every wave vector, in a basis of functions that does not depend on k: what
/// `RealBlochHamiltonian` is to crystals with C2, for those without.
///
/// Wave vectors come eight at a time, k = x1 b1 + x2 b2; real and imaginary parts of the lower triangles go to arrays
/// of their own.
public protocol HermitianBlochHamiltonian: Sendable {
  typealias Lane = SIMD8<Double>
  typealias Elements = UnsafeMutablePointer<Lane>
  /// n of the n x n matrices.
  var order: Int { get }
  /// Whether H(k) has the symmetry of the crystal everywhere, and not in its piece of the zone alone.
  var isPeriodic: Bool { get }
  /// Writes the lower triangles of H(k), row by row: [n (n + 1)/2].
  func fill(_ real: Elements, _ imaginary: Elements, _ x1: Lane, _ x2: Lane)
  /// Writes those of dH/dkx and dH/dky, in the unit of H times a.
  func fillSlopes(
    _ x: (real: Elements, imaginary: Elements), _ y: (real: Elements, imaginary: Elements),
    _ x1: Lane, _ x2: Lane)
  /// Writes those of d^2H/dkx^2, d^2H/dkx dky and d^2H/dky^2, in the unit of H times a^2.
  func fillCurvatures(
    _ xx: (real: Elements, imaginary: Elements), _ xy: (real: Elements, imaginary: Elements),
    _ yy: (real: Elements, imaginary: Elements), _ x1: Lane, _ x2: Lane)
}
