/// The root mean square width of a band over the zone.
public struct FlatBand: GoalTerm {
  /// Counted from 1.
  public let band: Int
  /// [points], sum 1; equal where the k-set has none.
  private let weights: [Double]

  public var bands: Int { band }
  public var name: String { "flat \(band)" }

  public init(band: Int, kset: KSet) {
    self.band = band
    let count = kset.points.count
    weights =
      kset.weights.isEmpty ? [Double](repeating: 1 / Double(count), count: count) : kset.weights
  }

  public func evaluate(_ sample: inout BandSample, zone: Int, extra: Int, weight: Double)
    -> Double
  {
    let at = (0..<zone).map { $0 * sample.bands + band - 1 }
    var mean = 0.0
    for (p, i) in at.enumerated() { mean += weights[p] * sample.energies[i] }
    var variance = 0.0
    for (p, i) in at.enumerated() {
      let deviation = sample.energies[i] - mean
      variance += weights[p] * deviation * deviation
    }
    let width = variance.squareRoot()
    if width > 0 {
      for (p, i) in at.enumerated() {
        sample.derivative[i] += weight * weights[p] * (sample.energies[i] - mean) / width
      }
    }
    return width
  }
}
