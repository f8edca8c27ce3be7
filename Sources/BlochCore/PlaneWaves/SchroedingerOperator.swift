import LinearAlgebra

/// -laplace + V: A0 = |G|^2 + V_(G-G'), Ax = 2 Gx, Ay = 2 Gy, A2 = M = 1 (units of E0 with a = 1).
struct SchroedingerOperator: AffineOperator {
  static let hasUnitMass = true
  let potential: FourierPotential

  var reach: Int { potential.reach }

  @inline(__always)
  func element(_ g: ReciprocalVector, _ h: ReciprocalVector) -> AffineElement {
    let at = potential.center + potential.offset(g) - potential.offset(h)
    let v = potential.values.withUnsafeBufferPointer { $0[at] }
    if g != h { return AffineElement(a0: v) }
    let (x, y) = KPoint(Double(g.n1), Double(g.n2)).cartesian
    return AffineElement(a0: x * x + y * y + v, ax: 2 * x, ay: 2 * y, a2: 1, mass: 1)
  }

  func elements(
    rows: [ReciprocalVector], columns: [ReciprocalVector], k: (x: Double, y: Double),
    energy: Double, into table: UnsafeMutablePointer<Double>
  ) {
    let starts = rows.map { potential.center + potential.offset($0) }
    potential.values.withUnsafeBufferPointer { v in
      starts.withUnsafeBufferPointer { starts in
        for (c, column) in columns.enumerated() {
          let shift = potential.offset(column)
          let to = table + c * starts.count
          for r in 0..<starts.count {
            to[r] = v[starts[r] - shift]
            if starts[r] - shift == potential.center {
              to[r] = element(column, column).at(k.x, k.y, energy: energy)
            }
          }
        }
      }
    }
  }

  /// A jump of the potential gives |V_Q|^2 ~ |Q|^-3, so that the sum over |V_Q|^2/|Q|^2 beyond Q falls as
  /// |Q|^-3, until the interpolant's own cut-off. Smoother potentials have nothing there to scale.
  func foldingTail(outer: Double) -> Double {
    let rest = outer / potential.bandLimit
    return max(0, 1 - rest * rest.squareRoot()) / (8.0.squareRoot() - 1)
  }

  func products(_ functions: RealMatrix, _ planeWaves: [ReciprocalVector]) -> AffineProducts {
    let overlap = RealMatrix.adjointProduct(functions, functions)
    var alongX = functions
    var alongY = functions
    for (row, g) in planeWaves.enumerated() {
      let (x, y) = KPoint(Double(g.n1), Double(g.n2)).cartesian
      for at in stride(from: row, to: alongX.storage.count, by: functions.rows) {
        alongX.storage[at] *= 2 * x
        alongY.storage[at] *= 2 * y
      }
    }
    return AffineProducts(
      mass: overlap, x: .adjointProduct(functions, alongX), y: .adjointProduct(functions, alongY),
      a2: overlap)
  }

  func rotated(sixths steps: Int) -> SchroedingerOperator {
    SchroedingerOperator(potential: potential.rotated(sixths: steps))
  }
}
