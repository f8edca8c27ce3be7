import LinearAlgebra

/// How the energy of one folded state depends on the potential. With x the explicit coefficients and
/// h = T_PP - B W B^T, s = 1 + B D^-2 B^T of the folding,
///
///     dE = x^T (dh - E ds) x = sum x_G x_G' dV_(G-G') + 2 sum x_G z_Q dV_(G-Q) + shift dV_0,
///     z = -(W + E D^-2) B^T x, shift = sum (W/D + 2 E D^-3) (B^T x)^2,
///
/// which is the exact derivative of the folded problem. E is measured from the energy of the folding.
struct StateResponse: Sendable {
  /// [1 or 2][plane waves]: x, then z, in the order of `PlaneWaveOrbits.orbits`; the mean over the parts
  /// counts.
  var waves: [[Double]]
  var shift: Double
}

extension SpecialPointSolver {
  /// - Parameters:
  ///   - coupling: B, [explicit x folded].
  ///   - weights: W, [folded].
  func responses<Matrix: DenseMatrix>(
    _ pairs: Eigenpairs<Matrix>, _ coupling: Matrix, _ weights: [Double], _ block: Block,
    _ tables: Tables
  ) -> [StateResponse] {
    let parts = Matrix.components
    let folded = weights.count
    let slow = orbits.slowCount - orbits.innerCount
    let images = Matrix.adjointProduct(coupling, pairs.vectors)
    let phases = phases(block.momentum)
    return pairs.values.enumerated().map { state, energy in
      var response = StateResponse(waves: [[Double]](repeating: [], count: parts), shift: 0)
      for o in orbits.orbits.indices {
        var value = Complex.zero
        if o >= block.first && o < orbits.innerCount {
          let at = parts * (o - block.first + state * block.size)
          value.re = pairs.vectors.storage[at]
          if parts == 2 { value.im = pairs.vectors.storage[at + 1] }
        } else if o >= orbits.innerCount {
          let q = o - orbits.innerCount
          let at = parts * (q + state * folded)
          let inverse = 1 / tables.foldedWave[q]
          let late = q < slow ? energy * inverse * inverse : 0
          let scale = -(weights[q] + late)
          value.re = scale * images.storage[at]
          var square = images.storage[at] * images.storage[at]
          if parts == 2 {
            value.im = scale * images.storage[at + 1]
            square += images.storage[at + 1] * images.storage[at + 1]
          }
          response.shift += (weights[q] + 2 * late) * inverse * square
        }
        let members = orbits.orbits[o].count
        let scale = (Double(parts) / Double(members)).squareRoot()
        for phase in phases.prefix(members) {
          let turned = value * phase
          response.waves[0].append(scale * turned.re)
          if parts == 2 { response.waves[1].append(scale * turned.im) }
        }
      }
      return response
    }
  }
}
