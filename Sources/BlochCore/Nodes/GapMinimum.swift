import Glibc

/// Follows small gaps to their minima: Gauss-Newton steps where first-order theory sees a node in reach, else
/// quasi-Newton (BFGS) steps on the square of the gap, which is smooth also at a node.
struct GapMinimum {
  /// In the sheet's frame, in its piece of the zone or close to it.
  var k: KPoint
  /// Whose model is followed.
  let sheet: Int
  /// Bands below the gap.
  let cut: Int
  /// In the model's unit of energy.
  private(set) var gap = Double.infinity
  private(set) var isDone = false
  /// |det| of the derivatives of d: 0 where the gap does not open linearly in all directions.
  private(set) var opening = 0.0
  /// f = gap^2/4 and its derivatives.
  private var gradient = SIMD2<Double>.zero
  private var curvature = Symmetric2()
  private var radius: Double
  private var step = SIMD2<Double>.zero
  /// By how much the step lowers f.
  private var promise = 0.0
  private var seesNode = false
  private var steps = 0
  /// Where it went on in another sheet.
  private(set) var departure: (sheet: Int, k: KPoint)?

  /// Whether it is followed to its end whatever others find: where states change places between two wave vectors there is
  /// a node, which on a mirror line no flux tells of.
  private let isKept: Bool

  /// - Parameters:
  ///   - radius: of the first step, 1/a.
  ///   - isKept: whether it is followed to its end.
  init(start: KPoint, sheet: Int, cut: Int, radius: Double, isKept: Bool = false) {
    k = start
    self.sheet = sheet
    self.cut = cut
    self.radius = radius
    self.isKept = isKept
  }

  /// Follows all of one sheet to their ends, those of all cuts side by side. Those that promise to end above the
  /// smallest gap of their cut are left where they are.
  /// - Parameters:
  ///   - chosen: indices of minima of the sheet.
  ///   - crossingPrecision: what ends below is followed in any case.
  static func follow(
    _ minima: inout [GapMinimum], _ chosen: [Int], _ states: inout some ZoneStates,
    in zone: ZoneCover, precision: Double, crossingPrecision: Double
  ) {
    let isPeriodic = states.isPeriodic
    var least: [Int: Double] = [:]
    for _ in 0..<80 {
      var active = chosen.filter { !minima[$0].isDone }
      var trials = active.map { minima[$0].trial(isPeriodic, zone) }
      for (at, trial) in zip(active, trials) where trial.sheet != minima[at].sheet {
        minima[at].departure = (trial.sheet, trial.k)
        minima[at].isDone = true
      }
      trials = zip(active, trials).filter { minima[$0.0].departure == nil }.map(\.1)
      active = active.filter { minima[$0].departure == nil }
      if active.isEmpty { break }
      let cuts = active.map { minima[$0].cut }
      // The last digits count where the gap vanishes.
      let close = Set(
        active.filter { minima[$0].gap < 1e-3 || minima[$0].seesNode }.map { minima[$0].cut })
      let found = states.crossings(
        at: trials.map(\.k), cuts: cuts, tolerances: cuts.map { close.contains($0) ? 1e-13 : 1e-10 }
      )
      for (i, at) in active.enumerated() {
        minima[at].take(
          found[i], at: trials[i].k, turned: trials[i].turned, precision: precision)
        least[minima[at].cut] = min(least[minima[at].cut] ?? .infinity, minima[at].gap)
      }
      for at in active
      where !minima[at].isKept
        && minima[at].floor > max(1.2 * least[minima[at].cut]!, crossingPrecision)
      {
        minima[at].isDone = true
      }
    }
  }

  /// What the gap is expected to fall to, once that can be said; else 0.
  private var floor: Double {
    if steps < 2 || seesNode { return 0 }
    let f = 0.25 * gap * gap
    let left = f - 2 * promise
    return left > 0 ? 2 * left.squareRoot() : 0
  }

  /// - Parameter isPeriodic: else the model holds close around its piece too, and sides that are images of each other
  ///   do not agree to the last digit.
  private func trial(_ isPeriodic: Bool, _ zone: ZoneCover)
    -> (k: KPoint, sheet: Int, turned: Bool)
  {
    zone.arrival(
      k.moved(by: step, on: zone.metric.lattice), sheet: sheet, isPeriodic: isPeriodic)
  }

  private mutating func take(
    _ found: BandCrossing, at place: KPoint, turned: Bool, precision: Double
  ) {
    let isFirst = gap == .infinity
    if !isFirst && found.gap >= gap {
      // No progress: closer to where it was.
      radius = 0.25 * min(radius, step.length)
      if radius < 1e-10 { isDone = true }
      propose(last: nil)
      return
    }
    let slope = found.gap * found.first
    let gauss = Symmetric2(found.first) + Symmetric2(found.second) + Symmetric2(found.third)
    if isFirst || turned {
      curvature = 2 * gauss
    } else {
      curvature.update(step: step, change: slope - gradient)
      radius = min(2 * radius, 1)
    }
    k = place
    gap = found.gap
    gradient = slope
    let isReal = found.third == .zero
    opening =
      isReal
      ? abs(found.first.x * found.second.y - found.first.y * found.second.x)
      : max(0, gauss.xx * gauss.yy - gauss.xy * gauss.xy).squareRoot()
    steps += 1
    if gap < 1e-3 * precision { isDone = true }
    propose(last: isReal ? (found.first, found.second) : nil)
    // The last digits of a gap that stays open matter to nobody.
    if step.length < 1e-10 || promise < 1e-8 * 0.25 * gap * gap { isDone = true }
  }

  /// Chooses the next step.
  /// - Parameter last: derivatives of d1 and d2 at k, if it is new.
  private mutating func propose(last: (first: SIMD2<Double>, second: SIMD2<Double>)?) {
    seesNode = false
    defer { promise = seesNode ? 0.25 * gap * gap : -0.5 * (gradient * step).sum() }
    if let (first, second) = last {
      let det = first.x * second.y - first.y * second.x
      let node = SIMD2(second.y, -second.x) * (-0.5 * gap / det)
      if node.x.isFinite && node.y.isFinite && node.length <= radius {
        step = node
        seesNode = true
        return
      }
    }
    step = curvature.solve(-gradient)
    let size = step.length
    if !(size <= radius) { step *= radius / size }
    if !step.x.isFinite || !step.y.isFinite {
      let slope = gradient.length
      step = slope > 0 ? gradient * (-radius / slope) : .zero
    }
  }
}
