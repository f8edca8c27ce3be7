/// How true error bars are.
struct BarStatistics {
  /// [bands][cells]: bar over error; infinite where there is none.
  private var ratios: [[Double]] = []

  /// Adds the bars of one cell and the errors that they are for, band by band.
  mutating func add(_ bars: [Double], _ errors: [Double]) {
    for (n, (bar, error)) in zip(bars, errors).enumerated() {
      if n == ratios.count { ratios.append([]) }
      ratios[n].append(error > 0 ? bar / error : .infinity)
    }
  }

  /// Of each band: the share of cells whose error is within the bar, and the median of bar over error.
  var bands: [(covered: Double, median: Double)] {
    ratios.map { ratios in
      let covered = ratios.count { $0 >= 1 }
      return (Double(covered) / Double(ratios.count), ratios.sorted()[ratios.count / 2])
    }
  }
}
