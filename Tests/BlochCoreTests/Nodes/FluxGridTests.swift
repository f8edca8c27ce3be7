import BlochCore
import Glibc
import Testing

@Suite struct FluxGridTests {
  @Test(arguments: [-1, 0, 2, 2001]) func refusesSizes(_ divisions: Int) {
    #expect(throws: FluxGridError.divisions(divisions)) { try FluxGrid(divisions: divisions) }
  }

  /// High-symmetry points are at least a sixth of a plaquette away from all edges.
  @Test func specialPointsLieInsidePlaquettes() throws {
    for divisions in Array(3...40) + [1999, 2000] {
      let grid = try FluxGrid(divisions: divisions)
      for x in [0, 1.0 / 3, 2.0 / 3, 0.5] {
        let place = x * Double(divisions) - grid.offset
        #expect(abs(place - place.rounded()) > 1.0 / 6 - 1e-9, "\(divisions) \(x)")
      }
    }
  }

  /// The model of `NodeSearchTests.oneSextetByHand`.
  @Test(arguments: [0.2, 0.37, 0.5, 0.71, 0.93], [40, 61])
  func oneSextetByHand(_ x: Double, _ divisions: Int) throws {
    let model = TightBindingModel(HamiltonianFamily(s: 1, p: 0, d: 0, f: 1))
    let (ts, tf) = (-0.2, 0.1)
    let c = [0, 2 * (ts - tf) * (1 + 2 * cos(Double.pi * x)), ts, 0.15, tf]
    let grid = try FluxGrid(divisions: divisions)
    let found = try grid.search(
      TightBindingHamiltonian(model, coefficients: c), cuts: [1],
      corners: try model.specialPoints(coefficients: c, count: 2))
    var node = KPoint(0.5 * x, 0.5 * x)
    var expected: Set<SIMD2<Int>> = []
    for _ in 0..<6 {
      expected.insert(grid.plaquette(node))
      node = node.rotated60
    }
    #expect(Set(found[0].plaquettes) == expected && found[0].plaquettes.count == 6)
    #expect(found[0].freeNodes == 6 && found[0].sextets == 1 && found[0].pinned.isEmpty)
    for (plaquette, centre) in zip(found[0].plaquettes, found[0].centres) {
      #expect(grid.plaquette(centre) == plaquette)
    }
  }

  /// The two bands of one p pair touch at Gamma, without a flux, and in cones at K. Next to Gamma edges
  /// see a right angle.
  @Test(arguments: [7, 12, 15]) func pinnedNodesAreNotFree(_ divisions: Int) throws {
    let model = TightBindingModel(HamiltonianFamily(s: 0, p: 1, d: 0, f: 0))
    let c = [0.1, 0.5, 0.2, -0.3]
    let grid = try FluxGrid(divisions: divisions)
    let found = try grid.search(
      TightBindingHamiltonian(model, coefficients: c), cuts: [1],
      corners: try model.specialPoints(coefficients: c, count: 2))
    for k in [KPoint.k, .kPrime] { #expect(found[0].plaquettes.contains(grid.plaquette(k))) }
    #expect(!found[0].plaquettes.contains(grid.plaquette(.gamma)))
    #expect(found[0].pinned == ["Gamma", "K"] && found[0].freeNodes == 0)
  }

  /// All cuts of random models: where the adaptive search finds nodes well apart, the grid finds as
  /// many.
  @Test func agreesWithTheAdaptiveSearch() throws {
    let model = TightBindingModel()
    var source = TightBindingSource(5)
    var (same, all) = (0, 0)
    for _ in 0..<4 {
      let c = source.coefficients(model.family)
      let corners = try model.specialPoints(coefficients: c, count: 7)
      let hamiltonian = TightBindingHamiltonian(model, coefficients: c)
      let grid = try FluxGrid(divisions: 100)
      let found = try grid.search(hamiltonian, cuts: Array(1...6), corners: corners)
      let search = try NodeSearch(hamiltonian, corners: corners).search(cuts: Array(1...6))
      for (a, b) in zip(found, search) {
        #expect(a.cut == b.cut && a.pinned == b.pinned)
        all += 1
        if a.sextets == b.nodes.count { same += 1 }
      }
    }
    #expect(all == 24 && same >= 21, "\(same)")
  }
}
