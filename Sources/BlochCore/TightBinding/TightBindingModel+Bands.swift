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

  /// The lowest bands at a wave vector and their slopes dE/dk, by first-order perturbation theory.
  ///
  /// Neighbouring bands closer than `degeneracy` are one degenerate group, which is taken as a
  /// whole even where `count` cuts it. In it the slopes along x are the eigenvalues of dH/dkx
  /// projected on the group, ascending: those of the bands, in their order, on the way from k
  /// towards +x (towards -x the order is the reverse). The slopes along y are found in the same way
  /// by themselves. Where bands touch, as at the tip of a Dirac cone, the two numbers of a band are
  /// therefore no components of one vector.
  /// - Parameters:
  ///   - coefficients: [coefficientCount], any unit of energy.
  ///   - k: the wave vector.
  ///   - count: number of bands; beyond the model's dimension there are none.
  ///   - degeneracy: splitting in the unit of the coefficients; for coefficients of order one bands
  ///     that lie this far apart have slopes good to 1e-14/degeneracy.
  /// - Returns: energies [count], ascending, in the unit of the coefficients, and (dE/dkx, dE/dky)
  ///   [count] in that unit times a.
  /// - Throws: `LinearAlgebraError` if LAPACK breaks down.
  public func groupVelocities(
    coefficients: [Double], at k: KPoint, count: Int, degeneracy: Double = 1e-8
  ) throws -> (energies: [Double], velocities: [SIMD2<Double>]) {
    let n = orbitals.dimension
    let states = try RealMatrix.lowestEigenpairs(matrix(coefficients, factors(at: k)), count: n)
    let slopes = derivativeFactors(at: k)
    let (x, y) = (matrix(coefficients, slopes.x), matrix(coefficients, slopes.y))
    var velocities: [SIMD2<Double>] = []
    var first = 0
    while first < min(count, n) {
      var end = first + 1
      while end < n && states.values[end] - states.values[end - 1] < degeneracy { end += 1 }
      let group = first..<end
      let alongX = try Self.projectedValues(x, states.vectors, group)
      let alongY = try Self.projectedValues(y, states.vectors, group)
      velocities += zip(alongX, alongY).map { SIMD2($0, $1) }
      first = end
    }
    return (Array(states.values.prefix(count)), Array(velocities.prefix(count)))
  }

  /// Bands and irreps at Gamma, K and M, from the irreps' blocks.
  /// - Parameters:
  ///   - coefficients: [coefficientCount], any unit of energy.
  ///   - count: number of bands, at most the model's dimension.
  /// - Throws: `LinearAlgebraError` if LAPACK breaks down.
  public func specialPoints(coefficients: [Double], count: Int) throws -> [SpecialPointBands] {
    try [("Gamma", KPoint.gamma), ("K", .k), ("M", .m)].map { label, k in
      let h = matrix(coefficients, factors(at: k))
      var levels: [(energy: Double, irrep: Irrep)] = []
      for (irrep, functions) in blocks(at: label) {
        var block = RealMatrix(rows: functions.count, columns: functions.count)
        for (i, a) in functions.enumerated() {
          for (j, b) in functions.enumerated() { block[i, j] = h[a, b] }
        }
        let values = try RealMatrix.lowestEigenpairs(
          block, count: functions.count, withVectors: false
        ).values
        // The members of a pair are told to the last bit.
        for i in values.indices {
          levels.append((values[irrep.dimension == 2 ? i / 2 * 2 : i], irrep))
        }
      }
      levels.sort { ($0.energy, $0.irrep.rawValue) < ($1.energy, $1.irrep.rawValue) }
      return SpecialPointBands(
        label: label, k: k, energies: levels.prefix(count).map(\.energy),
        irreps: levels.prefix(count).map(\.irrep))
    }
  }

  /// A symmetric matrix in full from its lower triangle.
  private func matrix(_ coefficients: [Double], _ factors: [Double]) -> RealMatrix {
    let n = orbitals.dimension
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

  /// Eigenvalues of U^T D U with the columns `group` of `vectors` for U, ascending.
  private static func projectedValues(
    _ derivative: RealMatrix, _ vectors: RealMatrix, _ group: Range<Int>
  ) throws -> [Double] {
    let n = vectors.rows
    var u = RealMatrix(rows: n, columns: group.count)
    u.storage = Array(vectors.storage[(group.lowerBound * n)..<(group.upperBound * n)])
    var image = RealMatrix(rows: n, columns: group.count)
    image.add(1, derivative, u)
    let projected = RealMatrix.adjointProduct(u, image)
    if group.count == 1 { return projected.storage }
    return try RealMatrix.lowestEigenpairs(projected, count: group.count, withVectors: false).values
  }
}
