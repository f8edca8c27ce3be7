/// What an error bar is about.
public enum ErrorQuantity: Int, Sendable, CaseIterable {
  /// The largest error of a band over the Brillouin zone.
  case zone
  /// The largest error of a band at Gamma, K and M.
  case special

  /// Errors below this are rounding: they are not told apart, Vmax.
  static let floor: Float = 1e-5
}
