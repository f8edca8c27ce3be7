import COpenBLAS

extension RealMatrix {
  /// self := L^-1 self, or self L^-T; L lower triangular.
  public mutating func solveLower(_ factor: RealMatrix, fromRight: Bool) {
    if rows == 0 || columns == 0 { return }
    cblas_dtrsm(
      CblasColMajor, fromRight ? CblasRight : CblasLeft, CblasLower,
      fromRight ? CblasTrans : CblasNoTrans, CblasNonUnit, blasint(rows), blasint(columns), 1,
      factor.storage, blasint(factor.rows), &storage, blasint(rows))
  }

  /// self := L^-T self.
  public mutating func solveLowerAdjoint(_ factor: RealMatrix) {
    if rows == 0 || columns == 0 { return }
    cblas_dtrsm(
      CblasColMajor, CblasLeft, CblasLower, CblasTrans, CblasNonUnit, blasint(rows),
      blasint(columns), 1, factor.storage, blasint(factor.rows), &storage, blasint(rows))
  }
}

extension ComplexMatrix {
  /// self := L^-1 self, or self L^-H; L lower triangular.
  public mutating func solveLower(_ factor: ComplexMatrix, fromRight: Bool) {
    if rows == 0 || columns == 0 { return }
    cblas_ztrsm(
      CblasColMajor, fromRight ? CblasRight : CblasLeft, CblasLower,
      fromRight ? CblasConjTrans : CblasNoTrans, CblasNonUnit, blasint(rows), blasint(columns),
      [1.0, 0], factor.storage, blasint(factor.rows), &storage, blasint(rows))
  }

  /// self := L^-H self.
  public mutating func solveLowerAdjoint(_ factor: ComplexMatrix) {
    if rows == 0 || columns == 0 { return }
    cblas_ztrsm(
      CblasColMajor, CblasLeft, CblasLower, CblasConjTrans, CblasNonUnit, blasint(rows),
      blasint(columns), [1.0, 0], factor.storage, blasint(factor.rows), &storage,
      blasint(rows))
  }
}
