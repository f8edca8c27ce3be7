import LinearAlgebra

extension ReducedBasis {
  /// Lower triangles of A0, Ax, Ay and A2, changed so that the lowest modes are eigenstates at their own wave
  /// vectors, with their energies and degeneracies to the last digit.
  ///
  /// Of a mode the basis may lack the little that was dropped as a direction in which modes hardly differ. At
  /// each of the four points H becomes W E W^T + (1 - W W^T) H (1 - W W^T), with the orthonormal projections W of
  /// the modes; 1, kx, ky and k^2 interpolate the change in between.
  /// - Parameter bands: at each point as many modes at least, pairs whole.
  /// - Throws: `LinearAlgebraError`.
  func exactAtCorners(bands: Int) throws -> (a0: [Double], x: [Double], y: [Double], a2: [Double]) {
    let corners = [KPoint.gamma, .k, .kPrime, .m]
    let changes = try corners.map { try change(at: $0, bands: bands) }
    // Rows 1, kx, ky, k^2 of the corners, inverted.
    let c = corners.map(\.cartesian)
    var rows = SmallMatrix(4)
    for (i, k) in c.enumerated() {
      for (j, value) in [1, k.x, k.y, k.x * k.x + k.y * k.y].enumerated() { rows[i, j] = value }
    }
    let weights = rows.inverse.matrix
    func corrected(_ part: [Double], _ row: Int) -> [Double] {
      var result = part
      for (corner, change) in changes.enumerated() {
        let w = weights[row, corner]
        for at in result.indices { result[at] += w * change[at] }
      }
      return result
    }
    return (corrected(a0, 0), corrected(x, 1), corrected(y, 2), corrected(a2, 3))
  }

  /// Lower triangle of what H lacks at a corner.
  private func change(at corner: KPoint, bands: Int) throws -> [Double] {
    let own = points.indices.filter { points[$0] == corner }.sorted { energies[$0] < energies[$1] }
    var count = min(bands, own.count)
    while count < own.count, energies[own[count]] == energies[own[count - 1]] { count += 1 }
    let chosen = Array(own.prefix(count))
    let n = order
    var w = RealMatrix(rows: n, columns: count)
    for (j, mode) in chosen.enumerated() {
      for i in 0..<n {
        for m in 0..<mass.rows { w[i, j] += basis[m, i] * mass[m, mode] }
      }
    }
    // Loewdin's orthonormalisation treats the members of a pair alike.
    let spectrum = try RealMatrix.lowestEigenpairs(.adjointProduct(w, w), count: count)
    var root = RealMatrix(rows: count, columns: count)
    for i in 0..<count {
      for j in 0..<count {
        for k in 0..<count {
          root[i, j] +=
            spectrum.vectors[i, k] * spectrum.vectors[j, k] / spectrum.values[k].squareRoot()
        }
      }
    }
    var u = RealMatrix(rows: n, columns: count)
    u.add(1, w, root)
    let (kx, ky) = corner.cartesian
    let k2 = kx * kx + ky * ky
    var h = RealMatrix(rows: n, columns: n)
    var at = 0
    for i in 0..<n {
      for j in 0...i {
        h[i, j] = a0[at] + kx * x[at] + ky * y[at] + k2 * a2[at]
        h[j, i] = h[i, j]
        at += 1
      }
    }
    // -u (u^T H) - (H u) u^T + u (u^T H u + E) u^T
    var hu = RealMatrix(rows: n, columns: count)
    hu.add(1, h, u)
    var inner = RealMatrix.adjointProduct(u, hu)
    for (i, mode) in chosen.enumerated() { inner[i, i] += energies[mode] }
    var half = RealMatrix(rows: n, columns: count)
    half.add(1, u, inner)
    var result: [Double] = []
    result.reserveCapacity(a0.count)
    for i in 0..<n {
      for j in 0...i {
        var sum = 0.0
        for k in 0..<count {
          sum += half[i, k] * u[j, k] - u[i, k] * hu[j, k] - hu[i, k] * u[j, k]
        }
        result.append(sum)
      }
    }
    return result
  }
}
