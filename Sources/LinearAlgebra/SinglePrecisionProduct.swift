import COpenBLAS

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
}

/// c := a b + beta c by BLAS, everything row-major.
/// - Parameters:
///   - rows, columns: shape of c.
///   - inner: columns of a and rows of b, as they enter the product.
///   - stride: elements from one row of c to the next.
public func multiply(
  rows: Int, columns: Int, inner: Int, _ a: SingleMatrix, _ b: SingleMatrix, beta: Float,
  into c: UnsafeMutablePointer<Float>, stride: Int
) {
  if rows == 0 || columns == 0 { return }
  cblas_sgemm(
    CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans,
    b.transposed ? CblasTrans : CblasNoTrans, blasint(rows), blasint(columns), blasint(inner), 1,
    a.base, blasint(a.stride), b.base, blasint(b.stride), beta, c, blasint(stride))
}
