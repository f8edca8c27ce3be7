import BlochCore
import BlochRecords
import RecordStream
import Testing

/// What energies are printed as: frequencies are roots, with errors that hold and are numbers at zero too.
@Suite struct EnergyScaleTests {
  let light = EnergyScale(name: "THz", factor: 600, isFrequency: true)

  @Test func frequenciesAreRoots() {
    #expect(light.value(0.25) == 300)
    #expect(light.value(0) == 0 && light.value(-1e-14) == 0)
    #expect(EnergyScale(name: "meV", factor: 2).value(-0.5) == -1)
  }

  /// No energy within the error has a frequency farther away; far from zero it is dE/(2 f), at zero the root of dE.
  @Test func errorsHold() {
    for energy in [0, 1e-12, 1e-6, 3e-4, 0.01, 0.3, 2] {
      for error in [0, 1e-9, 1e-4, 0.02] {
        let bound = light.error(error, at: energy)
        #expect(bound.isFinite && bound >= 0)
        for part in stride(from: -1.0, through: 1, by: 0.125) {
          let moved = light.value(energy + part * error)
          #expect(abs(moved - light.value(energy)) <= bound + 1e-12)
        }
      }
    }
    #expect(abs(light.error(1e-6, at: 0.25) / (600 * 1e-6 / 1) - 1) < 1e-5)
    #expect(light.error(1e-4, at: 0) == 600 * 0.01)
    #expect(light.error(.infinity, at: 0.2) == .infinity)
  }

  /// A gap of squares and the midgap ratio of frequencies are as good as both edges.
  @Test func gapsOfFrequencies() throws {
    for (low, high) in [(0.25, 0.5), (0, 0.3), (0.5, 0.45), (0.4, 0.4)] {
      let gap = try #require(
        light.gap(high * high - low * low, midgapRatio: 2 * (high - low) / (high + low)))
      #expect(abs(gap - 600 * (high - low)) < 1e-5)
    }
    #expect(light.gap(0.1, midgapRatio: nil) == nil)
    #expect(EnergyScale.vMax.gap(-0.1, midgapRatio: nil) == -0.1)
  }

  /// The block of a search has the ratio of frequencies and their direct gap; squares stay.
  @Test func blocksOfSearches() {
    var cut = CutNodes(
      cut: 1, verdict: .gapped, pinned: [], nodes: [], gap: 0.25, gapPoint: .m,
      edges: BandEdges(top: 0.0625, topPoint: .k, bottom: 0.25, bottomPoint: .gamma),
      expectedParity: 0, evaluations: 9)
    cut.frequencyGap = FrequencyGap(gap: 0.25, k: KPoint(0.25, 0.5))
    let block = PBConnectivity(
      [cut], model: "reduced", method: "adaptive", hasFrequencies: true
    ).cuts[0]
    #expect(block.completeGap == 0.1875 && block.gap == 0.25)
    #expect(abs(block.midgapRatio - 2 * 0.25 / 0.75) < 1e-15)
    #expect(block.frequencyGap == 0.25 && block.frequencyGapK == [0.25, 0.5])
    let plain = PBConnectivity([cut], model: "reduced", method: "adaptive").cuts[0]
    #expect(abs(plain.midgapRatio - 2 * 0.1875 / 0.3125) < 1e-15)
  }
}
