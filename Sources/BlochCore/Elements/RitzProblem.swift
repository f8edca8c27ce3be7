import LinearAlgebra

/// Rayleigh and Ritz in the span of functions that need not be independent.
enum RitzProblem {
  /// Functions whose square, less what the others have of it, falls below this part of it are left out.
  private static let least = 1e-13

  /// The lowest states of A x = theta M x.
  /// - Parameters:
  ///   - size: functions taken, the first ones.
  ///   - a, m: lower triangles.
  /// - Returns: values, ascending, and [functions x states], x^+ M x = 1, or no columns.
  /// - Throws: `LinearAlgebraError`.
  static func solve<Matrix: DenseMatrix>(
    _ a: Matrix, _ m: Matrix, size: Int, count: Int, withVectors: Bool
  ) throws -> (values: [Double], vectors: Matrix) {
    let c = Matrix.components
    let n = a.rows
    var scale = [Double](repeating: 0, count: size)
    for i in 0..<size { scale[i] = 1 / m.storage[c * (i + i * n)].squareRoot() }
    // Column by column with the largest pivot: M = L L^+ in the order of `order`.
    let (order, factor) = pivoted(m, scale)
    let rank = order.count
    // B = L^-1 A L^-+ in that order.
    var b = Matrix(rows: rank, columns: rank)
    for j in 0..<rank {
      for i in 0..<rank {
        let (p, q) = (order[i], order[j])
        let s = scale[p] * scale[q]
        let from = p >= q ? c * (p + q * n) : c * (q + p * n)
        b.storage[c * (i + j * rank)] = s * a.storage[from]
        if c == 2 {
          b.storage[c * (i + j * rank) + 1] = (p >= q ? s : -s) * a.storage[from + 1]
        }
      }
    }
    b.solveLower(factor, fromRight: false)
    b.solveLower(factor, fromRight: true)
    let pairs = try Matrix.lowestEigenpairs(
      b, overlap: nil, count: min(count, rank), withVectors: withVectors)
    guard withVectors else { return (pairs.values, Matrix(rows: size, columns: 0)) }
    var y = pairs.vectors
    y.solveLowerAdjoint(factor)
    var vectors = Matrix(rows: size, columns: y.columns)
    for j in 0..<y.columns {
      for i in 0..<rank {
        for part in 0..<c {
          vectors.storage[c * (order[i] + j * size) + part] =
            scale[order[i]] * y.storage[c * (i + j * rank) + part]
        }
      }
    }
    return (pairs.values, vectors)
  }

  /// - Returns: functions in the order taken, and the factor, [rank x rank], lower triangle.
  private static func pivoted<Matrix: DenseMatrix>(_ m: Matrix, _ scale: [Double]) -> (
    order: [Int], factor: Matrix
  ) {
    let c = Matrix.components
    let n = m.rows
    let size = scale.count
    var left = [Double](repeating: 1, count: size)
    // [columns][size], in the functions' own order.
    var columns = [Double](repeating: 0, count: c * size * size)
    var order: [Int] = []
    columns.withUnsafeMutableBufferPointer { l in
      m.storage.withUnsafeBufferPointer { m in
        while order.count < size {
          let pivot = left.indices.max { left[$0] < left[$1] }!
          if left[pivot] < least { break }
          let k = order.count
          let root = left[pivot].squareRoot()
          for i in 0..<size where left[i] >= 0 {
            let from = i >= pivot ? c * (i + pivot * n) : c * (pivot + i * n)
            let s = scale[i] * scale[pivot]
            var re = s * m[from]
            var im = c == 2 ? (i >= pivot ? s : -s) * m[from + 1] : 0
            for j in 0..<k {
              let (p, q) = (c * (i + j * size), c * (pivot + j * size))
              if c == 1 {
                re -= l[p] * l[q]
              } else {
                re -= l[p] * l[q] + l[p + 1] * l[q + 1]
                im -= l[p + 1] * l[q] - l[p] * l[q + 1]
              }
            }
            let at = c * (i + k * size)
            l[at] = re / root
            if c == 2 { l[at + 1] = im / root }
            if i != pivot {
              left[i] -= l[at] * l[at]
              if c == 2 { left[i] -= l[at + 1] * l[at + 1] }
              left[i] = max(left[i], 0)
            }
          }
          l[c * (pivot + k * size)] = root
          if c == 2 { l[c * (pivot + k * size) + 1] = 0 }
          left[pivot] = -1
          order.append(pivot)
        }
      }
    }
    let rank = order.count
    var factor = Matrix(rows: rank, columns: rank)
    for k in 0..<rank {
      for i in k..<rank {
        for part in 0..<c {
          factor.storage[c * (i + k * rank) + part] = columns[c * (order[i] + k * size) + part]
        }
      }
    }
    return (order, factor)
  }
}
