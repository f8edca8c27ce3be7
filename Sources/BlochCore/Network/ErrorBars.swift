/// Error bars of one prediction, in units of Vmax, those of light in omega a/(2 pi c).
public struct ErrorBars: Sendable, Equatable {
  /// [bands]: below which the largest error of each band over the zone lies.
  public var zone: [Float]
  /// [bands at Gamma, K and M]: the same of the largest error there.
  public var special: [Float]
  /// Largest ratio of a trained band's bar over the zone to the usual one.
  public var excess: Float

  /// To another unit of energy.
  mutating func scale(_ unit: Float) {
    for n in zone.indices { zone[n] *= unit }
    for n in special.indices { special[n] *= unit }
  }
}
