/// How well the energies of bands are known: what decides whether two of them are apart.
public struct BandErrors: Hashable, Sendable {
  /// [nBands], Vmax: error of the lowest bands' energies; those above have the last one's.
  public var values: [Double]
  /// Whether there are no bands above those known, as in a lattice model.
  public var isComplete: Bool

  /// - Parameter values: empty for energies that are exact to the last digit.
  public init(_ values: [Double] = [], isComplete: Bool = false) {
    self.values = values
    self.isComplete = isComplete
  }

  /// Of one size for all bands, Vmax.
  public init(all error: Double, isComplete: Bool = false) {
    self.init([error], isComplete: isComplete)
  }

  /// The largest distance, Vmax, of bands n and n + 1 that may be none: their errors added up.
  public func distance(atCut n: Int) -> Double { error(n) + error(n + 1) }

  /// Of a band, counted from 1.
  private func error(_ band: Int) -> Double {
    values.isEmpty ? 0 : values[min(band, values.count) - 1]
  }
}
