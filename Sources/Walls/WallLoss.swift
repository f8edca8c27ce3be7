import BlochCore

/// How much of the power of a wall's fastest state in the gap small disorder turns back, to first order.
///
/// A part of the contour that is changed in one period reflects the amplitude |A1| |V|/|dE/dk|, V = <-k| dH |k> of states
/// normalised in one period (Born); parts that change on their own add up in power, so that in 1 a
/// |A1| <|V|^2>/(dE/dk)^2 comes back: as the square of the slowness (Hughes et al., PRL 94, 033903).
public struct WallLoss: Sendable {
  /// Of the state.
  public let energy: Double
  /// Share of the power turned back in 1 a by radii, or by places, that differ by `size`.
  public let radius: Double
  public let position: Double

  /// Root of the mean square of the disorder, a.
  public static let size = 0.01

  /// - Returns: nil where no state of the wall is in the gap and runs, or nobody asked.
  public init?(_ found: DomainWall, wall: Int, frame: StripFrame, isFrequency: Bool) {
    func speed(_ state: EdgeState) -> Double {
      abs(state.slope) / (isFrequency ? max(state.energy, 1e-300).squareRoot() : 1)
    }
    let own = found.states.joined().filter {
      $0.wall == wall && $0.energy > found.lower && $0.energy < found.upper
    }
    guard let fastest = own.max(by: { speed($0) < speed($1) }), let couplings = fastest.couplings,
      speed(fastest) > 1e-6
    else { return nil }
    energy = fastest.energy
    // dE/dk = |A1| dE/dkappa/(2 pi).
    let slope = frame.period * fastest.slope / (2 * Double.pi)
    func share(_ coupling: Double) -> Double {
      let ratio = Self.size * coupling / slope
      return frame.period * ratio * ratio
    }
    (radius, position) = (share(couplings.radius), share(couplings.position))
  }
}
