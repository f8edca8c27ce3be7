/// Wallpaper group p6 with time reversal: its high-symmetry points, their irreps and the rule that an isolated set of
/// bands obeys. `P6+BandRepresentations.swift` has what sets are made of.
///
/// Sources: arXiv:1912.03296, appendices I and J; Bradlyn et al., Nature 547, 298 (2017).
public enum P6 {
  /// The high-symmetry points and the irreps of their little groups.
  public static let points: [(label: String, irreps: [Irrep])] = [
    ("Gamma", [.s, .p, .d, .f]), ("K", [.zero, .one]), ("M", [.plus, .minus]),
  ]

  /// The irreps whose numbers in an isolated set must agree modulo 2.
  ///
  /// The C2 theorem: exp(i pi C/3) = product of the rotation eigenvalues at Gamma, K and M (Fang,
  /// Gilbert and Bernevig, PRB 86, 115112), with Chern number C = 0 by C2T and time-reversed pairs
  /// multiplying to one.
  public static let equalParity: (Irrep, Irrep) = (.f, .minus)
}
