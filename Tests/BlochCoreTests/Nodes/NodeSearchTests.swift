import BlochCore
import Glibc
import Testing

@Suite struct NodeSearchTests {
  /// An s and an f band that cross on a ring around Gamma; they couple by an f wave, which is zero on
  /// Gamma-M: one sextet, at 2 (t_s - t_f)(1 + 2 cos(pi x)) = e_f - e_s on k = x M.
  @Test(arguments: [0.2, 0.37, 0.5, 0.71, 0.93])
  func oneSextetByHand(_ x: Double) throws {
    let orbitals = HamiltonianFamily(s: 1, p: 0, d: 0, f: 1)
    let model = TightBindingModel(orbitals)
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
      let c = source.coefficients(model.family)
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

  /// The same two bands where they meet at Gamma or M: no free node, and no gap.
  @Test(arguments: [(0.0, "Gamma"), (1.0, "M")])
  func accidentalTouching(_ x: Double, _ label: String) throws {
    let model = TightBindingModel(HamiltonianFamily(s: 1, p: 0, d: 0, f: 1))
    let (ts, tf) = (-0.2, 0.1)
    let c = [0, 2 * (ts - tf) * (1 + 2 * cos(Double.pi * x)), ts, 0.15, tf]
    let corners = try model.specialPoints(coefficients: c, count: 2)
    let hamiltonian = TightBindingHamiltonian(model, coefficients: c)
    let found = try NodeSearch(hamiltonian, corners: corners).search(cuts: [1])[0]
    #expect(found.verdict == .nodes && found.touching == [label] && found.nodes.isEmpty)
    #expect(found.gap == 0 && found.gapPoint == (label == "M" ? .m : .gamma))
    #expect(found.expectedParity == nil && found.edges == nil)
    let grid = try FluxGrid(divisions: 60).search(hamiltonian, cuts: [1], corners: corners)[0]
    #expect(grid.touching == [label] && grid.sextets == nil)
  }

  /// Pairs that coincide may stand in any order: each is looked at.
  @Test func pairsInAnyOrderAreSplit() throws {
    let model = TightBindingModel(HamiltonianFamily(s: 1, p: 1, d: 1, f: 1))
    // On-site energies s, d, p, f; hoppings too small to bring others to p and d.
    var c = [Double](repeating: 0, count: model.family.coefficientCount)
    (c[0], c[1], c[2], c[3]) = (0, 1, 1, 2)
    for at in 4..<c.count { c[at] = 0.01 * cos(Double(at)) }
    var corners = try model.specialPoints(coefficients: c, count: 6)
    let (p, d) = (corners[0].irreps.firstIndex(of: .p)!, corners[0].irreps.firstIndex(of: .d)!)
    c[2] += corners[0].energies[d] - corners[0].energies[p]
    corners = try model.specialPoints(coefficients: c, count: 6)
    #expect(corners[0].energies[4] - corners[0].energies[1] < 1e-12)
    for order in [[Irrep.p, .d, .d, .p], [.d, .p, .d, .p], [.p, .p, .d, .d]] {
      corners[0].irreps.replaceSubrange(1..<5, with: order)
      let search = try NodeSearch(
        TightBindingHamiltonian(model, coefficients: c), corners: corners)
      let found = search.search(cuts: [2, 3, 4])
      #expect(found.allSatisfy { $0.verdict == .nodes && $0.gap == 0 })
      let isPaired = order[0] == order[1]
      #expect(found.map { $0.pinned.contains("Gamma") } == [true, !isPaired, true])
      #expect(found.map { $0.touching.contains("Gamma") } == [false, isPaired, false])
    }
  }

  /// Tops and bottoms of bands: none on a fine grid goes beyond them.
  @Test func completeGaps() throws {
    let model = TightBindingModel()
    var source = TightBindingSource(5)
    let n = 42
    var checked = 0
    for _ in 0..<10 {
      var c = source.coefficients(model.family)
      // Behind the 14 on-site energies: hopping that leaves gaps.
      for at in 14..<c.count { c[at] *= 0.03 }
      let search = try NodeSearch(
        TightBindingHamiltonian(model, coefficients: c),
        corners: try model.specialPoints(coefficients: c, count: 7))
      let found = search.search(cuts: Array(1...6)).filter { $0.verdict == .gapped }
      var (tops, bottoms) = (
        [Double](repeating: -.infinity, count: 7), [Double](repeating: .infinity, count: 7)
      )
      for i in 0..<n {
        for j in 0..<n {
          let k = KPoint(Double(i) / Double(n), Double(j) / Double(n))
          for (band, energy) in try model.bands(coefficients: c, at: k, count: 7).enumerated() {
            tops[band] = max(tops[band], energy)
            bottoms[band] = min(bottoms[band], energy)
          }
        }
      }
      for cut in found {
        let edges = try #require(cut.edges)
        let (grid, n) = (bottoms[cut.cut] - tops[cut.cut - 1], cut.cut)
        #expect(edges.gap <= grid + 1e-9 && edges.gap > grid - 0.01)
        #expect(edges.gap <= cut.gap + 1e-9)
        let low = try model.bands(coefficients: c, at: edges.topPoint, count: n)
        let high = try model.bands(coefficients: c, at: edges.bottomPoint, count: n + 1)
        #expect(abs(low[n - 1] - edges.top) < 1e-8 && abs(high[n] - edges.bottom) < 1e-8)
        checked += 1
      }
    }
    #expect(checked > 10)
  }

  /// Two parallel bands: half an energy apart at every wave vector, and 0.9 wide.
  @Test func overlappingBands() throws {
    let model = TightBindingModel(HamiltonianFamily(s: 2, p: 0, d: 0, f: 0))
    // On-site energies; J as its lower triangle.
    let c = [0, 0.5, -0.1, 0, -0.1]
    let found = try NodeSearch(
      TightBindingHamiltonian(model, coefficients: c),
      corners: try model.specialPoints(coefficients: c, count: 2)
    ).search(cuts: [1])[0]
    let edges = try #require(found.edges)
    #expect(found.verdict == .gapped && abs(found.gap - 0.5) < 1e-9)
    #expect(abs(edges.gap + 0.4) < 1e-12 && edges.topPoint == .k && edges.bottomPoint == .gamma)
  }
}
