/// The lowest value of a function over the whole zone, proved by branch and bound: in a square of side h around k no value is
/// below f(k) - (l1 + l2) h/2, where l1 and l2 bound the slopes along b1 and b2.
struct ZoneMinimum: Sendable, Equatable {
  /// The lowest value found, and where.
  var value: Double
  var k: KPoint
  /// No value is below.
  var bound: Double

  private struct Square {
    var k: KPoint
    var side: Double
    var bound: Double
  }

  /// - Parameters:
  ///   - slope: l1 + l2.
  ///   - tolerance: of the value.
  ///   - places: other places to look at: what is low there need not be found.
  ///   - limit: of evaluations, where the bound stays behind.
  init(
    slope: Double, tolerance: Double, places: [KPoint], limit: Int = 40_000,
    of function: (KPoint) throws -> Double
  ) rethrows {
    var best = (value: Double.infinity, k: KPoint.gamma)
    var count = 0
    func evaluate(_ k: KPoint) throws -> Double {
      count += 1
      let value = try function(k)
      if value < best.value { best = (value, k) }
      return value
    }
    for k in places { _ = try evaluate(k) }
    let first = 8
    var squares: [Square] = []
    for i in 0..<first * first {
      let side = 1 / Double(first)
      let k = KPoint(side * (Double(i / first) + 0.5), side * (Double(i % first) + 0.5))
      squares.append(Square(k: k, side: side, bound: try evaluate(k) - 0.5 * slope * side))
    }
    var settled = Double.infinity
    while true {
      // All that may hold the minimum, cut into four.
      var next: [Square] = []
      for square in squares {
        if square.bound >= best.value - tolerance || count > limit {
          settled = min(settled, square.bound)
          continue
        }
        let side = 0.5 * square.side
        for (a, b) in [(-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5)] {
          let k = KPoint(square.k.x1 + a * side, square.k.x2 + b * side)
          next.append(Square(k: k, side: side, bound: try evaluate(k) - 0.5 * slope * side))
        }
      }
      if next.isEmpty { break }
      squares = next
    }
    // What is left of the tolerance, by a compass search from the best place.
    var step = 1 / Double(first)
    while step > 1e-11 {
      let (value, k) = (best.value, best.k)
      for (a, b) in [(-1.0, 0.0), (1, 0), (0, -1), (0, 1)] {
        _ = try evaluate(KPoint(k.x1 + a * step, k.x2 + b * step))
      }
      if best.value >= value { step *= 0.5 }
    }
    (self.value, k) = best
    bound = min(settled, best.value)
  }
}
