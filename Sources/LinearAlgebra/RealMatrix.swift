import COpenBLAS

/// A dense real matrix, column-major as LAPACK wants it.
public struct RealMatrix: Sendable {
  public let rows: Int
  public let columns: Int
  /// [columns][rows]: element (i, j) is storage[i + j * rows].
  public var storage: [Double]

  /// A matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    storage = [Double](repeating: 0, count: rows * columns)
  }

  public subscript(i: Int, j: Int) -> Double {
    get { storage[i + j * rows] }
    set { storage[i + j * rows] = newValue }
  }

  /// self := self + alpha a b, with a and b transposed on request.
  public mutating func add(
    _ alpha: Double, _ a: RealMatrix, transposed ta: Bool = false, _ b: RealMatrix,
    transposed tb: Bool = false
  ) {
    let inner = ta ? a.rows : a.columns
    if rows == 0 || columns == 0 || inner == 0 { return }
    cblas_dgemm(
      CblasColMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans,
      blasint(rows), blasint(columns), blasint(inner), alpha, a.storage, blasint(a.rows),
      b.storage, blasint(b.rows), 1, &storage, blasint(rows))
  }

  /// Lower triangle of self := self + alpha a a^T.
  public mutating func addSquare(_ alpha: Double, _ a: RealMatrix) {
    if rows == 0 || a.columns == 0 { return }
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasNoTrans, blasint(rows), blasint(a.columns), alpha,
      a.storage, blasint(a.rows), 1, &storage, blasint(rows))
  }

  /// Copies the lower triangle to the upper one.
  public mutating func mirrorLowerTriangle() {
    let n = rows
    storage.withUnsafeMutableBufferPointer { s in
      for j in 0..<n { for i in (j + 1)..<max(n, j + 1) { s[j + i * n] = s[i + j * n] } }
    }
  }
}

extension RealMatrix {
  /// The first `count` columns of a matrix.
  public init(prefix count: Int, of other: RealMatrix) {
    rows = other.rows
    columns = count
    storage = Array(other.storage.prefix(rows * count))
  }

  /// Multiplies each column by a factor: [columns].
  public mutating func scaleColumns(_ factors: [Double]) {
    let height = rows
    storage.withUnsafeMutableBufferPointer { s in
      for (j, factor) in factors.enumerated() {
        let column = s.baseAddress! + j * height
        for i in 0..<height { column[i] *= factor }
      }
    }
  }
}
