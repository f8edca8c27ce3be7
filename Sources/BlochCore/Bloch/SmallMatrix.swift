/// A square real matrix of a few rows: overlaps of a set of bands, and what is made of them.
struct SmallMatrix {
  let size: Int
  /// [size][size], row by row.
  var elements: [Double]

  /// Zeros.
  init(_ size: Int) {
    self.size = size
    elements = [Double](repeating: 0, count: size * size)
  }

  static func identity(_ size: Int) -> SmallMatrix {
    var result = SmallMatrix(size)
    for i in 0..<size { result[i, i] = 1 }
    return result
  }

  /// Overlaps of two sets of states.
  /// - Parameters a, b: [size][order]
  init(overlaps a: [Double], _ b: [Double], size: Int) {
    self.init(size)
    let order = a.count / size
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        for i in 0..<size {
          for j in 0..<size {
            self[i, j] = Double.overlap(
              a.baseAddress! + i * order, b.baseAddress! + j * order, order)
          }
        }
      }
    }
  }

  subscript(i: Int, j: Int) -> Double {
    get { elements[i * size + j] }
    set { elements[i * size + j] = newValue }
  }

  static func * (a: Self, b: Self) -> Self {
    var c = SmallMatrix(a.size)
    for i in 0..<a.size {
      for l in 0..<a.size {
        for j in 0..<a.size { c[i, j] += a[i, l] * b[l, j] }
      }
    }
    return c
  }

  static func + (a: Self, b: Self) -> Self {
    var c = a
    for i in c.elements.indices { c.elements[i] += b.elements[i] }
    return c
  }

  static func * (t: Double, a: Self) -> Self {
    var c = a
    for i in c.elements.indices { c.elements[i] *= t }
    return c
  }

  var transposed: Self {
    var c = self
    for i in 0..<size { for j in 0..<size { c[i, j] = self[j, i] } }
    return c
  }

  var squaredNorm: Double { elements.reduce(0) { $0 + $1 * $1 } }

  /// By elimination with pivoting; the inverse of a singular matrix is not finite.
  var inverse: (matrix: Self, determinant: Double) {
    var (a, b) = (self, SmallMatrix.identity(size))
    var determinant = 1.0
    for c in 0..<size {
      let pivot = (c..<size).max { abs(a[$0, c]) < abs(a[$1, c]) }!
      if pivot != c {
        determinant = -determinant
        for j in 0..<size {
          a.elements.swapAt(pivot * size + j, c * size + j)
          b.elements.swapAt(pivot * size + j, c * size + j)
        }
      }
      let top = a[c, c]
      determinant *= top
      for j in 0..<size {
        a[c, j] /= top
        b[c, j] /= top
      }
      for r in 0..<size where r != c {
        let factor = a[r, c]
        for j in 0..<size {
          a[r, j] -= factor * a[c, j]
          b[r, j] -= factor * b[c, j]
        }
      }
    }
    return (b, determinant)
  }

  /// The nearest orthogonal matrix, by Newton's iteration X := (X + X^-T)/2; the matrix must be well
  /// away from singular ones.
  var orthogonalPart: Self {
    var x = self
    for _ in 0..<30 {
      let next = 0.5 * (x + x.inverse.matrix.transposed)
      let change = (next + -1 * x).squaredNorm
      x = next
      if change < 1e-24 { break }
    }
    return x
  }

  /// Pfaffian of an antisymmetric matrix, by elimination with pivoting (Parlett and Reid).
  var pfaffian: Double {
    guard size % 2 == 0 else { return 0 }
    var a = self
    var result = 1.0
    for k in stride(from: 0, to: size, by: 2) {
      let pivot = (k + 1..<size).max { abs(a[k, $0]) < abs(a[k, $1]) }!
      if pivot != k + 1 {
        result = -result
        for j in 0..<size { a.elements.swapAt(pivot * size + j, (k + 1) * size + j) }
        for i in 0..<size { a.elements.swapAt(i * size + pivot, i * size + k + 1) }
      }
      let top = a[k, k + 1]
      if top == 0 { return 0 }
      result *= top
      for i in k + 2..<max(size, k + 2) {
        for j in k + 2..<size {
          a[i, j] += (a[k, i] * a[j, k + 1] - a[k, j] * a[i, k + 1]) / top
        }
      }
    }
    return result
  }
}
