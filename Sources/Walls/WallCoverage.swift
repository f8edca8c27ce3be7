/// Which part of the common gap the branches of a wall pass through.
public struct WallCoverage: Sendable, Equatable {
  /// Share of the common gap, of energies, or of frequencies where energies are their squares.
  public var covered: Double
  /// The widest part between branches that none passes through; nil where there is none.
  public var minigap: (low: Double, high: Double)?

  public static func == (l: WallCoverage, r: WallCoverage) -> Bool {
    l.covered == r.covered && l.minigap?.low == r.minigap?.low
      && l.minigap?.high == r.minigap?.high
  }

  /// - Parameter isFrequency: whether energies are squares of frequencies.
  public init(_ found: DomainWall, wall: Int, isFrequency: Bool) {
    func measure(_ energy: Double) -> Double { isFrequency ? max(energy, 0).squareRoot() : energy }
    let parts = found.branches.filter { $0.wall == wall }
      .map { (low: max($0.low, found.lower), high: min($0.high, found.upper)) }
      .filter { $0.low < $0.high }.sorted { $0.low < $1.low }
    guard let first = parts.first, found.hasGap else {
      (covered, minigap) = (0, nil)
      return
    }
    var sum = 0.0
    var (start, end) = (first.low, first.high)
    var widest: (low: Double, high: Double)?
    // Branches that meet are apart by rounding.
    let least = 1e-9 * (measure(found.upper) - measure(found.lower))
    for part in parts.dropFirst() {
      if part.low > end {
        sum += measure(end) - measure(start)
        if measure(part.low) - measure(end)
          > (widest.map { measure($0.high) - measure($0.low) } ?? least)
        {
          widest = (end, part.low)
        }
        start = part.low
      }
      end = max(end, part.high)
    }
    sum += measure(end) - measure(start)
    covered = sum / (measure(found.upper) - measure(found.lower))
    minigap = widest
  }
}
