import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// The Hamiltonian that nodes are searched on, against the model that it is made of.
@Suite struct TightBindingHamiltonianTests {
  private typealias Lane = SIMD8<Double>

  /// Lower triangles of H, dH/dkx and dH/dky at eight wave vectors: [8][n (n + 1)/2] each.
  private func triangles(_ hamiltonian: TightBindingHamiltonian, _ waves: [KPoint]) -> (
    h: [[Double]], x: [[Double]], y: [[Double]]
  ) {
    var (x1, x2) = (Lane.zero, Lane.zero)
    for (lane, k) in waves.enumerated() { (x1[lane], x2[lane]) = (k.x1, k.x2) }
    let count = hamiltonian.order * (hamiltonian.order + 1) / 2
    var (h, x) = ([Lane](repeating: .zero, count: count), [Lane](repeating: .zero, count: count))
    var y = x
    h.withUnsafeMutableBufferPointer { hamiltonian.fill($0.baseAddress!, x1, x2) }
    x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        hamiltonian.fillSlopes(x.baseAddress!, y.baseAddress!, x1, x2)
      }
    }
    func each(_ lanes: [Lane]) -> [[Double]] { waves.indices.map { i in lanes.map { $0[i] } } }
    return (each(h), each(x), each(y))
  }

  /// The wave vector moved by (x, y) in units of 1/a: 2 pi x_i = k.a_i.
  private func moved(_ k: KPoint, _ x: Double, _ y: Double, _ lattice: Lattice) -> KPoint {
    let a2 = lattice.cartesian(x1: 0, x2: 1)
    return KPoint(k.x1 + x / (2 * Double.pi), k.x2 + (a2.x * x + a2.y * y) / (2 * Double.pi))
  }

  @Test(arguments: HamiltonianFamily.samples + HamiltonianFamily.others)
  func isTheModelWithItsSlopes(_ orbitals: HamiltonianFamily) throws {
    let model = TightBindingModel(orbitals)
    var source = TightBindingSource(11)
    let c = source.coefficients(orbitals)
    let hamiltonian = TightBindingHamiltonian(model, coefficients: c)
    #expect(hamiltonian.order == orbitals.dimension)
    let lattice = orbitals.symmetry.lattice
    let waves = (0..<8).map { _ in source.wave() }
    let found = triangles(hamiltonian, waves)
    for (k, h) in zip(waves, found.h) {
      let expected = model.lowerTriangle(c, model.factors(at: k))
      for (a, b) in zip(h, expected) { #expect(abs(a - b) < 1e-13) }
    }
    let step = 1e-5
    for (slopes, (x, y)) in [(found.x, (step, 0.0)), (found.y, (0.0, step))] {
      let up = triangles(hamiltonian, waves.map { moved($0, x, y, lattice) }).h
      let down = triangles(hamiltonian, waves.map { moved($0, -x, -y, lattice) }).h
      for i in waves.indices {
        for (slope, (a, b)) in zip(slopes[i], zip(up[i], down[i])) {
          // Rounding over the step, and the step squared times the cube of the longest hop.
          #expect(abs(slope - (a - b) / (2 * step)) < 1e-8)
        }
      }
    }
  }

  /// One s orbital: e + 2 J sum of cos k.a_j, with slopes -2 J sum of a_j sin k.a_j.
  @Test func oneSBandHasAClosedForm() {
    let vectors = [
      SIMD2(1, 0), SIMD2(0.5, (0.75).squareRoot()), SIMD2(-0.5, (0.75).squareRoot()),
    ]
    let model = TightBindingModel(HamiltonianFamily(s: 1, p: 0, d: 0, f: 0))
    var source = TightBindingSource(12)
    let waves = (0..<8).map { _ in source.wave() }
    let found = triangles(TightBindingHamiltonian(model, coefficients: [0.4, -0.7]), waves)
    for (i, k) in waves.enumerated() {
      let (x, y) = k.cartesian
      let angles = vectors.map { x * $0.x + y * $0.y }
      #expect(abs(found.h[i][0] - (0.4 - 1.4 * angles.reduce(0) { $0 + cos($1) })) < 1e-13)
      let slope = zip(angles, vectors).reduce(SIMD2<Double>.zero) { $0 + 1.4 * sin($1.0) * $1.1 }
      #expect(abs(found.x[i][0] - slope.x) < 1e-13)
      #expect(abs(found.y[i][0] - slope.y) < 1e-13)
    }
  }
}
