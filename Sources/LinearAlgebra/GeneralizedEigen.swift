import CLAPACKE

/// The lowest eigenpairs of the generalised problem H x = E S x, with S positive definite.
public struct Eigenpairs<Matrix: Sendable>: Sendable {
  /// [count], ascending.
  public var values: [Double]
  /// [n x count], normalised to x^H S x = 1.
  public var vectors: Matrix

  public init(values: [Double], vectors: Matrix) {
    (self.values, self.vectors) = (values, vectors)
  }
}

extension RealMatrix {
  /// Cholesky reduction (dpotrf, dsygst), then dsyevd, or dsyevr when only a few states of a large
  /// matrix are wanted.
  public static func lowestEigenpairs(
    _ matrix: RealMatrix, overlap: RealMatrix? = nil, count: Int, withVectors: Bool = true
  ) throws -> Eigenpairs<RealMatrix> {
    let n = Int32(matrix.rows)
    var h = matrix.storage
    var factor = overlap?.storage
    try reduce(&h, &factor, n)
    let wanted = min(count, matrix.rows)
    var values = [Double](repeating: 0, count: matrix.rows)
    var vectors = RealMatrix(rows: matrix.rows, columns: withVectors ? wanted : 0)
    if !withVectors || matrix.rows <= divideAndConquerLimit {
      try LinearAlgebraError.check(
        "dsyevd",
        LAPACKE_dsyevd(
          LAPACK_COL_MAJOR, withVectors ? vectorsToo : valuesOnly, lower, n, &h, n, &values))
      vectors.storage.replaceSubrange(0..., with: h.prefix(vectors.storage.count))
    } else {
      var found: Int32 = 0
      var support = [Int32](repeating: 0, count: 2 * max(wanted, 1))
      try LinearAlgebraError.check(
        "dsyevr",
        LAPACKE_dsyevr(
          LAPACK_COL_MAJOR, vectorsToo, byIndex, lower, n, &h, n, 0, 0, 1, Int32(wanted), 0,
          &found, &values, &vectors.storage, n, &support))
    }
    if let factor, withVectors {
      try substitute(factor, &vectors, n)
    }
    return Eigenpairs(values: Array(values.prefix(wanted)), vectors: vectors)
  }

  /// H := L^-1 H L^-T and S := L with S = L L^T, where there is an S.
  static func reduce(_ h: inout [Double], _ factor: inout [Double]?, _ n: Int32) throws {
    guard factor != nil else { return }
    try LinearAlgebraError.check(
      "dpotrf", LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, lower, n, &factor!, n))
    try LinearAlgebraError.check(
      "dsygst", LAPACKE_dsygst_work(LAPACK_COL_MAJOR, 1, lower, n, &h, n, factor!, n))
  }

  /// x := L^-T x.
  static func substitute(_ factor: [Double], _ vectors: inout RealMatrix, _ n: Int32) throws {
    try LinearAlgebraError.check(
      "dtrtrs",
      LAPACKE_dtrtrs_work(
        LAPACK_COL_MAJOR, lower, transpose, nonUnit, n, Int32(vectors.columns), factor, n,
        &vectors.storage, n))
  }
}

extension ComplexMatrix {
  /// Cholesky reduction (zpotrf, zhegst), then zheevd.
  public static func lowestEigenpairs(
    _ matrix: ComplexMatrix, overlap: ComplexMatrix? = nil, count: Int, withVectors: Bool = true
  ) throws -> Eigenpairs<ComplexMatrix> {
    let n = Int32(matrix.rows)
    let wanted = min(count, matrix.rows)
    var h = matrix.storage
    var factor = overlap?.storage
    var values = [Double](repeating: 0, count: matrix.rows)
    var vectors = ComplexMatrix(rows: matrix.rows, columns: withVectors ? wanted : 0)
    try h.withComplexPointer { h in
      try factor?.withComplexPointer { s in
        try LinearAlgebraError.check(
          "zpotrf", LAPACKE_zpotrf_work(LAPACK_COL_MAJOR, lower, n, s, n))
        try LinearAlgebraError.check(
          "zhegst", LAPACKE_zhegst_work(LAPACK_COL_MAJOR, 1, lower, n, h, n, s, n))
      }
      try LinearAlgebraError.check(
        "zheevd",
        LAPACKE_zheevd(
          LAPACK_COL_MAJOR, withVectors ? vectorsToo : valuesOnly, lower, n, h, n, &values))
    }
    vectors.storage.replaceSubrange(0..., with: h.prefix(vectors.storage.count))
    if factor != nil && withVectors {
      try vectors.storage.withComplexPointer { z in
        try factor!.withComplexPointer { s in
          try LinearAlgebraError.check(
            "ztrtrs",
            LAPACKE_ztrtrs_work(
              LAPACK_COL_MAJOR, lower, adjoint, nonUnit, n, Int32(wanted), s, n, z, n))
        }
      }
    }
    return Eigenpairs(values: Array(values.prefix(wanted)), vectors: vectors)
  }
}

/// Up to this order all states by divide and conquer cost less than a few by bisection.
private let divideAndConquerLimit = 128

let lower = CChar(UInt8(ascii: "L"))
let vectorsToo = CChar(UInt8(ascii: "V"))
let valuesOnly = CChar(UInt8(ascii: "N"))
let byIndex = CChar(UInt8(ascii: "I"))
let transpose = CChar(UInt8(ascii: "T"))
let adjoint = CChar(UInt8(ascii: "C"))
let nonUnit = CChar(UInt8(ascii: "N"))

extension [Double] {
  /// Interleaved pairs seen as LAPACK's complex numbers.
  mutating func withComplexPointer<R>(
    _ body: (UnsafeMutablePointer<blochpipe_complex_double>) throws -> R
  ) rethrows -> R {
    try withUnsafeMutableBufferPointer { buffer in
      try buffer.baseAddress!.withMemoryRebound(
        to: blochpipe_complex_double.self, capacity: Swift.max(buffer.count / 2, 1)
      ) { try body($0) }
    }
  }
}
