import CLAPACKE

extension RealMatrix {
  /// Pairs of H x = E S x by number, ascending, by Cholesky reduction, tridiagonalisation and relatively robust
  /// representations (dstemr): dsyevr would bisect where a part of the states is wanted.
  /// - Parameter range: numbers from 0.
  /// - Throws: `LinearAlgebraError` when S is not positive definite or the iteration fails.
  public static func eigenpairs(
    _ matrix: RealMatrix, overlap: RealMatrix?, range: Range<Int>
  ) throws -> Eigenpairs<RealMatrix> {
    let n = Int32(matrix.rows)
    var h = matrix.storage
    var factor = overlap?.storage
    try reduce(&h, &factor, n)
    var tridiagonal = Tridiagonal(matrix.rows)
    var reflectors = [Double](repeating: 0, count: max(matrix.rows, 1))
    try LinearAlgebraError.check(
      "dsytrd",
      LAPACKE_dsytrd(
        LAPACK_COL_MAJOR, lower, n, &h, n, &tridiagonal.diagonal, &tridiagonal.beside, &reflectors))
    var vectors = RealMatrix(rows: matrix.rows, columns: range.count)
    let values = try tridiagonal.solve(range) { diagonal, beside, found, values, support, tryRAC in
      LAPACKE_dstemr(
        LAPACK_COL_MAJOR, vectorsToo, byIndex, n, diagonal, beside, 0, 0,
        Int32(range.lowerBound + 1), Int32(range.upperBound), found, values, &vectors.storage, n,
        Int32(range.count), support, tryRAC)
    }
    try LinearAlgebraError.check(
      "dormtr",
      LAPACKE_dormtr(
        LAPACK_COL_MAJOR, left, lower, noTranspose, n, Int32(range.count), h, n, reflectors,
        &vectors.storage, n))
    if let factor { try substitute(factor, &vectors, n) }
    return Eigenpairs(values: values, vectors: vectors)
  }
}

extension ComplexMatrix {
  /// The same of Hermitian matrices.
  public static func eigenpairs(
    _ matrix: ComplexMatrix, overlap: ComplexMatrix?, range: Range<Int>
  ) throws -> Eigenpairs<ComplexMatrix> {
    let n = Int32(matrix.rows)
    var h = matrix.storage
    var factor = overlap?.storage
    var tridiagonal = Tridiagonal(matrix.rows)
    var reflectors = [Double](repeating: 0, count: 2 * max(matrix.rows, 1))
    var values: [Double] = []
    var vectors = ComplexMatrix(rows: matrix.rows, columns: range.count)
    try h.withComplexPointer { h in
      try factor?.withComplexPointer { s in
        try LinearAlgebraError.check(
          "zpotrf", LAPACKE_zpotrf_work(LAPACK_COL_MAJOR, lower, n, s, n))
        try LinearAlgebraError.check(
          "zhegst", LAPACKE_zhegst_work(LAPACK_COL_MAJOR, 1, lower, n, h, n, s, n))
      }
      try reflectors.withComplexPointer { tau in
        try LinearAlgebraError.check(
          "zhetrd",
          LAPACKE_zhetrd(
            LAPACK_COL_MAJOR, lower, n, h, n, &tridiagonal.diagonal, &tridiagonal.beside, tau))
      }
      try vectors.storage.withComplexPointer { z in
        values = try tridiagonal.solve(range) { diagonal, beside, found, values, support, tryRAC in
          LAPACKE_zstemr(
            LAPACK_COL_MAJOR, vectorsToo, byIndex, n, diagonal, beside, 0, 0,
            Int32(range.lowerBound + 1), Int32(range.upperBound), found, values, z, n,
            Int32(range.count), support, tryRAC)
        }
        try reflectors.withComplexPointer { tau in
          try LinearAlgebraError.check(
            "zunmtr",
            LAPACKE_zunmtr(
              LAPACK_COL_MAJOR, left, lower, noTranspose, n, Int32(range.count), h, n, tau, z, n))
        }
        try factor?.withComplexPointer { s in
          try LinearAlgebraError.check(
            "ztrtrs",
            LAPACKE_ztrtrs_work(
              LAPACK_COL_MAJOR, lower, adjoint, nonUnit, n, Int32(range.count), s, n, z, n))
        }
      }
    }
    return Eigenpairs(values: values, vectors: vectors)
  }
}

/// A tridiagonal matrix, and some of its states by number.
private struct Tridiagonal {
  var diagonal: [Double]
  /// The last is the routine's own.
  var beside: [Double]

  init(_ order: Int) {
    diagonal = [Double](repeating: 0, count: max(order, 1))
    beside = diagonal
  }

  typealias Solve = (
    _ diagonal: UnsafeMutablePointer<Double>, _ beside: UnsafeMutablePointer<Double>,
    _ found: UnsafeMutablePointer<Int32>, _ values: UnsafeMutablePointer<Double>,
    _ support: UnsafeMutablePointer<Int32>, _ tryRAC: UnsafeMutablePointer<Int32>
  ) -> Int32

  /// - Returns: the levels in the range.
  mutating func solve(_ range: Range<Int>, _ body: Solve) throws -> [Double] {
    var values = [Double](repeating: 0, count: diagonal.count)
    var support = [Int32](repeating: 0, count: 2 * max(range.count, 1))
    var (found, tryRAC): (Int32, Int32) = (0, 1)
    try LinearAlgebraError.check(
      "stemr", body(&diagonal, &beside, &found, &values, &support, &tryRAC))
    return Array(values.prefix(range.count))
  }
}

private let left = CChar(UInt8(ascii: "L"))
private let noTranspose = CChar(UInt8(ascii: "N"))
