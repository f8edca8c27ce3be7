import COpenBLAS

/// A dense real matrix, column-major as LAPACK wants it.
public struct RealMatrix: DenseMatrix {
  public static let components = 1
  public let rows: Int
  public let columns: Int
  /// [columns][rows]: element (i, j) is storage[i + j * rows].
  public var storage: [Double]

  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    storage = [Double](repeating: 0, count: rows * columns)
  }

  public subscript(i: Int, j: Int) -> Double {
    get { storage[i + j * rows] }
    set { storage[i + j * rows] = newValue }
  }

  /// Elements of column j.
  public func column(_ j: Int) -> ArraySlice<Double> { storage[(j * rows)..<((j + 1) * rows)] }

  /// self := self + alpha a b, with a and b transposed on request.
  public mutating func add(
    _ alpha: Double, _ a: RealMatrix, transposed ta: Bool, _ b: RealMatrix, transposed tb: Bool
  ) {
    let inner = ta ? a.rows : a.columns
    if rows == 0 || columns == 0 || inner == 0 { return }
    cblas_dgemm(
      CblasColMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans,
      blasint(rows), blasint(columns), blasint(inner), alpha, a.storage, blasint(a.rows),
      b.storage, blasint(b.rows), 1, &storage, blasint(rows))
  }

  public mutating func addSquare(_ alpha: Double, _ a: RealMatrix) {
    if rows == 0 || a.columns == 0 { return }
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasNoTrans, blasint(rows), blasint(a.columns), alpha,
      a.storage, blasint(a.rows), 1, &storage, blasint(rows))
  }

  public mutating func addSymmetricProduct(_ alpha: Double, _ a: RealMatrix, _ b: RealMatrix) {
    if rows == 0 || a.columns == 0 { return }
    cblas_dsyr2k(
      CblasColMajor, CblasLower, CblasNoTrans, blasint(rows), blasint(a.columns), alpha,
      a.storage, blasint(a.rows), b.storage, blasint(b.rows), 1, &storage, blasint(rows))
  }

  public static func adjointProduct(_ a: RealMatrix, _ b: RealMatrix) -> RealMatrix {
    var c = RealMatrix(rows: a.columns, columns: b.columns)
    c.add(1, a, transposed: true, b)
    return c
  }
}
