import LinearAlgebra

/// -laplace u = lambda b u with a density b that varies: A0 = |G|^2, Ax = 2 Gx, Ay = 2 Gy, A2 = 1, M = b_(G-G') (units of
/// 1/a^2). Light whose electric field is along the rods (TM) with b = eps, sound in fluids of one density with
/// b proportional to 1/B.
struct LoadedOperator<Matrix: DenseMatrix>: AffineOperator {
  static var hasUnitMass: Bool { false }
  /// b_G.
  let density: FourierPotential
  /// Of b between where the pattern is 1 and where it is 0.
  let contrast: Double

  var reach: Int { density.reach }
  private var metric: WaveMetric { density.metric }

  @inline(__always)
  func element(_ g: ReciprocalVector, _ h: ReciprocalVector) -> AffineElement {
    let at = density.center + density.offset(g) - density.offset(h)
    let b = density.values.withUnsafeBufferPointer { $0[at] }
    if g != h { return AffineElement(mass: b) }
    let (x, y) = metric.cartesian(g)
    return AffineElement(a0: x * x + y * y, ax: 2 * x, ay: 2 * y, a2: 1, mass: b)
  }

  func elements(
    rows: [ReciprocalVector], columns: [ReciprocalVector], k: (x: Double, y: Double),
    energy: Double, into table: UnsafeMutablePointer<Double>
  ) { preconditionFailure("diagonal but for M") }

  func masses(
    rows: [ReciprocalVector], columns: [ReciprocalVector],
    into table: UnsafeMutablePointer<Double>
  ) {
    density.differences(
      rows: rows.map(density.offset), columns: columns.map(density.offset),
      parts: Matrix.components, into: table)
  }

  /// As of a potential that jumps: |b_Q|^2 ~ |Q|^-3, over |Q|^2.
  func foldingTail(outer: Double) -> Double {
    let rest = outer / density.bandLimit
    return max(0, 1 - rest * rest.squareRoot()) / (8.0.squareRoot() - 1)
  }

  func foldingTailError(outer: Double, energyZero: Double) -> Double { 0 }

  /// How far b gets from its mean, in units of the mean.
  var strength: Double {
    let mean = density.values[density.center]
    return (density.strength ?? mean) / mean
  }

  func shortShare(inner: Double) -> Double { 0 }

  func products(_ functions: Matrix, _ planeWaves: [ReciprocalVector]) -> AffineProducts<Matrix> {
    var image = functions
    var alongX = functions
    var alongY = functions
    let parts = Matrix.components
    let rows = functions.rows
    for (row, g) in planeWaves.enumerated() {
      let (x, y) = metric.cartesian(g)
      for start in stride(from: parts * row, to: alongX.storage.count, by: parts * rows) {
        for at in start..<start + parts {
          let u = alongX.storage[at]
          image.storage[at] = (x * x + y * y) * u
          alongX.storage[at] = 2 * x * u
          alongY.storage[at] = 2 * y * u
        }
      }
    }
    let positions = planeWaves.map(density.offset)
    var mass = Matrix(rows: rows, columns: rows)
    mass.storage.withUnsafeMutableBufferPointer {
      density.differences(
        rows: positions, columns: positions, parts: parts, into: $0.baseAddress!)
    }
    var massImage = Matrix(rows: rows, columns: functions.columns)
    massImage.add(1, mass, functions)
    return AffineProducts(
      a0: .adjointProduct(functions, image), x: .adjointProduct(functions, alongX),
      y: .adjointProduct(functions, alongY), a2: .adjointProduct(functions, functions),
      mass: .adjointProduct(functions, massImage), image: image, massImage: massImage)
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
        massImage.storage.withUnsafeBufferPointer { m in
          waves.withUnsafeBufferPointer { g in
            for (column, energy) in energies.enumerated() {
              let (kx, ky) = k[column]
              let square = kx * kx + ky * ky
              for i in 0..<rows {
                let factor = 2 * (kx * g[i].x + ky * g[i].y) + square
                let first = parts * (column * rows + i)
                for at in first..<first + parts { r[at] += factor * u[at] - energy * m[at] }
              }
            }
          }
        }
      }
    }
    return result
  }

  func response(_ energy: Double) -> Double { -energy * contrast }

  func rotated(sixths steps: Int) -> LoadedOperator {
    LoadedOperator(density: density.rotated(sixths: steps), contrast: contrast)
  }
}
