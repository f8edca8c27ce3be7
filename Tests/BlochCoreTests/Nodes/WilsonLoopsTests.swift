import BlochCore
import Testing

/// Wilson loops and Euler fluxes of sets of bands.
@Suite struct WilsonLoopsTests {
  /// A p pair of flat bands dips between those of a d pair around K and K'. Coupling that turns m = 1 into
  /// m = 2 vanishes at K, and the frame at K is that of d; coupling to m = -2 mixes them there
  /// so that p goes over into d with the opposite orientation. The irreps are the same: p/1/--.
  @Test(arguments: [(0.5, 2), (-0.5, 0)])
  func pairThatLooksAtomicWinds(_ coupling: Double, _ number: Int) throws {
    let model = TightBindingModel(HamiltonianFamily(s: 0, p: 1, d: 1, f: 0))
    // [e_d, e_p | J of d; p-d, J of p], rows of the lower triangle.
    let c = [0, -2.5, 1, 0, 1, 0.5, 0, 0, 0, coupling, 0, 0]
    let corners = try model.specialPoints(coefficients: c, count: 2)
    #expect(corners.map(\.irreps) == [[.p, .p], [.one, .one], [.minus, .minus]])
    let hamiltonian = TightBindingHamiltonian(model, coefficients: c)
    for loops in [12, 24, 25] {
      let wilson = try #require(WilsonLoops(hamiltonian, bands: 1...2, loops: loops))
      #expect(wilson.isOrientable && wilson.winding == number && wilson.w2 == 0)
      // The other two bands unwind it: all four are trivial.
      let upper = try #require(WilsonLoops(hamiltonian, bands: 3...4, loops: loops))
      #expect(upper.winding == number)
    }
    for divisions in [4, 6, 12, 30] {
      let flux = try #require(
        EulerFlux(
          hamiltonian, firstBand: 1, irrepsAtGamma: corners[0].irreps, divisions: divisions))
      #expect(flux.number == number && abs(flux.deviation) < 1e-9)
    }
  }

  @Test func allBandsTogetherAreTrivial() throws {
    let model = TightBindingModel()
    var source = TightBindingSource(3)
    let hamiltonian = TightBindingHamiltonian(
      model, coefficients: source.coefficients(model.family))
    let found = try #require(WilsonLoops(hamiltonian, bands: 1...21, loops: 6))
    #expect(found.isOrientable && found.w2 == 0 && found.winding == nil)
  }

  /// One band of a chain along a1 or a2; w2 of a set that is not orientable is not told.
  @Test(arguments: [true, false], [-1.3, -0.6, 0.8, 1.2])
  func chainsAreNotOrientable(_ alongFirst: Bool, _ mass: Double) throws {
    let model = RealTwoBandModel(mass: mass, alongFirst: alongFirst)
    for band in 1...2 {
      let found = try #require(WilsonLoops(model, bands: band...band))
      #expect(found.isOrientable == (abs(mass) > 1))
      #expect(found.w2 == (abs(mass) > 1 ? 0 : nil) && found.winding == nil)
    }
  }

  /// A sextet of nodes joins the upper of two bands to a third one.
  @Test func touchingBandsAreNoSet() throws {
    let model = TightBindingModel(HamiltonianFamily(s: 2, p: 0, d: 0, f: 1))
    // [e_s, e_s', e_f | J of s, s', f]: s and f cross on a ring, s' lies above.
    let c = [0, 9, -0.6, -0.2, 0, 0, 0.15, 0, 0.1]
    let hamiltonian = TightBindingHamiltonian(model, coefficients: c)
    let cuts = try NodeSearch(
      hamiltonian, corners: try model.specialPoints(coefficients: c, count: 3)
    ).search(cuts: [1, 2])
    #expect(cuts.map(\.verdict) == [.nodes, .gapped])
    #expect(WilsonLoops(hamiltonian, bands: 1...1) == nil)
    #expect(WilsonLoops(hamiltonian, bands: 2...3) == nil)
    #expect(EulerFlux(hamiltonian, firstBand: 2, irrepsAtGamma: [.s, .s]) == nil)
    let lower = try #require(WilsonLoops(hamiltonian, bands: 1...2))
    #expect(lower.isOrientable && lower.winding == 0 && lower.w2 == 0)
  }

  /// Isolated sets of random models with weak hopping: windings and fluxes agree with each other and with
  /// what the irreps allow, w2 is that of the irreps. The models with high numbers have sets
  /// that are not trivial.
  @Test func agreeWithTheIrrepsOfRandomModels() throws {
    let model = TightBindingModel()
    let chosen = Set(
      Array(0..<24) + [49, 111, 127, 129, 143, 155, 206, 259, 271, 309, 373, 382, 392])
    var source = TightBindingSource(31)
    var windings = [0, 0, 0, 0]
    var (large, largeOdd) = (0, 0)
    for number in 0...392 {
      let scale = number % 2 == 0 ? 0.1 : 0.05
      var c = source.coefficients(model.family, scale: scale)
      for i in 0..<model.family.onSiteCount { c[i] /= scale }
      guard chosen.contains(number) else { continue }
      let corners = try model.specialPoints(coefficients: c, count: 21)
      let hamiltonian = TightBindingHamiltonian(model, coefficients: c)
      for set in try isolatedSets(hamiltonian, corners) {
        let fingerprint = self.fingerprint(corners, set)
        #expect(fingerprint.isAllowed)
        let found = try #require(WilsonLoops(hamiltonian, bands: set), "\(number) \(set)")
        #expect(found.isOrientable && found.w2 == fingerprint.w2, "\(number) \(set) \(found)")
        if set.count > 2 {
          large += 1
          largeOdd += found.w2 ?? 0
        }
        guard set.count == 2 else { continue }
        let winding = try #require(found.winding)
        #expect(fingerprint.eulerNumbers.contains(min(winding % 6, 6 - winding % 6)))
        let flux = try #require(
          EulerFlux(
            hamiltonian, firstBand: set.lowerBound,
            irrepsAtGamma: Array(corners[0].irreps[(set.lowerBound - 1)..<set.upperBound])))
        #expect(flux.number == winding && abs(flux.deviation) < 1e-9, "\(number) \(set)")
        windings[winding] += 1
      }
    }
    #expect(windings[0] > 2 && windings[1] > 3 && windings[2] > 3, "\(windings)")
    #expect(large > 10 && largeOdd > 2, "\(large) \(largeOdd)")
  }

  /// Sets between two gaps; the highest bands are left out.
  private func isolatedSets(
    _ hamiltonian: TightBindingHamiltonian, _ corners: [SpecialPointBands]
  ) throws -> [ClosedRange<Int>] {
    let open = (1...20).filter { n in
      corners.allSatisfy { $0.energies[n] - $0.energies[n - 1] > 0.02 }
    }
    let gaps = try NodeSearch(hamiltonian, corners: corners).search(cuts: open).filter {
      $0.verdict == .gapped && $0.gap > 0.005
    }
    let ends = [0] + gaps.map(\.cut)
    return zip(ends, ends.dropFirst()).map { ($0 + 1)...$1 }
  }

  private func fingerprint(
    _ corners: [SpecialPointBands], _ set: ClosedRange<Int>
  ) -> SymmetryFingerprint {
    var counts = [Int](repeating: 0, count: 8)
    for corner in corners {
      for irrep in corner.irreps[(set.lowerBound - 1)..<set.upperBound] {
        counts[irrep.rawValue - 1] += 1
      }
    }
    for irrep in Irrep.allCases where irrep.dimension == 2 { counts[irrep.rawValue - 1] /= 2 }
    return SymmetryFingerprint(counts)!
  }
}
