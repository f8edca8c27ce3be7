import BlochCore
import Glibc
import Testing

@Suite struct NodeSearchTests {
  /// An s and an f band that cross on a ring around Gamma; they couple by an f wave, which is zero on
  /// Gamma-M: one sextet, at 2 (t_s - t_f)(1 + 2 cos(pi x)) = e_f - e_s on k = x M.
  @Test(arguments: [0.2, 0.37, 0.5, 0.71, 0.93])
  func oneSextetByHand(_ x: Double) throws {
    let orbitals = OrbitalSet(s: 1, p: 0, d: 0, f: 1)
    let model = TightBindingModel(orbitals: orbitals)
    let (ts, tf) = (-0.2, 0.1)
    let split = 2 * (ts - tf) * (1 + 2 * cos(Double.pi * x))
    // [e_s, e_f | J_ss, J_fs, J_ff]; J_ff enters with the sign of f turned by 60 degrees, squared.
    let c = [0, split, ts, 0.15, tf]
    let search = try NodeSearch(
      TightBindingHamiltonian(model, coefficients: c),
      corners: try model.specialPoints(coefficients: c, count: 2))
    let found = search.search(cuts: [1])[0]
    #expect(found.verdict == .nodes && found.pinned.isEmpty)
    try #require(found.nodes.count == 1)
    #expect(abs(found.nodes[0].k.x1 - 0.5 * x) < 1e-7)
    #expect(abs(found.nodes[0].k.x2 - 0.5 * x) < 1e-7)
    #expect(found.nodes[0].residual < 1e-9)
  }

  /// Random models: bands touch where nodes are told, and nothing told contradicts the C2 theorem.
  @Test func nodesOfRandomModelsAreNodes() throws {
    let model = TightBindingModel()
    var source = TightBindingSource(77)
    var unresolved = 0
    for _ in 0..<30 {
      let c = source.coefficients(model.orbitals)
      let search = try NodeSearch(
        TightBindingHamiltonian(model, coefficients: c),
        corners: try model.specialPoints(coefficients: c, count: 7))
      for found in search.search(cuts: Array(1...6)) {
        if found.verdict == .unresolved {
          unresolved += 1
          continue
        }
        if let expected = found.expectedParity { #expect(found.nodes.count % 2 == expected) }
        for node in found.nodes {
          let bands = try model.bands(coefficients: c, at: node.k, count: found.cut + 1)
          #expect(bands[found.cut] - bands[found.cut - 1] < 1e-8)
        }
        if found.verdict == .gapped {
          let bands = try model.bands(coefficients: c, at: found.gapPoint, count: found.cut + 1)
          #expect(abs(bands[found.cut] - bands[found.cut - 1] - found.gap) < 1e-8)
        }
      }
    }
    #expect(unresolved <= 1)
  }
}
