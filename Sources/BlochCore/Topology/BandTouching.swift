/// Two neighbouring bands closer to each other somewhere than the errors of their energies allow to tell apart: at
/// a phase transition, in a folded supercell, or because the errors are large. Whether they touch is not known, so
/// no set of bands ends there.
public struct BandTouching: Hashable, Sendable {
  /// Bands below: n of the cut n | n+1.
  public var cut: Int
  /// "Gamma", "K" or "M"; nil elsewhere.
  public var point: String?
  /// Where.
  public var k: KPoint
  /// E_(n+1) - E_n there, Vmax.
  public var distance: Double
  /// Largest distance that counts as none: the errors of both bands, Vmax.
  public var error: Double

  public init(cut: Int, point: String?, k: KPoint, distance: Double, error: Double) {
    self.cut = cut
    self.point = point
    self.k = k
    self.distance = distance
    self.error = error
  }
}
