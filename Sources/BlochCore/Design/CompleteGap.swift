import Glibc

/// The complete gap between two neighbouring bands, min E_(n+1) - max E_n over the k-set, as a reward.
/// Minimum and maximum are smooth: -+t log sum exp(-+E/t), below and above the true ones by less than
/// t log(number of wave vectors).
public struct CompleteGap: GoalTerm {
  /// n of the gap n | n+1.
  public let below: Int
  /// t, Vmax.
  public let smoothing: Double

  public var bands: Int { below + 1 }
  public var name: String { "gap \(below)" }

  public init(below: Int, smoothing: Double = 1e-3) {
    self.below = below
    self.smoothing = smoothing
  }

  public func evaluate(_ sample: inout BandSample, zone: Int, extra: Int, weight: Double)
    -> Double
  {
    let upper = soft(&sample, zone, band: below, sign: -1, weight)
    let lower = soft(&sample, zone, band: below - 1, sign: 1, weight)
    return lower - upper
  }

  /// The smooth maximum (sign 1) or minimum (-1) of a band; adds sign times its derivative.
  private func soft(
    _ sample: inout BandSample, _ zone: Int, band: Int, sign: Double, _ weight: Double
  ) -> Double {
    let extreme = (0..<zone).map { sign * sample.energies[$0 * sample.bands + band] }.max() ?? 0
    let terms = (0..<zone).map {
      exp((sign * sample.energies[$0 * sample.bands + band] - extreme) / smoothing)
    }
    let sum = terms.reduce(0, +)
    for p in 0..<zone {
      sample.derivative[p * sample.bands + band] += sign * weight * terms[p] / sum
    }
    return sign * (extreme + smoothing * log(sum))
  }
}
