import CLAPACKE

extension RealMatrix {
  /// The lower triangle becomes that of the Cholesky factor L, self = L L^T; the upper one is neither read nor changed.
  /// - Throws: `LinearAlgebraError` where the matrix is not positive definite.
  public mutating func factorCholesky() throws {
    let n = Int32(rows)
    try LinearAlgebraError.check(
      "dpotrf", LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, lower, n, &storage, max(n, 1)))
  }
}

extension ComplexMatrix {
  /// The lower triangle becomes that of the Cholesky factor L, self = L L^H; the upper one is neither read nor changed.
  /// - Throws: `LinearAlgebraError` where the matrix is not positive definite.
  public mutating func factorCholesky() throws {
    let n = Int32(rows)
    try LinearAlgebraError.check(
      "zpotrf",
      storage.withUnsafeMutableBufferPointer { a in
        a.baseAddress!.withMemoryRebound(
          to: blochpipe_complex_double.self, capacity: max(a.count / 2, 1)
        ) { LAPACKE_zpotrf_work(LAPACK_COL_MAJOR, lower, n, $0, max(n, 1)) }
      })
  }
}
