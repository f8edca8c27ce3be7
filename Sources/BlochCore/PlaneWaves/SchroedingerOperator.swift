import LinearAlgebra

/// -laplace + V: A0 = |G|^2 + V_(G-G'), Ax = 2 Gx, Ay = 2 Gy, A2 = M = 1 (units of E0 with a = 1). Real where V_G is.
struct SchroedingerOperator<Matrix: DenseMatrix>: AffineOperator {
  static var hasUnitMass: Bool { true }
  let potential: FourierPotential

  var reach: Int { potential.reach }
  private var metric: WaveMetric { potential.metric }

  @inline(__always)
  func element(_ g: ReciprocalVector, _ h: ReciprocalVector) -> AffineElement {
    let at = potential.center + potential.offset(g) - potential.offset(h)
    let v = potential.values.withUnsafeBufferPointer { $0[at] }
    if g != h { return AffineElement(a0: v) }
    let (x, y) = metric.cartesian(g)
    return AffineElement(a0: x * x + y * y + v, ax: 2 * x, ay: 2 * y, a2: 1, mass: 1)
  }

  func elements(
    rows: [ReciprocalVector], columns: [ReciprocalVector], k: (x: Double, y: Double),
    energy: Double, into table: UnsafeMutablePointer<Double>
  ) {
    let starts = rows.map { potential.center + potential.offset($0) }
    let parts = Matrix.components
    potential.values.withUnsafeBufferPointer { v in
      potential.imaginary.withUnsafeBufferPointer { w in
        starts.withUnsafeBufferPointer { starts in
          for (c, column) in columns.enumerated() {
            let shift = potential.offset(column)
            let to = table + parts * c * starts.count
            for r in 0..<starts.count {
              let at = starts[r] - shift
              if parts == 1 {
                to[r] = v[at]
              } else {
                to[2 * r] = v[at]
                to[2 * r + 1] = w[at]
              }
              if at == potential.center {
                to[parts * r] = element(column, column).at(k.x, k.y, energy: energy)
              }
            }
          }
        }
      }
    }
  }

  func masses(
    rows: [ReciprocalVector], columns: [ReciprocalVector],
    into table: UnsafeMutablePointer<Double>
  ) { preconditionFailure("the unit matrix") }

  /// A jump of the potential gives |V_Q|^2 ~ |Q|^-3, so that the sum over |V_Q|^2/|Q|^2 beyond Q falls as
  /// |Q|^-3, until the interpolant's own cut-off. Smoother potentials have nothing there to scale.
  func foldingTail(outer: Double) -> Double {
    let rest = outer / potential.bandLimit
    return max(0, 1 - rest * rest.squareRoot()) / (8.0.squareRoot() - 1)
  }

  /// What is put for the tail, times the power of V beyond the cut-off over that of a jump that continues
  /// what lies within: the power is known by Parseval's theorem, where it lies is not.
  func foldingTailError(outer: Double, energyZero: Double) -> Double {
    let tail = foldingTail(outer: outer)
    let within = potential.power(within: outer)
    let half = within - potential.power(within: outer / 2)
    guard tail > 0, half > 0 else { return 0 }
    let jump = half * (1 - (outer / potential.bandLimit).squareRoot()) / (2.0.squareRoot() - 1)
    let beyond = potential.meanSquare.map { max(0, $0 - within) } ?? 2 * jump
    let middle =
      0.72 * outer * metric.unitSquare + potential.values[potential.center] - energyZero
    return 1.15 * tail * beyond / jump * half / middle
  }

  var strength: Double { potential.strength ?? potential.values.lazy.map(abs).reduce(0, +) }

  func shortShare(inner: Double) -> Double {
    guard let all = potential.meanSquare else { return 1 }
    let mean = potential.values[potential.center]
    let variance = max(all - mean * mean, .leastNormalMagnitude)
    return min(1, max(0, all - potential.power(within: inner)) / variance)
  }

  func products(_ functions: Matrix, _ planeWaves: [ReciprocalVector]) -> AffineProducts<Matrix> {
    let overlap = Matrix.adjointProduct(functions, functions)
    var image = potentialTimes(functions, planeWaves)
    var alongX = functions
    var alongY = functions
    let parts = Matrix.components
    let rows = functions.rows
    for (row, g) in planeWaves.enumerated() {
      let (x, y) = metric.cartesian(g)
      for start in stride(from: parts * row, to: alongX.storage.count, by: parts * rows) {
        for at in start..<start + parts {
          let u = alongX.storage[at]
          image.storage[at] += (x * x + y * y) * u
          alongX.storage[at] = 2 * x * u
          alongY.storage[at] = 2 * y * u
        }
      }
    }
    return AffineProducts(
      a0: .adjointProduct(functions, image), x: .adjointProduct(functions, alongX),
      y: .adjointProduct(functions, alongY), a2: overlap, mass: overlap, image: image,
      massImage: functions)
  }

  private func potentialTimes(_ functions: Matrix, _ planeWaves: [ReciprocalVector]) -> Matrix {
    let rows = planeWaves.count
    let positions = planeWaves.map(potential.offset)
    var matrix = Matrix(rows: rows, columns: rows)
    matrix.storage.withUnsafeMutableBufferPointer {
      potential.differences(
        rows: positions, columns: positions, parts: Matrix.components, into: $0.baseAddress!)
    }
    var image = Matrix(rows: rows, columns: functions.columns)
    image.add(1, matrix, functions)
    return image
  }

  func residuals(
    _ functions: Matrix, image: Matrix, massImage: Matrix, _ planeWaves: [ReciprocalVector],
    k: [(x: Double, y: Double)], energies: [Double]
  ) -> Matrix {
    var result = image
    let waves = planeWaves.map { metric.cartesian($0) }
    let rows = waves.count
    let parts = Matrix.components
    result.storage.withUnsafeMutableBufferPointer { r in
      functions.storage.withUnsafeBufferPointer { u in
        waves.withUnsafeBufferPointer { g in
          for (column, energy) in energies.enumerated() {
            let (kx, ky) = k[column]
            let shift = kx * kx + ky * ky - energy
            let at = parts * column * rows
            if parts == 1 {
              for i in 0..<rows {
                r[at + i] += (2 * (kx * g[i].x + ky * g[i].y) + shift) * u[at + i]
              }
            } else {
              for i in 0..<rows {
                let factor = 2 * (kx * g[i].x + ky * g[i].y) + shift
                r[at + 2 * i] += factor * u[at + 2 * i]
                r[at + 2 * i + 1] += factor * u[at + 2 * i + 1]
              }
            }
          }
        }
      }
    }
    return result
  }

  func rotated(sixths steps: Int) -> SchroedingerOperator {
    SchroedingerOperator(potential: potential.rotated(sixths: steps))
  }
}
