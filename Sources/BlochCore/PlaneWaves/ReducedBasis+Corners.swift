import LinearAlgebra

extension ReducedBasis.Parts {
  /// Changes the parts so that the lowest modes are eigenstates at their own wave vectors, with their energies
  /// and degeneracies to the last digit.
  ///
  /// At each corner H becomes W E W^+ + (1 - W W^+) H (1 - W W^+), with the orthonormalised projections W of
  /// the modes; 1, kx, ky and k^2 or k1 k2 interpolate the change in between.
  /// - Parameters:
  ///   - projections: of the modes onto the basis, [order x modes].
  ///   - bands: at each point as many modes at least, pairs whole.
  ///   - withinStates: W is turned into the span of H's own lowest states, which cuts no coupling.
  /// - Throws: `LinearAlgebraError`.
  mutating func makeExact(
    _ modes: ReducedBasis.Modes, _ projections: Matrix, bands: Int, _ piece: ZonePiece,
    withinStates: Bool
  ) throws {
    // All corners see the parts as they were.
    let changes = try piece.sources.map {
      try change(at: $0.k, modes, projections, bands, piece, withinStates)
    }
    for (corner, change) in changes.enumerated() {
      let weights = piece.interpolation[corner]
      a0.add(weights.constant, change)
      x.add(weights.x, change)
      y.add(weights.y, change)
      if piece.hasProduct {
        var sum = xy ?? Matrix(rows: a0.rows, columns: a0.rows)
        sum.add(weights.square, change)
        xy = sum
      } else {
        a2.add(weights.square, change)
      }
    }
  }

  /// What H lacks at a corner; lower triangle.
  private func change(
    at corner: KPoint, _ modes: ReducedBasis.Modes, _ projections: Matrix, _ bands: Int,
    _ piece: ZonePiece, _ withinStates: Bool
  ) throws -> Matrix {
    let c = Matrix.components
    let energies = modes.energies
    let own = energies.indices.filter { modes.points[$0] == corner }
      .sorted { energies[$0] < energies[$1] }
    var count = min(bands, own.count)
    // Levels that are equal by folding rather than by symmetry differ a little: none must slip below the others.
    let apart = 0.01 * (energies[own[count - 1]] - energies[own[0]])
    while count < own.count, energies[own[count]] - energies[own[count - 1]] <= apart { count += 1 }
    let chosen = own.prefix(count)
    let n = a0.rows
    var w = Matrix(rows: n, columns: count)
    for (j, mode) in chosen.enumerated() {
      for i in 0..<c * n { w.storage[i + c * j * n] = projections.storage[i + c * mode * n] }
    }
    let (kx, ky) = piece.metric.cartesian(corner)
    var h = a0
    h.add(kx, x)
    h.add(ky, y)
    h.add(kx * kx + ky * ky, a2)
    if let xy { h.add(corner.x1 * corner.x2, xy) }
    if let xx { h.add(kx * kx, xx) }
    if withinStates {
      let states = try Matrix.lowestEigenpairs(h, overlap: nil, count: count, withVectors: true)
      let shares = Matrix.adjointProduct(states.vectors, w)
      w = Matrix(rows: n, columns: count)
      w.add(1, states.vectors, shares)
    }
    // Loewdin's orthonormalisation treats the members of a pair alike.
    let spectrum = try Matrix.lowestEigenpairs(
      .adjointProduct(w, w), overlap: nil, count: count, withVectors: true)
    var halves = spectrum.vectors
    halves.scaleColumns(spectrum.values.map { 1 / $0.squareRoot().squareRoot() })
    var root = Matrix(rows: count, columns: count)
    root.add(1, halves, transposed: false, halves, transposed: true)
    var u = Matrix(rows: n, columns: count)
    u.add(1, w, root)
    // u (u^+ H u + E) u^+ - u (H u)^+ - (H u) u^T
    var hu = Matrix(rows: n, columns: count)
    hu.add(1, h, u)
    var inner = Matrix.adjointProduct(u, hu)
    for (i, mode) in chosen.enumerated() { inner.storage[c * (i + i * count)] += energies[mode] }
    var half = Matrix(rows: n, columns: count)
    half.add(0.5, u, inner)
    half.add(-1, hu)
    var result = Matrix(rows: n, columns: n)
    result.addSymmetricProduct(1, half, u)
    return result
  }
}
