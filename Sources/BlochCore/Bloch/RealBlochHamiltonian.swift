/// A model whose Hamiltonian is real symmetric at every wave vector, in a basis of functions that does
/// not depend on k (C2 and time reversal together provide one): all that a search for nodes, or for the bands'
/// derivatives, asks of it.
///
/// Wave vectors come eight at a time, k = x1 b1 + x2 b2.
public protocol RealBlochHamiltonian: Sendable {
  typealias Lane = SIMD8<Double>
  /// n of the n x n matrices.
  var order: Int { get }
  /// Whether H(k) has the symmetry of the lattice and the rotations everywhere, and not in the wedge
  /// Gamma-K-K' alone.
  var isPeriodic: Bool { get }
  /// Writes the lower triangles of H(k), row by row: [n (n + 1)/2].
  func fill(_ h: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane)
  /// Writes those of dH/dkx and dH/dky, in the unit of H times a.
  func fillSlopes(
    _ x: UnsafeMutablePointer<Lane>, _ y: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane)
  /// Writes those of d^2H/dkx^2, d^2H/dkx dky and d^2H/dky^2, in the unit of H times a^2.
  func fillCurvatures(
    _ xx: UnsafeMutablePointer<Lane>, _ xy: UnsafeMutablePointer<Lane>,
    _ yy: UnsafeMutablePointer<Lane>, _ x1: Lane, _ x2: Lane)
}
