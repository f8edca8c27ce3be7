import Glibc

/// Euler number of an isolated set of two bands, from the wedge Gamma-K-K' alone: neither loops nor a
/// periodic Hamiltonian are needed.
///
/// The wedge is cut into triangles. Oriented frames of the two real states differ by a rotation along
/// each edge; the angles around a triangle add up to its flux of the Euler form, in -pi...pi, and the
/// fluxes to a sixth of 2 pi times the Euler number. Triangles are made smaller until all overlaps and
/// fluxes are clear.
///
/// Source: Ahn, Park and Yang, PRX 9, 021013 (2019); the plaquettes are those of Fukui, Hatsugai and Suzuki,
/// J. Phys. Soc. Jpn. 74, 1674 (2005).
public struct EulerFlux: Sendable, Equatable {
  /// |Euler number|: the sign is a matter of the orientation.
  public var number: Int
  /// By how much the flux through the zone, in 2 pi, misses it: rounding for a model that has C6
  /// symmetry, the symmetry's error for others.
  public var deviation: Double
  /// Triangles in the wedge.
  public var triangles: Int
  /// Wave vectors that were solved.
  public var evaluations: Int

  /// Nil when the bands come so close to others that the triangles would have to be smaller than 2^-10 of
  /// the first ones.
  ///
  /// Where the two bands at Gamma are s + f, C6 turns the frame's orientation round and the fluxes of
  /// neighbouring wedges cancel: the number is 0, and nothing is computed.
  /// - Parameters:
  ///   - hamiltonian: real, good inside the wedge and on its edges.
  ///   - firstBand: the lower of the two bands, counted from 1.
  ///   - irrepsAtGamma: of the two bands.
  ///   - divisions: triangles along an edge of the wedge at first; even, so that M is a corner.
  public init?(
    _ hamiltonian: some RealBlochHamiltonian, firstBand: Int, irrepsAtGamma: [Irrep],
    divisions: Int = 12
  ) {
    if irrepsAtGamma.contains(.s) && irrepsAtGamma.contains(.f) {
      (number, deviation, triangles, evaluations) = (0, 0, 0, 0)
      return
    }
    var mesh = EulerMesh(hamiltonian, firstBand: firstBand, divisions: divisions)
    guard mesh.refine(), let flux = mesh.flux() else { return nil }
    let exact = abs(6 * flux / (2 * Double.pi))
    number = Int(exact.rounded())
    deviation = exact - exact.rounded()
    triangles = mesh.triangles.count
    evaluations = mesh.states.solved
  }
}
