import WallpaperGroups

/// Wallpaper group p6 with time reversal, from its tables: what the tight-binding models and the search for nodes use,
/// which have no other group.
public enum P6 {
  /// The high-symmetry points and the irreps of their little groups.
  public static let points: [(label: String, irreps: [Irrep])] = WallpaperGroup.p6.points.map {
    ($0.label, WallpaperGroup.p6.irreps(at: $0))
  }

  /// The irreps that the indicator counts: the sum of their numbers in an isolated set is even.
  ///
  /// The C2 theorem: exp(i pi C/3) = product of the rotation eigenvalues at Gamma, K and M (Fang, Gilbert and Bernevig,
  /// PRB 86, 115112), with Chern number C = 0 by C2T and time-reversed pairs multiplying to one.
  static let odd: [Irrep] = zip(
    points.flatMap(\.irreps),
    WallpaperGroup.p6.tables(timeReversal: true).nodeRule!.form.coefficients
  ).filter { $0.1 % 2 != 0 }.map(\.0)
}
