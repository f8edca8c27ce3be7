/// Error bars of one prediction, in units of Vmax.
public struct ErrorBars: Sendable, Equatable {
  /// [bands]: below which the largest error of each band over the zone lies.
  public var zone: [Float]
  /// [bands at Gamma, K and M]: the same of the largest error there.
  public var special: [Float]
  /// Largest ratio of a trained band's bar over the zone to the usual one.
  public var excess: Float
}
