import Glibc

/// Follows one band to the wave vector where it is lowest, or highest, by quasi-Newton (BFGS) steps on its energy, or on
/// another quantity of it.
struct BandEdge {
  /// Counted from 1.
  let band: Int
  /// 1 for the bottom of the band, -1 for its top: what is followed is the sign times the energy.
  let sign: Double
  /// Whose model is followed.
  let sheet: Int
  private(set) var k: KPoint
  /// Sign times energy.
  private(set) var value: Double
  private var isDone = false
  private var isFirst = true
  private var gradient = SIMD2<Double>.zero
  private var curvature = Symmetric2()
  private var step = SIMD2<Double>.zero
  /// By how much the step lowers the value.
  private var promise = Double.infinity
  private var radius: Double
  /// Steps to neighbours of the start, 1/a, and how much higher the value is there.
  private let rises: [(step: SIMD2<Double>, rise: Double)]
  /// Where it went on in another sheet.
  private(set) var departure: (sheet: Int, k: KPoint)?

  /// - Parameters:
  ///   - value: at the start, sign times energy.
  ///   - rises: of the value from there to three neighbours or more.
  init(
    band: Int, sign: Double, sheet: Int, k: KPoint, value: Double,
    rises: [(step: SIMD2<Double>, rise: Double)]
  ) {
    self.band = band
    self.sign = sign
    self.sheet = sheet
    self.k = k
    self.value = value
    self.rises = rises
    radius = rises.reduce(0) { max($0, $1.step.length) }
  }

  /// Beside a stationary point where the band bends down.
  /// - Parameters:
  ///   - value: of the stationary point, sign times energy.
  ///   - bend: how strongly, energy times a^2.
  init(
    band: Int, sign: Double, sheet: Int, k: KPoint, value: Double, bend: Double, reach: Double
  ) {
    let step = SIMD2(reach, 0)
    self.init(
      band: band, sign: sign, sheet: sheet, k: k, value: value,
      rises: [(step, 0.5 * bend * reach * reach)])
  }

  /// Follows all of one sheet to their ends, but those that promise to end above `least`.
  /// - Parameters:
  ///   - chosen: indices of edges of the sheet.
  ///   - quantity: what is followed.
  ///   - least: [bottom or top of a band], the lowest value known.
  static func follow(
    _ edges: inout [BandEdge], _ chosen: [Int], _ states: inout some ZoneStates,
    in zone: ZoneCover, quantity: BandQuantity, least: inout [Key: Double]
  ) {
    let isPeriodic = states.isPeriodic
    for _ in 0..<60 {
      var active = chosen.filter { !edges[$0].isDone }
      var trials = active.map { at in
        let there = edges[at].k.moved(by: edges[at].step, on: zone.metric.lattice)
        // A periodic model needs no folding.
        return isPeriodic
          ? (k: there, sheet: edges[at].sheet, turned: false)
          : zone.arrival(there, sheet: edges[at].sheet, isPeriodic: false)
      }
      for (at, trial) in zip(active, trials) where trial.sheet != edges[at].sheet {
        edges[at].departure = (trial.sheet, trial.k)
        edges[at].isDone = true
      }
      trials = zip(active, trials).filter { edges[$0.0].departure == nil }.map(\.1)
      active = active.filter { edges[$0].departure == nil }
      if active.isEmpty { break }
      let found = quantity.slopes(
        &states, at: trials.map(\.k), bands: active.map { edges[$0].band }, tolerance: 1e-11)
      for (i, at) in active.enumerated() {
        edges[at].take(found[i], at: trials[i].k, turned: trials[i].turned)
        least[edges[at].key] = min(least[edges[at].key] ?? .infinity, edges[at].value)
      }
      // Curvatures are guesses at first: ten times what they promise is allowed for.
      for at in active where edges[at].value - 10 * edges[at].promise > least[edges[at].key]! {
        edges[at].isDone = true
      }
    }
  }

  struct Key: Hashable {
    var band: Int
    var sign: Double
  }
  var key: Key { Key(band: band, sign: sign) }

  private mutating func take(
    _ found: BandSlope, at place: KPoint, turned: Bool
  ) {
    let (new, slope) = (sign * found.energy, sign * found.slope)
    if !isFirst && new >= value {
      // No progress: closer to where it was, and not at all where only the last digits differ.
      radius = 0.25 * min(radius, step.length)
      if radius < 1e-8 || promise < 1e-10 { isDone = true }
    } else {
      if isFirst {
        curvature = Self.curvature(rises, slope)
      } else if turned {
        curvature = Symmetric2(isotropic: curvature.mean)
      } else {
        curvature.update(step: step, change: slope - gradient)
        radius = min(2 * radius, 1)
      }
      isFirst = false
      (k, value, gradient) = (place, new, slope)
    }
    step = curvature.solve(-gradient)
    let size = step.length
    if !(size <= radius) { step *= radius / size }
    promise = -0.5 * (gradient * step).sum()
    if !(promise > 1e-11) { isDone = true }
  }

  /// By least squares from the neighbours of the start; isotropic where that has no minimum.
  private static func curvature(
    _ rises: [(step: SIMD2<Double>, rise: Double)], _ slope: SIMD2<Double>
  ) -> Symmetric2 {
    // Rows (x^2/2, x y, y^2/2) times (xx, xy, yy) are the rises but for their linear part.
    var (normal, right) = ([[Double]](repeating: [0, 0, 0], count: 3), [0.0, 0.0, 0.0])
    var steepest = 0.0
    for (d, rise) in rises {
      let row = [0.5 * d.x * d.x, d.x * d.y, 0.5 * d.y * d.y]
      let rest = rise - (slope * d).sum()
      for i in 0..<3 {
        for j in 0..<3 { normal[i][j] += row[i] * row[j] }
        right[i] += row[i] * rest
      }
      steepest = max(steepest, 2 * abs(rest) / (d * d).sum())
    }
    func determinant(_ c: [[Double]]) -> Double {
      c[0][0] * (c[1][1] * c[2][2] - c[1][2] * c[2][1])
        - c[0][1] * (c[1][0] * c[2][2] - c[1][2] * c[2][0])
        + c[0][2] * (c[1][0] * c[2][1] - c[1][1] * c[2][0])
    }
    let all = determinant(normal)
    var solution = [0.0, 0.0, 0.0]
    for i in 0..<3 {
      var changed = normal
      for j in 0..<3 { changed[j][i] = right[j] }
      solution[i] = determinant(changed) / all
    }
    let fitted = Symmetric2(xx: solution[0], xy: solution[1], yy: solution[2])
    return rises.count > 2 && fitted.isPositive
      ? fitted : Symmetric2(isotropic: max(steepest, 1e-9))
  }
}
