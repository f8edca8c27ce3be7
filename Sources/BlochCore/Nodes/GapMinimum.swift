import Glibc

/// Follows small gaps to their minima: Gauss-Newton steps where first-order theory sees a node in reach, else
/// quasi-Newton (BFGS) steps on the square of the gap, which is smooth also at a node.
struct GapMinimum {
  /// How far beyond the wedge's sides, in |K|, a model that is not periodic is followed.
  static var overhang: Double { 0.02 }

  /// In the wedge Gamma-K-K', or close to it.
  var k: KPoint
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

  /// - Parameter radius: of the first step, 1/a.
  init(start: KPoint, cut: Int, radius: Double) {
    k = WedgePlace.folded(start, symmetry: .c6).k
    self.cut = cut
    self.radius = radius
  }

  /// Follows all to their ends, those of all cuts side by side. Those that promise to end above the smallest gap
  /// of their cut are left where they are.
  static func follow(
    _ minima: inout [GapMinimum], _ states: inout BlochStates<some RealBlochHamiltonian>,
    precision: Double
  ) {
    let isPeriodic = states.hamiltonian.isPeriodic
    var least: [Int: Double] = [:]
    for _ in 0..<80 {
      let active = minima.indices.filter { !minima[$0].isDone }
      if active.isEmpty { break }
      let trials = active.map { minima[$0].trial(isPeriodic) }
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
      for at in active where minima[at].floor > 1.2 * least[minima[at].cut]! {
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

  /// - Parameter isPeriodic: else the model holds close around the wedge too, and its two sides do not agree to
  ///   the last digit.
  private func trial(_ isPeriodic: Bool) -> (k: KPoint, turned: Bool) {
    let there = k.moved(by: step)
    return isPeriodic ? Self.folded(there) : Self.kept(there)
  }

  /// Back into the wedge; whether that turned the wave vector.
  static func folded(_ k: KPoint) -> (k: KPoint, turned: Bool) {
    let folded = WedgePlace.folded(k, symmetry: .c6).k
    return (folded, abs(folded.x1 - k.x1) + abs(folded.x2 - k.x2) > 1e-9)
  }

  /// The same, once it is too far outside.
  static func kept(_ k: KPoint) -> (k: KPoint, turned: Bool) {
    WedgePlace.margin(k) > -overhang ? (k, false) : folded(k)
  }

  private mutating func take(
    _ found: BlochStates<some RealBlochHamiltonian>.Crossing, at place: KPoint, turned: Bool,
    precision: Double
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
    let gauss = Symmetric2(found.first) + Symmetric2(found.second)
    if isFirst || turned {
      curvature = 2 * gauss
    } else {
      curvature.update(step: step, change: slope - gradient)
      radius = min(2 * radius, 1)
    }
    k = place
    gap = found.gap
    gradient = slope
    opening = abs(found.first.x * found.second.y - found.first.y * found.second.x)
    steps += 1
    if gap < 1e-3 * precision { isDone = true }
    propose(last: (found.first, found.second))
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
