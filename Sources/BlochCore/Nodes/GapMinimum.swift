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

  /// Follows all to their ends. Those that promise to end above the smallest gap of their cut are left
  /// where they are.
  static func follow(
    _ minima: inout [GapMinimum], _ states: inout BlochStates<some RealBlochHamiltonian>,
    precision: Double
  ) {
    let isPeriodic = states.hamiltonian.isPeriodic
    for cut in Set(minima.map(\.cut)).sorted() {
      let own = minima.indices.filter { minima[$0].cut == cut }
      var least = Double.infinity
      for _ in 0..<80 {
        let active = own.filter { !minima[$0].isDone }
        if active.isEmpty { break }
        let trials = active.map { minima[$0].trial(isPeriodic) }
        // The last digits count where the gap vanishes.
        let isClose = active.contains { minima[$0].gap < 1e-3 || minima[$0].seesNode }
        let found = states.crossings(
          at: trials.map(\.k), cut: cut, tolerance: isClose ? 1e-13 : 1e-10)
        for (i, at) in active.enumerated() {
          minima[at].take(
            found[i], at: trials[i].k, turned: trials[i].turned, precision: precision)
          least = min(least, minima[at].gap)
        }
        for at in active where minima[at].floor > 1.2 * least { minima[at].isDone = true }
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
    let x1 = k.x1 + step.x / (2 * Double.pi)
    let there = KPoint(
      x1, k.x2 + 0.5 * (step.x + (3.0).squareRoot() * step.y) / (2 * Double.pi))
    if !isPeriodic && WedgePlace.margin(there) > -Self.overhang { return (there, false) }
    let folded = WedgePlace.folded(there, symmetry: .c6).k
    let turned = abs(folded.x1 - there.x1) + abs(folded.x2 - there.x2) > 1e-9
    return (folded, turned)
  }

  private mutating func take(
    _ found: BlochStates<some RealBlochHamiltonian>.Crossing, at place: KPoint, turned: Bool,
    precision: Double
  ) {
    let isFirst = gap == .infinity
    if !isFirst && found.gap >= gap {
      // No progress: closer to where it was.
      radius = 0.25 * min(radius, length(step))
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
    if length(step) < 1e-10 || promise < 1e-8 * 0.25 * gap * gap { isDone = true }
  }

  /// Chooses the next step.
  /// - Parameter last: derivatives of d1 and d2 at k, if it is new.
  private mutating func propose(last: (first: SIMD2<Double>, second: SIMD2<Double>)?) {
    seesNode = false
    defer { promise = seesNode ? 0.25 * gap * gap : -0.5 * (gradient * step).sum() }
    if let (first, second) = last {
      let det = first.x * second.y - first.y * second.x
      let node = SIMD2(second.y, -second.x) * (-0.5 * gap / det)
      if node.x.isFinite && node.y.isFinite && length(node) <= radius {
        step = node
        seesNode = true
        return
      }
    }
    step = curvature.solve(-gradient)
    let size = length(step)
    if !(size <= radius) { step *= radius / size }
    if !step.x.isFinite || !step.y.isFinite {
      let slope = length(gradient)
      step = slope > 0 ? gradient * (-radius / slope) : .zero
    }
  }
}

private func length(_ v: SIMD2<Double>) -> Double { (v * v).sum().squareRoot() }

/// A symmetric 2 x 2 matrix.
private struct Symmetric2 {
  var xx = 0.0
  var xy = 0.0
  var yy = 0.0

  init() {}

  /// v v^T
  init(_ v: SIMD2<Double>) { (xx, xy, yy) = (v.x * v.x, v.x * v.y, v.y * v.y) }

  static func + (a: Self, b: Self) -> Self {
    var c = a
    c.xx += b.xx
    c.xy += b.xy
    c.yy += b.yy
    return c
  }

  static func * (t: Double, a: Self) -> Self {
    var c = a
    c.xx *= t
    c.xy *= t
    c.yy *= t
    return c
  }

  func times(_ v: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(xx * v.x + xy * v.y, xy * v.x + yy * v.y)
  }

  /// Of a positive matrix; it is shifted where it is nearly singular.
  func solve(_ v: SIMD2<Double>) -> SIMD2<Double> {
    let shift = 1e-9 * (xx + yy)
    let (a, b) = (xx + shift, yy + shift)
    let det = a * b - xy * xy
    return SIMD2(b * v.x - xy * v.y, a * v.y - xy * v.x) / det
  }

  /// Broyden, Fletcher, Goldfarb and Shanno's; stays positive.
  mutating func update(step: SIMD2<Double>, change: SIMD2<Double>) {
    let along = (step * change).sum()
    let image = times(step)
    let before = (step * image).sum()
    guard along > 1e-12 * length(step) * length(change), before > 0 else { return }
    self = self + (1 / along) * Symmetric2(change) + (-1 / before) * Symmetric2(image)
  }
}
