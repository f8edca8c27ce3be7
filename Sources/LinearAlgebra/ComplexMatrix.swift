import COpenBLAS

/// A dense complex matrix, column-major with real and imaginary parts interleaved.
public struct ComplexMatrix: DenseMatrix {
  public static let components = 2
  public let rows: Int
  public let columns: Int
  /// Element (i, j) is storage[2 (i + j * rows)] + i storage[2 (i + j * rows) + 1].
  public var storage: [Double]

  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    storage = [Double](repeating: 0, count: 2 * rows * columns)
  }

  public mutating func addSquare(_ alpha: Double, _ a: ComplexMatrix) {
    if rows == 0 || a.columns == 0 { return }
    cblas_zherk(
      CblasColMajor, CblasLower, CblasNoTrans, blasint(rows), blasint(a.columns), alpha,
      a.storage, blasint(a.rows), 1, &storage, blasint(rows))
  }

  public mutating func addSymmetricProduct(
    _ alpha: Double, _ a: ComplexMatrix, _ b: ComplexMatrix
  ) {
    if rows == 0 || a.columns == 0 { return }
    cblas_zher2k(
      CblasColMajor, CblasLower, CblasNoTrans, blasint(rows), blasint(a.columns), [alpha, 0],
      a.storage, blasint(a.rows), b.storage, blasint(b.rows), 1, &storage, blasint(rows))
  }

  public mutating func add(
    _ alpha: Double, _ a: ComplexMatrix, transposed ta: Bool, _ b: ComplexMatrix,
    transposed tb: Bool
  ) {
    let inner = ta ? a.rows : a.columns
    if rows == 0 || columns == 0 || inner == 0 { return }
    cblas_zgemm(
      CblasColMajor, ta ? CblasConjTrans : CblasNoTrans, tb ? CblasConjTrans : CblasNoTrans,
      blasint(rows), blasint(columns), blasint(inner), [alpha, 0], a.storage, blasint(a.rows),
      b.storage, blasint(b.rows), [1.0, 0], &storage, blasint(rows))
  }

  public static func adjointProduct(_ a: ComplexMatrix, _ b: ComplexMatrix) -> ComplexMatrix {
    var c = ComplexMatrix(rows: a.columns, columns: b.columns)
    if c.rows == 0 || c.columns == 0 || a.rows == 0 { return c }
    cblas_zgemm(
      CblasColMajor, CblasConjTrans, CblasNoTrans, blasint(c.rows), blasint(c.columns),
      blasint(a.rows), [1.0, 0], a.storage, blasint(a.rows), b.storage, blasint(b.rows), [0.0, 0],
      &c.storage, blasint(c.rows))
    return c
  }
}
