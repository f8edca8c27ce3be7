import LinearAlgebra

/// Bands of one model in double precision, by LAPACK.
extension TightBindingModel {
  /// The lowest bands at a wave vector.
  /// - Parameters:
  ///   - coefficients: [coefficientCount], any unit of energy.
  ///   - k: the wave vector.
  ///   - count: number of bands; beyond the model's dimension there are none.
  /// - Returns: [count], ascending, in the unit of the coefficients.
  /// - Throws: `LinearAlgebraError` if LAPACK breaks down.
  public func bands(coefficients: [Double], at k: KPoint, count: Int) throws -> [Double] {
    let h = matrix(coefficients, factors(at: k))
    return try RealMatrix.lowestEigenpairs(h, count: count, withVectors: false).values
  }

  /// Bands and irreps at the special points, from the irreps' blocks.
  /// - Parameters:
  ///   - coefficients: [coefficientCount], any unit of energy.
  ///   - count: number of bands, at most the model's dimension.
  /// - Throws: `LinearAlgebraError` if LAPACK breaks down.
  public func specialPoints(coefficients: [Double], count: Int) throws -> [SpecialPointBands] {
    try places.points.map { point in
      let h = matrix(coefficients, factors(at: point.k))
      var levels: [(energy: Double, irrep: Int)] = []
      for (irrep, functions) in blocks(at: point) {
        var block = RealMatrix(rows: functions.count, columns: functions.count)
        for (i, a) in functions.enumerated() {
          for (j, b) in functions.enumerated() { block[i, j] = h[a, b] }
        }
        let values = try RealMatrix.lowestEigenpairs(
          block, count: functions.count, withVectors: false
        ).values
        // The members of a pair are told to the last bit.
        for i in values.indices {
          levels.append((values[point.irreps[irrep].dimension == 2 ? i / 2 * 2 : i], irrep))
        }
      }
      levels.sort { ($0.energy, $0.irrep) < ($1.energy, $1.irrep) }
      return SpecialPointBands(
        label: point.label, k: point.k, energies: levels.prefix(count).map(\.energy),
        irreps: levels.prefix(count).map { point.irreps[$0.irrep] })
    }
  }

  /// A symmetric matrix in full from its lower triangle.
  private func matrix(_ coefficients: [Double], _ factors: [Double]) -> RealMatrix {
    let n = family.dimension
    var h = RealMatrix(rows: n, columns: n)
    let triangle = lowerTriangle(coefficients, factors)
    for i in 0..<n {
      for j in 0...i {
        h[i, j] = triangle[i * (i + 1) / 2 + j]
        h[j, i] = h[i, j]
      }
    }
    return h
  }
}
