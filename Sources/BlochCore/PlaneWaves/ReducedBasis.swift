import LinearAlgebra

/// The span of the lowest modes at a few wave vectors, in which H(k) = H0 + kx X + ky Y + k^2 is a small
/// matrix for every k (reduced Bloch mode expansion; Hussein, Proc. R. Soc. A 465, 2825 (2009)).
/// The modes keep the plane waves of a common set only; what the others do to a mode is the difference
/// between its energy and its expectation value in the set, and enters as a shift.
struct ReducedBasis: Sendable {
  let order: Int
  /// Lower triangles, element (i, j), j <= i, at i (i + 1)/2 + j, in an orthonormal basis.
  let h0: [Double]
  let x: [Double]
  let y: [Double]

  /// Modes over a common set of plane waves.
  struct Modes {
    /// [plane waves x modes].
    var functions: RealMatrix
    /// [modes]: E0 and wave vector of each.
    var energies: [Double]
    var points: [KPoint]
  }

  /// - Parameters:
  ///   - modes: functions need not be orthogonal.
  ///   - planeWaves: rows of `modes.functions`.
  ///   - wave: the operator; its k-dependent parts must be diagonal in plane waves.
  /// - Throws: `LinearAlgebraError` when the overlap cannot be diagonalised.
  init(modes: Modes, planeWaves: [ReciprocalVector], wave: some AffineOperator) throws {
    let u = modes.functions
    let size = u.columns
    let count = u.rows
    var ux = u
    var uy = u
    for (row, g) in planeWaves.enumerated() {
      let diagonal = wave.element(g, g)
      for j in 0..<size {
        ux.storage[row + j * count] *= diagonal.ax
        uy.storage[row + j * count] *= diagonal.ay
      }
    }
    var a0 = RealMatrix(rows: count, columns: count)
    for (j, h) in planeWaves.enumerated() {
      for (i, g) in planeWaves.enumerated() { a0.storage[i + j * count] = wave.element(g, h).a0 }
    }
    var au = RealMatrix(rows: count, columns: size)
    au.add(1, a0, u)
    var s = RealMatrix(rows: size, columns: size)
    s.add(1, u, transposed: true, u)
    var x = RealMatrix(rows: size, columns: size)
    x.add(1, u, transposed: true, ux)
    var y = RealMatrix(rows: size, columns: size)
    y.add(1, u, transposed: true, uy)
    var h = RealMatrix(rows: size, columns: size)
    h.add(1, u, transposed: true, au)
    let shifts = (0..<size).map { j -> Double in
      let (kx, ky) = modes.points[j].cartesian
      let expectation = (h[j, j] + kx * x[j, j] + ky * y[j, j]) / s[j, j] + kx * kx + ky * ky
      return modes.energies[j] - expectation
    }
    for j in 0..<size {
      for i in 0..<size { h[i, j] += 0.5 * (shifts[i] + shifts[j]) * s[i, j] }
    }
    // Orthonormalise; directions that the modes hardly span are noise.
    let spectrum = try RealMatrix.lowestEigenpairs(s, count: size)
    let kept = (0..<size).filter { spectrum.values[$0] > 1e-6 }
    var basis = RealMatrix(rows: size, columns: kept.count)
    for (to, from) in kept.enumerated() {
      let scale = 1 / spectrum.values[from].squareRoot()
      for i in 0..<size { basis[i, to] = scale * spectrum.vectors[i, from] }
    }
    order = kept.count
    h0 = Self.packed(h, in: basis)
    self.x = Self.packed(x, in: basis)
    self.y = Self.packed(y, in: basis)
  }

  private static func packed(_ a: RealMatrix, in basis: RealMatrix) -> [Double] {
    var ab = RealMatrix(rows: a.rows, columns: basis.columns)
    ab.add(1, a, basis)
    var c = RealMatrix(rows: basis.columns, columns: basis.columns)
    c.add(1, basis, transposed: true, ab)
    var lower: [Double] = []
    lower.reserveCapacity(c.rows * (c.rows + 1) / 2)
    for i in 0..<c.rows { for j in 0...i { lower.append(c[i, j]) } }
    return lower
  }

  /// The lowest eigenvalues at each wave vector, E0: [points x count] row-major.
  func energies(at points: [KPoint], count: Int, tolerance: Double) -> [Double] {
    typealias Lane = BatchedEigenvalues.Lane
    var result = [Double](repeating: 0, count: points.count * count)
    var batch = BatchedEigenvalues(order: order, count: count)
    var from = 0
    while from < points.count {
      let filled = min(BatchedEigenvalues.lanes, points.count - from)
      var kx = Lane.zero
      var ky = Lane.zero
      for lane in 0..<BatchedEigenvalues.lanes {
        (kx[lane], ky[lane]) = points[from + min(lane, filled - 1)].cartesian
      }
      let k2 = kx * kx + ky * ky
      var at = 0
      batch.packed.withUnsafeMutableBufferPointer { a in
        for i in 0..<order {
          for _ in 0...i {
            a[at] = Lane(repeating: h0[at]).addingProduct(kx, x[at]).addingProduct(ky, y[at])
            at += 1
          }
          a[at - 1] += k2
        }
      }
      let values = batch.solve(tolerance: tolerance)
      for lane in 0..<filled {
        for n in 0..<count { result[(from + lane) * count + n] = values[n][lane] }
      }
      from += filled
    }
    return result
  }
}
