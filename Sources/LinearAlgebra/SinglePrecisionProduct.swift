/// A row-major matrix in single precision, seen where it lies.
public struct SingleMatrix {
  public let base: UnsafePointer<Float>
  /// Elements from one row to the next.
  public let stride: Int
  public let transposed: Bool

  public init(_ base: UnsafePointer<Float>, stride: Int, transposed: Bool = false) {
    self.base = base
    self.stride = stride
    self.transposed = transposed
  }

  /// The matrix from a row and a column on, as they enter the product.
  fileprivate func from(row: Int, column: Int) -> SingleMatrix {
    let offset = transposed ? column * stride + row : row * stride + column
    return SingleMatrix(base + offset, stride: stride, transposed: transposed)
  }
}

/// c := a b, or c += a b, everything row-major. The result is the same on every processor with the
/// same vectors, unlike that of BLAS.
/// - Parameters:
///   - rows, columns: shape of c.
///   - inner: columns of a and rows of b, as they enter the product.
///   - stride: elements from one row of c to the next.
public func multiply(
  rows: Int, columns: Int, inner: Int, _ a: SingleMatrix, _ b: SingleMatrix, adds: Bool,
  into c: UnsafeMutablePointer<Float>, stride: Int
) {
  // A panel and the rows of a that it meets stay in the second-level cache.
  let depth = 384
  withUnsafeTemporaryAllocation(
    of: Panel.Lane.self, capacity: max(1, 3 * min(depth, inner))
  ) { panel in
    let panel = panel.baseAddress!
    for column in Swift.stride(from: 0, to: columns, by: Panel.width) {
      let wide = min(Panel.width, columns - column)
      for k in Swift.stride(from: 0, to: max(1, inner), by: depth) {
        let deep = min(depth, inner - k)
        Panel.pack(b.from(row: k, column: column), inner: deep, columns: wide, into: panel)
        Panel.multiply(
          a.from(row: 0, column: k), rows: rows, inner: deep, panel, columns: wide,
          adds: adds || k > 0, into: c + column, stride: stride)
      }
    }
  }
}
