import LinearAlgebra

extension ReducedBasis {
  /// The wave vectors whose modes span the basis.
  static let corners = [KPoint.gamma, .k, .kPrime, .m]

  /// [1, kx, ky, k^2][corners]: what of each corner's change goes into A0, Ax, Ay and A2, so that they
  /// interpolate the changes in between.
  fileprivate static let interpolation: SmallMatrix = {
    var rows = SmallMatrix(4)
    for (i, corner) in corners.enumerated() {
      let k = corner.cartesian
      for (j, value) in [1, k.x, k.y, k.x * k.x + k.y * k.y].enumerated() { rows[i, j] = value }
    }
    return rows.inverse.matrix
  }()
}

extension ReducedBasis.Parts {
  /// Changes the parts so that the lowest modes are eigenstates at their own wave vectors, with their energies
  /// and degeneracies to the last digit.
  ///
  /// At each corner H becomes W E W^T + (1 - W W^T) H (1 - W W^T), with the orthonormalised projections W of
  /// the modes; 1, kx, ky and k^2 interpolate the change in between.
  /// - Parameters:
  ///   - projections: of the modes onto the basis, [order x modes].
  ///   - bands: at each point as many modes at least, pairs whole.
  /// - Throws: `LinearAlgebraError`.
  mutating func makeExact(
    _ modes: ReducedBasis.Modes, _ projections: RealMatrix, bands: Int
  ) throws {
    // All corners see the parts as they were.
    let weights = ReducedBasis.interpolation
    let changes = try ReducedBasis.corners.map { try change(at: $0, modes, projections, bands) }
    for (corner, change) in changes.enumerated() {
      a0.add(weights[0, corner], change)
      x.add(weights[1, corner], change)
      y.add(weights[2, corner], change)
      a2.add(weights[3, corner], change)
    }
  }

  /// What H lacks at a corner; lower triangle.
  private func change(
    at corner: KPoint, _ modes: ReducedBasis.Modes, _ projections: RealMatrix, _ bands: Int
  ) throws -> RealMatrix {
    let energies = modes.energies
    let own = energies.indices.filter { modes.points[$0] == corner }
      .sorted { energies[$0] < energies[$1] }
    var count = min(bands, own.count)
    // Levels that are equal by folding rather than by symmetry differ a little: none must slip below the others.
    let apart = 0.01 * (energies[own[count - 1]] - energies[own[0]])
    while count < own.count, energies[own[count]] - energies[own[count - 1]] <= apart { count += 1 }
    let chosen = own.prefix(count)
    let n = a0.rows
    var w = RealMatrix(rows: n, columns: count)
    for (j, mode) in chosen.enumerated() {
      for i in 0..<n { w.storage[i + j * n] = projections.storage[i + mode * n] }
    }
    // Loewdin's orthonormalisation treats the members of a pair alike.
    let spectrum = try RealMatrix.lowestEigenpairs(.adjointProduct(w, w), count: count)
    var halves = spectrum.vectors
    halves.scaleColumns(spectrum.values.map { 1 / $0.squareRoot().squareRoot() })
    var root = RealMatrix(rows: count, columns: count)
    root.add(1, halves, transposed: false, halves, transposed: true)
    var u = RealMatrix(rows: n, columns: count)
    u.add(1, w, root)
    let (kx, ky) = corner.cartesian
    var h = a0
    h.add(kx, x)
    h.add(ky, y)
    h.add(kx * kx + ky * ky, a2)
    // u (u^T H u + E) u^T - u (H u)^T - (H u) u^T
    var hu = RealMatrix(rows: n, columns: count)
    hu.add(1, h, u)
    var inner = RealMatrix.adjointProduct(u, hu)
    for (i, mode) in chosen.enumerated() { inner[i, i] += energies[mode] }
    var half = RealMatrix(rows: n, columns: count)
    half.add(0.5, u, inner)
    half.add(-1, hu)
    var result = RealMatrix(rows: n, columns: n)
    result.addSymmetricProduct(1, half, u)
    return result
  }
}
