import COpenBLAS

/// A dense complex matrix, column-major with real and imaginary parts interleaved.
public struct ComplexMatrix: Sendable {
  public let rows: Int
  public let columns: Int
  /// Element (i, j) is storage[2 (i + j * rows)] + i storage[2 (i + j * rows) + 1].
  public var storage: [Double]

  /// A matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    storage = [Double](repeating: 0, count: 2 * rows * columns)
  }

  /// Lower triangle of self := self + alpha a a^H.
  public mutating func addSquare(_ alpha: Double, _ a: ComplexMatrix) {
    if rows == 0 || a.columns == 0 { return }
    cblas_zherk(
      CblasColMajor, CblasLower, CblasNoTrans, blasint(rows), blasint(a.columns), alpha,
      a.storage, blasint(a.rows), 1, &storage, blasint(rows))
  }

  /// a^H b.
  public static func adjointProduct(_ a: ComplexMatrix, _ b: ComplexMatrix) -> ComplexMatrix {
    var c = ComplexMatrix(rows: a.columns, columns: b.columns)
    if c.rows == 0 || c.columns == 0 || a.rows == 0 { return c }
    let one: [Double] = [1, 0]
    let zero: [Double] = [0, 0]
    cblas_zgemm(
      CblasColMajor, CblasConjTrans, CblasNoTrans, blasint(c.rows), blasint(c.columns),
      blasint(a.rows), one, a.storage, blasint(a.rows), b.storage, blasint(b.rows), zero,
      &c.storage, blasint(c.rows))
    return c
  }
}

extension ComplexMatrix {
  /// The first `count` columns of a matrix.
  public init(prefix count: Int, of other: ComplexMatrix) {
    rows = other.rows
    columns = count
    storage = Array(other.storage.prefix(2 * rows * count))
  }

  /// Multiplies each column by a factor: [columns].
  public mutating func scaleColumns(_ factors: [Double]) {
    let height = 2 * rows
    storage.withUnsafeMutableBufferPointer { s in
      for (j, factor) in factors.enumerated() {
        let column = s.baseAddress! + j * height
        for i in 0..<height { column[i] *= factor }
      }
    }
  }
}
