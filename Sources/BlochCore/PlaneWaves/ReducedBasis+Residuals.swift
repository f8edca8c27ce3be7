import LinearAlgebra

extension ReducedBasis {
  /// What the lowest states at some wave vectors lack, on the plane waves of the modes.
  struct Residuals {
    /// [plane waves x states]: A(k) u - rho M u, rho the Rayleigh quotient, over the diagonal of
    /// A(k) - rho M: a step towards the missing part.
    var steps: Matrix
    /// [states]: what second-order perturbation theory gives for the part of the error that lies within
    /// these plane waves, E0, besides what it gives for the modes themselves.
    var defects: [Double]
    /// [states]: rho, E0.
    var energies: [Double]
  }

  /// - Parameters:
  ///   - points: wave vectors, other than the modes' own.
  ///   - planeWaves: rows of the modes.
  ///   - unit: the scale of the operator, E0; diagonal elements within 0.3 of it count as that.
  func residuals<Operator: AffineOperator<Matrix>>(
    at points: [KPoint], bands: Int, planeWaves: [ReciprocalVector], wave: Operator, unit: Double
  ) -> Residuals {
    let vectors = states(at: points, count: bands, tolerance: 1e-6 * unit, withVectors: true)
      .vectors
    let perPoint = points.isEmpty ? 0 : vectors.count / points.count
    var mixture = Matrix(rows: order, columns: vectors.count)
    for (column, vector) in vectors.enumerated() {
      let height = Matrix.components * order
      mixture.storage.replaceSubrange(column * height..<(column + 1) * height, with: vector)
    }
    func times(_ left: Matrix, _ right: Matrix) -> Matrix {
      var product = Matrix(rows: left.rows, columns: right.columns)
      product.add(1, left, right)
      return product
    }
    let combination = times(basis, mixture)
    var residuals = self.residuals(
      of: times(modes.functions, combination), image: times(image, combination),
      massImage: Operator.hasUnitMass ? nil : times(massImage, combination),
      k: vectors.indices.map { points[$0 / perPoint] }, planeWaves, wave, unit)
    // The modes' own are interpolated as the shift is, to a tenth: their energies have them already.
    let known = modes.energies.count
    let own = self.residuals(
      of: Matrix(prefix: known, of: modes.functions),
      image: Matrix(prefix: known, of: image),
      massImage: Operator.hasUnitMass ? nil : Matrix(prefix: known, of: massImage),
      k: modes.points, planeWaves, wave, unit
    ).defects
    let shares = times(directions, mixture)
    for state in vectors.indices {
      for (mode, defect) in own.enumerated() {
        let at = Matrix.components * (mode + state * shares.rows)
        for part in 0..<Matrix.components {
          let share = shares.storage[at + part]
          residuals.defects[state] -= 0.9 * share * share * defect
        }
      }
    }
    return residuals
  }

  /// - Parameters:
  ///   - image: A0 times the functions.
  ///   - massImage: M times the functions, nil where M is the unit matrix.
  private func residuals(
    of functions: Matrix, image: Matrix, massImage: Matrix?, k: [KPoint],
    _ planeWaves: [ReciprocalVector], _ wave: some AffineOperator<Matrix>, _ unit: Double
  ) -> Residuals {
    let massImage = massImage ?? functions
    let k = k.map(piece.metric.cartesian)
    let c = Matrix.components
    let rows = c * planeWaves.count
    var quotients = [Double](repeating: 0, count: functions.columns)
    let applied = wave.residuals(
      functions, image: image, massImage: massImage, planeWaves, k: k, energies: quotients)
    functions.storage.withUnsafeBufferPointer { u in
      massImage.storage.withUnsafeBufferPointer { m in
        applied.storage.withUnsafeBufferPointer { a in
          for column in quotients.indices {
            var (sum, norm) = (0.0, 0.0)
            for at in column * rows..<(column + 1) * rows {
              sum += u[at] * a[at]
              norm += u[at] * m[at]
            }
            quotients[column] = sum / norm
          }
        }
      }
    }
    var steps = wave.residuals(
      functions, image: image, massImage: massImage, planeWaves, k: k, energies: quotients)
    var defects = [Double](repeating: 0, count: functions.columns)
    let diagonal = planeWaves.map { wave.element($0, $0) }
    let least = 0.3 * unit
    steps.storage.withUnsafeMutableBufferPointer { s in
      for column in defects.indices {
        let (kx, ky) = k[column]
        var sum = 0.0
        for row in 0..<planeWaves.count {
          let own = diagonal[row].at(kx, ky, energy: quotients[column])
          let divisor = max(own, least * diagonal[row].mass)
          for at in column * rows + c * row..<column * rows + c * (row + 1) {
            let residual = s[at]
            s[at] = residual / divisor
            sum += residual * s[at]
          }
        }
        defects[column] = sum
      }
    }
    return Residuals(steps: steps, defects: defects, energies: quotients)
  }
}
