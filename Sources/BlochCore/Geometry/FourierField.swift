/// A smooth real field with the symmetry of a group,
///
///     phi(r) = sum_o sum_{G in star o} s_G (A_o cos(G.r) + B_o sin(G.r)),
///
/// where a star holds the images of its representative with the signs s_G of `ReciprocalStar` and the negatives of
/// these, for which B_o changes its sign too; V_G = A_o - i B_o at the representative. Then the step that cuts it:
/// V/Vmax = 1/(1 + exp(-beta (phi - threshold))). Eqs. A1 and A4 of the paper, where the stars are the C6 orbits.
public struct FourierField: Sendable, Equatable {
  /// One G of each star.
  public var representatives: [ReciprocalVector]
  /// A_o for each representative.
  public var amplitudes: [Double]
  /// B_o for each representative; empty where all are 0, as they are in groups with rotations by 180 degrees.
  public var sines: [Double]
  /// Steepness of the step; infinity gives a two-level potential.
  public var beta: Double
  public var threshold: Double

  public init(
    representatives: [ReciprocalVector], amplitudes: [Double], sines: [Double] = [],
    beta: Double, threshold: Double
  ) {
    self.representatives = representatives
    self.amplitudes = amplitudes
    self.sines = sines
    self.beta = beta
    self.threshold = threshold
  }
}
