/// A smooth, C6-symmetric real field, phi(r) = sum_o A_o sum_{G in orbit o} cos(G.r), and the step
/// that cuts it: V/Vmax = 1/(1 + exp(-beta (phi - threshold))). Eqs. A1 and A4 of the paper.
public struct FourierField: Sendable, Equatable {
  /// One G of each rotation orbit.
  public var representatives: [ReciprocalVector]
  /// A_o for each representative.
  public var amplitudes: [Double]
  /// Steepness of the step; infinity gives a two-level potential.
  public var beta: Double
  public var threshold: Double

  public init(
    representatives: [ReciprocalVector], amplitudes: [Double], beta: Double, threshold: Double
  ) {
    self.representatives = representatives
    self.amplitudes = amplitudes
    self.beta = beta
    self.threshold = threshold
  }
}
