/// The lowest eigenvalues of many small real symmetric matrices, eight at a time in SIMD lanes:
/// Householder tridiagonalisation (4/3 n^3 flops a matrix), then bisection on Sturm counts.
public struct BatchedEigenvalues {
  /// Matrices that share one pass.
  public static let lanes = 8
  public typealias Lane = SIMD8<Double>

  public let order: Int
  public let count: Int
  /// Lower triangle of the eight matrices, row by row: element (i, j), j <= i, at i (i + 1)/2 + j.
  public var packed: [Lane]
  private var diagonal: [Lane]
  private var squaredOffDiagonal: [Lane]
  private var reflector: [Lane]
  private var image: [Lane]

  /// - Parameters:
  ///   - order: n of the n x n matrices.
  ///   - count: how many of the lowest eigenvalues are wanted, at most n.
  public init(order: Int, count: Int) {
    self.order = order
    self.count = min(count, order)
    packed = [Lane](repeating: .zero, count: order * (order + 1) / 2)
    diagonal = [Lane](repeating: .zero, count: order)
    squaredOffDiagonal = [Lane](repeating: .zero, count: order)
    reflector = [Lane](repeating: .zero, count: order)
    image = [Lane](repeating: .zero, count: order)
  }

  /// Eigenvalues of the matrices in `packed`, which is overwritten: [count] lanes, ascending.
  /// - Parameter tolerance: absolute width at which bisection stops.
  public mutating func solve(tolerance: Double) -> [Lane] {
    tridiagonalize()
    return bisect(tolerance: tolerance)
  }

  /// Reduces from the last row upwards, so that the leading triangle stays contiguous.
  private mutating func tridiagonalize() {
    let n = order
    packed.withUnsafeMutableBufferPointer { a in
      reflector.withUnsafeMutableBufferPointer { v in
        image.withUnsafeMutableBufferPointer { p in
          diagonal.withUnsafeMutableBufferPointer { d in
            squaredOffDiagonal.withUnsafeMutableBufferPointer { e2 in
              var m = n - 1
              while m >= 1 {
                let row = a.baseAddress! + m * (m + 1) / 2
                d[m] = row[m]
                var tail = Lane.zero
                for j in 0..<(m - 1) { tail.addProduct(row[j], row[j]) }
                let last = row[m - 1]
                let norm2 = tail + last * last
                e2[m] = norm2
                if m == 1 { break }
                let norm = norm2.squareRoot()
                let pivot = last + norm.replacing(with: -norm, where: last .< 0)
                // v = (row[0..<m-1], pivot), beta = 2/|v|^2; nothing to do in lanes with no tail.
                let length2 = tail + pivot * pivot
                let active = tail .> 0
                let beta = (2.0 / length2).replacing(with: 0, where: .!active)
                for j in 0..<(m - 1) { v[j] = row[j] }
                v[m - 1] = pivot
                e2[m] = norm2
                for i in 0..<m { p[i] = .zero }
                var at = a.baseAddress!
                for i in 0..<m {
                  let vi = v[i]
                  var sum = Lane.zero
                  for j in 0..<i {
                    let x = at[j]
                    sum.addProduct(x, v[j])
                    p[j].addProduct(x, vi)
                  }
                  sum.addProduct(at[i], vi)
                  p[i] += sum
                  at += i + 1
                }
                var vp = Lane.zero
                for i in 0..<m { vp.addProduct(v[i], p[i]) }
                let half = 0.5 * beta * beta * vp
                for i in 0..<m { p[i] = beta * p[i] - half * v[i] }
                at = a.baseAddress!
                for i in 0..<m {
                  let vi = -v[i]
                  let pi = -p[i]
                  for j in 0...i {
                    at[j] = at[j].addingProduct(vi, p[j]).addingProduct(pi, v[j])
                  }
                  at += i + 1
                }
                m -= 1
              }
              d[0] = a[0]
              e2[0] = .zero
            }
          }
        }
      }
    }
  }

  private func bisect(tolerance: Double) -> [Lane] {
    let n = order
    var low = Lane(repeating: .infinity)
    var high = Lane(repeating: -.infinity)
    for i in 0..<n {
      let right = i + 1 < n ? squaredOffDiagonal[i + 1].squareRoot() : .zero
      let radius = squaredOffDiagonal[i].squareRoot() + right
      low = pointwiseMin(low, diagonal[i] - radius)
      high = pointwiseMax(high, diagonal[i] + radius)
    }
    low -= Lane(repeating: tolerance)
    high += Lane(repeating: tolerance)
    var lower = [Lane](repeating: low, count: count)
    var upper = [Lane](repeating: high, count: count)
    var values = [Lane](repeating: .zero, count: count)
    for wanted in 0..<count {
      if wanted > 0 { lower[wanted] = pointwiseMax(lower[wanted], lower[wanted - 1]) }
      while (upper[wanted] - lower[wanted]).max() > tolerance {
        let middle = 0.5 * (lower[wanted] + upper[wanted])
        let below = sturmCount(middle)
        for other in wanted..<count {
          let enough = below .> Double(other) + 0.5
          upper[other] = upper[other].replacing(
            with: pointwiseMin(upper[other], middle), where: enough)
          lower[other] = lower[other].replacing(
            with: pointwiseMax(lower[other], middle), where: .!enough)
        }
        if all(middle .== lower[wanted] .| middle .== upper[wanted]) && tolerance == 0 { break }
      }
      values[wanted] = 0.5 * (lower[wanted] + upper[wanted])
    }
    return values
  }

  /// Number of eigenvalues below x, in each lane.
  @inline(__always)
  private func sturmCount(_ x: Lane) -> Lane {
    var below = Lane.zero
    let tiny = Lane(repeating: 1e-290)
    diagonal.withUnsafeBufferPointer { d in
      squaredOffDiagonal.withUnsafeBufferPointer { e2 in
        var q = d[0] - x
        below = below.replacing(with: below + 1, where: q .< 0)
        for i in 1..<max(order, 1) {
          q.replace(with: -tiny, where: (q .< tiny) .& (q .> -tiny))
          q = d[i] - x - e2[i] / q
          below = below.replacing(with: below + 1, where: q .< 0)
        }
      }
    }
    return below
  }
}
