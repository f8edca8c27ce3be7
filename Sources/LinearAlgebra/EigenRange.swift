import CLAPACKE

extension RealMatrix {
  /// Pairs of H x = E S x by number, ascending, by Cholesky reduction and relatively robust representations (dsyevr); of
  /// large matrices a few cost much less than all.
  /// - Parameter range: numbers from 0.
  /// - Throws: `LinearAlgebraError` when S is not positive definite or the iteration fails.
  public static func eigenpairs(
    _ matrix: RealMatrix, overlap: RealMatrix?, range: Range<Int>
  ) throws -> Eigenpairs<RealMatrix> {
    let n = Int32(matrix.rows)
    var h = matrix.storage
    var factor = overlap?.storage
    if factor != nil {
      try LinearAlgebraError.check(
        "dpotrf", LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, lower, n, &factor!, n))
      try LinearAlgebraError.check(
        "dsygst", LAPACKE_dsygst_work(LAPACK_COL_MAJOR, 1, lower, n, &h, n, factor!, n))
    }
    var values = [Double](repeating: 0, count: matrix.rows)
    var vectors = RealMatrix(rows: matrix.rows, columns: range.count)
    var found: Int32 = 0
    var support = [Int32](repeating: 0, count: 2 * max(range.count, 1))
    try LinearAlgebraError.check(
      "dsyevr",
      LAPACKE_dsyevr(
        LAPACK_COL_MAJOR, vectorsToo, byIndex, lower, n, &h, n, 0, 0,
        Int32(range.lowerBound + 1), Int32(range.upperBound), 0, &found, &values,
        &vectors.storage, n, &support))
    if let factor {
      try LinearAlgebraError.check(
        "dtrtrs",
        LAPACKE_dtrtrs_work(
          LAPACK_COL_MAJOR, lower, transpose, nonUnit, n, Int32(range.count), factor, n,
          &vectors.storage, n))
    }
    return Eigenpairs(values: Array(values.prefix(range.count)), vectors: vectors)
  }
}

extension ComplexMatrix {
  /// The same of Hermitian matrices, by zheevr.
  public static func eigenpairs(
    _ matrix: ComplexMatrix, overlap: ComplexMatrix?, range: Range<Int>
  ) throws -> Eigenpairs<ComplexMatrix> {
    let n = Int32(matrix.rows)
    var h = matrix.storage
    var factor = overlap?.storage
    var values = [Double](repeating: 0, count: matrix.rows)
    var vectors = ComplexMatrix(rows: matrix.rows, columns: range.count)
    var found: Int32 = 0
    var support = [Int32](repeating: 0, count: 2 * max(range.count, 1))
    try h.withComplexPointer { h in
      try factor?.withComplexPointer { s in
        try LinearAlgebraError.check(
          "zpotrf", LAPACKE_zpotrf_work(LAPACK_COL_MAJOR, lower, n, s, n))
        try LinearAlgebraError.check(
          "zhegst", LAPACKE_zhegst_work(LAPACK_COL_MAJOR, 1, lower, n, h, n, s, n))
      }
      try vectors.storage.withComplexPointer { z in
        try LinearAlgebraError.check(
          "zheevr",
          LAPACKE_zheevr(
            LAPACK_COL_MAJOR, vectorsToo, byIndex, lower, n, h, n, 0, 0,
            Int32(range.lowerBound + 1), Int32(range.upperBound), 0, &found, &values, z, n,
            &support))
        try factor?.withComplexPointer { s in
          try LinearAlgebraError.check(
            "ztrtrs",
            LAPACKE_ztrtrs_work(
              LAPACK_COL_MAJOR, lower, adjoint, nonUnit, n, Int32(range.count), s, n, z, n))
        }
      }
    }
    return Eigenpairs(values: Array(values.prefix(range.count)), vectors: vectors)
  }
}
