import BlochCore
import RecordStream

extension PBDensityOfStates {
  init(_ found: DensityOfStates, bands: Int, model: String, energyError: Double) {
    self.init()
    let edges = found.energies.count
    self.model = model
    divisions = UInt32(found.divisions)
    energies = PBArray(float64: found.energies, shape: [edges])
    density = PBArray(float64: found.density, shape: [edges - 1])
    counts = PBArray(float64: found.counts, shape: [edges])
    bandCounts = PBArray(float64: found.bandCounts, shape: [bands, edges])
    countsError = found.countsError
    self.energyError = energyError
    knownTo = found.knownTo
  }

  /// - Throws: `StreamError` (bad data) for shapes that do not fit.
  func check() throws {
    let edges = try energies.numbers()
    guard edges.count > 1, energies.shape.count == 1, edges.allSatisfy(RecordLimits.holds),
      zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }),
      try density.numbers().count == edges.count - 1, try counts.numbers().count == edges.count,
      bandCounts.shape.count == 2, Int(clamping: bandCounts.shape[1]) == edges.count,
      try bandCounts.numbers().allSatisfy({ (0...1.000001).contains($0) })
    else {
      throw StreamError(
        .badData,
        "density_of_states: arrays that do not fit \(edges.count) ascending energies; run derive again"
      )
    }
  }
}
