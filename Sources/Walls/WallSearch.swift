import BlochCore
import LinearAlgebra

/// Finds edge states: the common gap of the crystals, the levels of the strip in it, which wall each is bound to, and how
/// they go on along the wall.
struct WallSearch {
  let walls: [Strip.Wall]
  let layers: Int
  /// Where a layer ends.
  let edge: Double
  let isHard: Bool
  /// [wave vectors]: lowest energy of the medium that the strip ends in; empty where it ends in none.
  let floor: [Double]
  let frame: StripFrame
  let kappas: [Double]
  let bulk: [ProjectedBands]
  /// Bands below the gap.
  let gap: Int
  let lower: Double
  let upper: Double

  /// - Parameter wanted: bands below the gap; nil for the widest.
  /// - Throws: `SolverError` where there are not so many bands.
  init(
    _ frame: StripFrame, walls: [Strip.Wall], layers: Int, edge: Double = 0.5,
    isHard: Bool = false, floor: [Double] = [], kappas: [Double], bulk: [ProjectedBands],
    gap wanted: Int?
  ) throws {
    (self.walls, self.layers, self.edge) = (walls, layers, edge)
    (self.frame, self.isHard, self.floor) = (frame, isHard, floor)
    self.kappas = kappas
    self.bulk = bulk
    let bands = bulk.map { $0.low[0].count }.min() ?? 0
    if let wanted, !(1..<bands).contains(wanted) {
      throw SolverError("there is no gap \(wanted)|\(wanted + 1) with \(bands) bands")
    }
    var best: (gap: Int, lower: Double, upper: Double)?
    for gap in wanted.map({ [$0] }) ?? Array(1..<max(bands, 2)) where gap < bands {
      let lower = bulk.flatMap { $0.high.map { $0[gap - 1] } }.max() ?? 0
      let upper = bulk.flatMap { $0.low.map { $0[gap] } }.min() ?? 0
      if upper - lower > (best.map { $0.upper - $0.lower } ?? -.infinity) {
        best = (gap, lower, upper)
      }
    }
    guard let best else { throw SolverError("two bands at least are needed") }
    (gap, lower, upper) = best
  }

  var hasGap: Bool { upper > lower }

  /// Energies between the bands of all crystals at one wave vector, but for what the bands' ends are not known by; nil where
  /// there are none.
  func opening(_ kappa: Int) -> ClosedRange<Double>? {
    let low = bulk.map { $0.high[kappa][gap - 1] + $0.error(kappa, gap - 1) }.max() ?? 0
    var high = bulk.map { $0.low[kappa][gap] - $0.error(kappa, gap) }.min() ?? 0
    if !floor.isEmpty { high = min(high, floor[kappa]) }
    // Levels at the ends of bands are there to rounding.
    let rest = 1e-3 * (high - low)
    return low + rest < high - rest ? low + rest...high - rest : nil
  }

  /// Levels that are looked at.
  var window: ClosedRange<Double> {
    let width = max(upper - lower, 0)
    return lower - width...upper + width
  }

  /// - Parameters:
  ///   - levels: [wave vectors].
  ///   - operations: of the strip.
  ///   - isPseudoscalar: whether mirrors change the sign of what waves are of.
  ///   - contour: where disorder is asked about.
  /// - Throws: `LinearAlgebraError`.
  func result(
    _ levels: [StripLevels], functions: Int, operations: [StripOperation],
    isPseudoscalar: Bool = false, contour: StripContour? = nil
  ) throws -> DomainWall {
    let localisation = EdgeLocalisation(
      walls, layers: layers, edge: edge, isHard: isHard, contour: contour)
    var states: [[EdgeState]] = []
    var tracker = BranchTracker()
    for (kappa, own) in levels.enumerated() {
      var (found, vectors) = try localisation.states(own, reach: 0.1 * (upper - lower))
      tracker.add(&found, vectors, at: kappa)
      let parities = own.functions.parities(
        operations, vectors, kappa: own.kappa, isPseudoscalar: isPseudoscalar)
      for at in found.indices { found[at].parities = parities[at] }
      states.append(found)
    }
    return DomainWall(
      kappas: kappas, gap: gap, bulk: bulk, lower: lower, upper: upper,
      energies: levels.map(\.energies), errors: levels.map(\.errors), states: states,
      branches: tracker.branches, operations: operations,
      invariants: bulk.map { CrystalInvariants($0, below: gap, frame) }, floor: floor,
      functions: functions)
  }

  /// Where the crystals have no common gap: nothing else is known.
  var closed: DomainWall {
    DomainWall(
      kappas: kappas, gap: gap, bulk: bulk, lower: lower, upper: upper,
      energies: kappas.map { _ in [] }, errors: kappas.map { _ in [] },
      states: kappas.map { _ in [] }, branches: [], operations: [], invariants: [], floor: floor,
      functions: 0)
  }
}
