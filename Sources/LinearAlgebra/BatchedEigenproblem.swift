/// The lowest eigenvalues, and on request eigenvectors, of many small real symmetric matrices, one in
/// each lane: Householder tridiagonalisation (4/3 n^3 flops a matrix), bisection on Sturm counts,
/// inverse iteration. Elements should be of order one: what is below 1e-15 (Float) is dropped. All lanes
/// take the same steps, so a batch costs what its slowest matrix does.
public struct BatchedEigenproblem<Lane: EigenLane>: Sendable {
  public typealias Scalar = Lane.Scalar

  /// Matrices that share one pass: 16 in single, 8 in double precision.
  public static var lanes: Int { Lane.scalarCount }

  public let order: Int
  public let count: Int
  /// Where the `count` states wanted of each matrix begin, a whole number in each lane; vectors are orthogonal
  /// among themselves.
  public var firstState = Lane.zero
  /// Lower triangles, row by row: element (i, j), j <= i, at i (i + 1)/2 + j. Overwritten by `solve`.
  public var packed: [Lane]
  /// [count], ascending.
  public private(set) var values: [Lane]
  /// [count][order], orthonormal; empty unless they were asked for.
  public internal(set) var vectors: [Lane]
  var diagonal: [Lane]
  /// Element (i, i - 1) at i.
  var offDiagonal: [Lane]
  /// 2/|v|^2 of the reflector in row i of `packed`, 0 for none.
  var reflectorScale: [Lane]
  private var scratch: [Lane]

  /// - Parameters:
  ///   - order: n of the n x n matrices.
  ///   - count: how many states are wanted, the lowest ones unless `firstState` says otherwise; at most n.
  public init(order: Int, count: Int) {
    self.order = order
    self.count = min(count, order)
    packed = [Lane](repeating: .zero, count: order * (order + 1) / 2)
    values = [Lane](repeating: .zero, count: self.count)
    vectors = []
    diagonal = [Lane](repeating: .zero, count: order)
    offDiagonal = [Lane](repeating: .zero, count: order + 1)
    reflectorScale = [Lane](repeating: .zero, count: order)
    scratch = [Lane](repeating: .zero, count: 2 * order)
  }

  /// Reduces from the last row upwards, so that the leading triangle stays contiguous. Row m keeps its
  /// reflector.
  @inline(__always)
  mutating func tridiagonalize() {
    let n = order
    let negligible = Lane(repeating: Scalar.leastNormalMagnitude * 1e8)
    packed.withUnsafeMutableBufferPointer { packed in
      scratch.withUnsafeMutableBufferPointer { scratch in
        let a = packed.baseAddress!
        let v = scratch.baseAddress!
        let p = v + n
        var m = n - 1
        while m >= 1 {
          let row = a + m * (m + 1) / 2
          diagonal[m] = row[m]
          var tail = Lane.zero
          for j in 0..<(m - 1) { tail.addProduct(row[j], row[j]) }
          let last = row[m - 1]
          if m == 1 {
            offDiagonal[1] = last
            break
          }
          let norm = Lane.root(tail + last * last)
          let signed = Lane.whereLess(last, .zero, -norm, norm)
          let pivot = last + signed
          // v = (row[0..<m-1], pivot); nothing to do in lanes with no tail to speak of.
          let beta = Lane.whereLess(negligible, tail, 2 / (tail + pivot * pivot), .zero)
          offDiagonal[m] = Lane.whereLess(negligible, tail, -signed, last)
          reflectorScale[m] = beta
          row[m - 1] = pivot
          for j in 0..<m { v[j] = row[j] }
          Self.multiply(a, v, into: p, order: m)
          var vp = Lane.zero
          for i in 0..<m { vp.addProduct(v[i], p[i]) }
          let half = Scalar(0.5) * beta * (beta * vp)
          for i in 0..<m { p[i] = beta * p[i] - half * v[i] }
          Self.subtract(v, p, from: a, order: m)
          m -= 1
        }
        diagonal[0] = a[0]
      }
    }
  }

  private typealias Elements = UnsafeMutablePointer<Lane>

  /// p := A v, two rows of the lower triangle at a time: each v[j] and p[j] serves both.
  @inline(__always)
  private static func multiply(_ a: Elements, _ v: Elements, into p: Elements, order: Int) {
    for i in 0..<order { p[i] = .zero }
    var first = a
    for i in stride(from: 0, to: order - 1, by: 2) {
      let second = first + i + 1
      let (v1, v2) = (v[i], v[i + 1])
      var (sum1, sum2) = (Lane.zero, Lane.zero)
      for j in 0..<i {
        let (x, y) = (first[j], second[j])
        sum1.addProduct(x, v[j])
        sum2.addProduct(y, v[j])
        p[j].addProduct(x, v1)
        p[j].addProduct(y, v2)
      }
      p[i] += sum1.addingProduct(first[i], v1).addingProduct(second[i], v2)
      p[i + 1] += sum2.addingProduct(second[i], v1).addingProduct(second[i + 1], v2)
      first = second + i + 2
    }
    if order % 2 == 1 {
      let i = order - 1
      var sum = Lane.zero
      for j in 0..<i {
        sum.addProduct(first[j], v[j])
        p[j].addProduct(first[j], v[i])
      }
      p[i] += sum.addingProduct(first[i], v[i])
    }
  }

  /// A := A - v p^T - p v^T, the lower triangle, two rows at a time.
  @inline(__always)
  private static func subtract(_ v: Elements, _ p: Elements, from a: Elements, order: Int) {
    var first = a
    for i in stride(from: 0, to: order - 1, by: 2) {
      let second = first + i + 1
      let (v1, v2, p1, p2) = (-v[i], -v[i + 1], -p[i], -p[i + 1])
      for j in 0...i {
        let (vj, pj) = (v[j], p[j])
        first[j] = first[j].addingProduct(v1, pj).addingProduct(p1, vj)
        second[j] = second[j].addingProduct(v2, pj).addingProduct(p2, vj)
      }
      second[i + 1] = second[i + 1].addingProduct(2 * v2, p[i + 1])
      first = second + i + 2
    }
    if order % 2 == 1 {
      let i = order - 1
      let (vi, pi) = (-v[i], -p[i])
      for j in 0...i { first[j] = first[j].addingProduct(vi, p[j]).addingProduct(pi, v[j]) }
    }
  }

  /// Bounds on all eigenvalues by Gershgorin's circles.
  @inline(__always)
  private func bounds() -> (low: Lane, high: Lane) {
    var low = diagonal[0]
    var high = diagonal[0]
    for i in 0..<order {
      let left = i > 0 ? Lane.magnitude(offDiagonal[i]) : .zero
      let right = i + 1 < order ? Lane.magnitude(offDiagonal[i + 1]) : .zero
      low = Lane.lesser(low, diagonal[i] - left - right)
      high = Lane.greater(high, diagonal[i] + left + right)
    }
    return (low, high)
  }

  /// Six states are searched at a time, so that their chains overlap. At first they share
  /// what all trial points tell, later each halves its own bracket.
  @inline(__always)
  mutating func bisect(tolerance: Lane) {
    // Neighbours never come apart quite: a minor of 0 must not end the chain.
    let least = Lane(repeating: 1e-30)
    for i in 1..<max(order, 1) {
      scratch[i] = -Lane.greater(offDiagonal[i] * offDiagonal[i], least)
    }
    let (low, high) = bounds()
    let span = Lane.greater(Lane.magnitude(low), Lane.magnitude(high))
    let enough = Lane.greater(tolerance, span * (2 * Scalar.ulpOfOne))
    withUnsafeTemporaryAllocation(of: Lane.self, capacity: 4 * 6) { work in
      let lower = work.baseAddress!
      let upper = lower + 6
      let trial = upper + 6
      let below = trial + 6
      var floor = low - enough
      for first in stride(from: 0, to: count, by: 6) {
        let group = min(6, count - first)
        for s in 0..<6 {
          lower[s] = floor
          upper[s] = high + enough
          trial[s] = floor + (upper[s] - floor) * Lane(repeating: Scalar(s + 1) / 7)
        }
        // Each step halves every bracket at least: a bound for lanes that hold no number.
        for step in 0..<(Scalar.significandBitCount + 8) {
          if group <= 2 { sturmCounts2(trial, below) } else { sturmCounts6(trial, below) }
          for s in 0..<group {
            let mark = firstState + Lane(repeating: Scalar(first + s) + 0.5)
            var (low, high) = (lower[s], upper[s])
            let shared = step < 4 ? 0..<(group <= 2 ? 2 : 6) : s..<s + 1
            for t in shared {
              high = Lane.whereLess(mark, below[t], Lane.lesser(high, trial[t]), high)
              low = Lane.whereLess(mark, below[t], low, Lane.greater(low, trial[t]))
            }
            // A lane that is done stays as it is: its result must not depend on the other lanes.
            let width = upper[s] - lower[s]
            upper[s] = Lane.whereLess(enough, width, high, upper[s])
            lower[s] = Lane.whereLess(enough, width, low, lower[s])
          }
          var widest = Lane.zero
          for s in 0..<group { widest = Lane.greater(widest, upper[s] - lower[s]) }
          if !Lane.anyGreater(widest, enough) { break }
          for s in 0..<6 {
            let own = min(s, group - 1)
            trial[s] = 0.5 * (lower[own] + upper[own])
          }
          if step < 3 { spread(lower, upper, trial, group) }
        }
        for s in 0..<group { values[first + s] = 0.5 * (lower[s] + upper[s]) }
        floor = lower[group - 1]
      }
    }
  }

  /// States in one bracket divide it among them.
  @inline(__always)
  private func spread(
    _ lower: UnsafeMutablePointer<Lane>, _ upper: UnsafeMutablePointer<Lane>,
    _ trial: UnsafeMutablePointer<Lane>, _ group: Int
  ) {
    for s in 0..<group {
      var rank = Lane(repeating: 1)
      var sharing = Lane(repeating: 2)
      for t in 0..<group where t != s {
        let apart = Lane.magnitude(lower[s] - lower[t]) + Lane.magnitude(upper[s] - upper[t])
        let same = Lane.whereLess(.zero, apart, .zero, Lane(repeating: 1))
        sharing += same
        if t < s { rank += same }
      }
      trial[s] = lower[s] + (upper[s] - lower[s]) * rank / sharing
    }
  }

  /// Numbers of eigenvalues below the trial points, in each lane. Squares of the off-diagonal are in
  /// `scratch`, negative.
  @inline(__always)
  private func sturmCounts6(_ x: UnsafeMutablePointer<Lane>, _ below: UnsafeMutablePointer<Lane>) {
    let (x0, x1, x2, x3, x4, x5) = (x[0], x[1], x[2], x[3], x[4], x[5])
    diagonal.withUnsafeBufferPointer { d in
      scratch.withUnsafeBufferPointer { e2 in
        var (c0, c1) = (SturmChain(d[0] - x0), SturmChain(d[0] - x1))
        var (c2, c3) = (SturmChain(d[0] - x2), SturmChain(d[0] - x3))
        var (c4, c5) = (SturmChain(d[0] - x4), SturmChain(d[0] - x5))
        for start in stride(from: 1, to: order, by: SturmChain<Lane>.stretch) {
          for i in start..<min(start + SturmChain<Lane>.stretch, order) {
            c0.advance(d[i] - x0, e2[i])
            c1.advance(d[i] - x1, e2[i])
            c2.advance(d[i] - x2, e2[i])
            c3.advance(d[i] - x3, e2[i])
            c4.advance(d[i] - x4, e2[i])
            c5.advance(d[i] - x5, e2[i])
          }
          if start + SturmChain<Lane>.stretch >= order { break }
          c0.rescale()
          c1.rescale()
          c2.rescale()
          c3.rescale()
          c4.rescale()
          c5.rescale()
        }
        below[0] = c0.below
        below[1] = c1.below
        below[2] = c2.below
        below[3] = c3.below
        below[4] = c4.below
        below[5] = c5.below
      }
    }
  }

  @inline(__always)
  private func sturmCounts2(_ x: UnsafeMutablePointer<Lane>, _ below: UnsafeMutablePointer<Lane>) {
    let (x0, x1) = (x[0], x[1])
    diagonal.withUnsafeBufferPointer { d in
      scratch.withUnsafeBufferPointer { e2 in
        var (c0, c1) = (SturmChain(d[0] - x0), SturmChain(d[0] - x1))
        for start in stride(from: 1, to: order, by: SturmChain<Lane>.stretch) {
          for i in start..<min(start + SturmChain<Lane>.stretch, order) {
            c0.advance(d[i] - x0, e2[i])
            c1.advance(d[i] - x1, e2[i])
          }
          if start + SturmChain<Lane>.stretch >= order { break }
          c0.rescale()
          c1.rescale()
        }
        below[0] = c0.below
        below[1] = c1.below
      }
    }
  }
}
