/// Determinants of the overlaps of the lowest n states at two wave vectors, for all n at once.
package struct OverlapDeterminants<Scalar: OverlapScalar> {
  package let order: Int
  package let count: Int
  /// Of a pivot that elimination without exchanges goes on with, squared.
  private static var smallestPivot: Double { 1e-4 }
  /// [count][count]
  private var overlaps: [Scalar]
  private var work: [Scalar]

  /// - Parameters:
  ///   - order: components of a state.
  ///   - count: states at each wave vector.
  package init(order: Int, count: Int) {
    self.order = order
    self.count = count
    overlaps = [Scalar](repeating: .zero, count: count * count)
    work = overlaps
  }

  /// - Parameters:
  ///   - a, b: states at the two ends, [count][order].
  ///   - result: [count], the determinants for n = 1 ... count.
  package mutating func compute(
    _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
    into result: UnsafeMutablePointer<Scalar>
  ) {
    let n = count
    overlaps.withUnsafeMutableBufferPointer { overlaps in
      work.withUnsafeMutableBufferPointer { work in
        let (s, m) = (overlaps.baseAddress!, work.baseAddress!)
        for i in 0..<n {
          for j in 0..<n {
            s[i * n + j] = Scalar.overlap(a + i * order, b + j * order, order)
          }
        }
        m.update(from: s, count: n * n)
        // Leading minors are the products of the pivots, as long as no row must be exchanged.
        var product = Scalar.one
        for c in 0..<n {
          let pivot = m[c * n + c]
          product = product * pivot
          result[c] = product
          if pivot.squaredMagnitude < Self.smallestPivot {
            for size in c + 1..<n { result[size] = Self.leadingMinor(s, m, n, order: size + 1) }
            return
          }
          for r in c + 1..<max(n, c + 1) {
            let factor = m[r * n + c] / pivot
            for j in c + 1..<n { m[r * n + j] = m[r * n + j] - factor * m[c * n + j] }
          }
        }
      }
    }
  }

  /// By elimination with pivoting.
  private static func leadingMinor(
    _ s: UnsafeMutablePointer<Scalar>, _ m: UnsafeMutablePointer<Scalar>, _ stride: Int, order: Int
  ) -> Scalar {
    m.update(from: s, count: stride * order)
    var result = Scalar.one
    for c in 0..<order {
      var pivot = c
      for r in c..<order
      where m[r * stride + c].squaredMagnitude > m[pivot * stride + c].squaredMagnitude {
        pivot = r
      }
      let top = m[pivot * stride + c]
      if top.squaredMagnitude == 0 { return .zero }
      if pivot != c {
        result = -result
        for j in c..<order {
          (m[pivot * stride + j], m[c * stride + j]) = (m[c * stride + j], m[pivot * stride + j])
        }
      }
      result = result * top
      for r in c + 1..<max(order, c + 1) {
        let factor = m[r * stride + c] / top
        for j in c..<order { m[r * stride + j] = m[r * stride + j] - factor * m[c * stride + j] }
      }
    }
    return result
  }
}
