import LinearAlgebra

/// How the energy of one folded state depends on the potential. With x the explicit coefficients and
/// h = T_PP - B W B^T, s = 1 + B D^-2 B^T of the folding,
///
///     dE = x^T (dh - E ds) x = sum x_G x_G' dV_(G-G') + 2 sum x_G z_Q dV_(G-Q) + shift dV_0,
///     z = -(W + E D^-2) B^T x, shift = sum (W/D + 2 E D^-3) (B^T x)^2,
///
/// which is the exact derivative of the folded problem. E is measured from the energy of the folding.
struct StateResponse: Sendable {
  /// [functions of the multiplet][plane waves]: x, then z, in the order of `PlaneWaveOrbits.orbits`; the mean over the parts
  /// counts.
  var waves: [[Double]]
  var shift: Double
}

extension SpecialPointSolver {
  /// - Parameters:
  ///   - coupling: B, [explicit x folded].
  ///   - weights: W, [folded].
  func responses<Matrix: DenseMatrix>(
    _ pairs: Eigenpairs<Matrix>, _ coupling: Matrix, _ weights: [Double], _ layout: BlockLayout,
    _ foldedWave: [Double]
  ) -> [StateResponse] {
    let parts = Matrix.components
    let folded = weights.count
    let images = Matrix.adjointProduct(coupling, pairs.vectors)
    return pairs.values.enumerated().map { state, energy in
      var shift = 0.0
      let waves = expanded(layout, orbitCount: orbits.orbits.count, parts: parts) { column in
        var value = Complex.zero
        if column < layout.size {
          let at = parts * (column + state * layout.size)
          value.re = pairs.vectors.storage[at]
          if parts == 2 { value.im = pairs.vectors.storage[at + 1] }
          return value
        }
        let q = column - layout.size
        let at = parts * (q + state * folded)
        let inverse = 1 / foldedWave[q]
        let isSlow = layout.columns[column].orbit < orbits.slowCount
        let late = isSlow ? energy * inverse * inverse : 0
        let scale = -(weights[q] + late)
        value.re = scale * images.storage[at]
        var square = images.storage[at] * images.storage[at]
        if parts == 2 {
          value.im = scale * images.storage[at + 1]
          square += images.storage[at + 1] * images.storage[at + 1]
        }
        shift += (weights[q] + 2 * late) * inverse * square
        return value
      }
      return StateResponse(waves: waves, shift: shift)
    }
  }
}
