/// -laplace + V: A0 = |G|^2 + V_(G-G'), Ax = 2 Gx, Ay = 2 Gy, A2 = 1 (units of E0 with a = 1).
struct SchroedingerOperator: AffineOperator {
  let potential: FourierPotential

  var reach: Int { potential.reach }

  @inline(__always)
  func element(_ g: ReciprocalVector, _ h: ReciprocalVector) -> AffineElement {
    let at = potential.center + potential.offset(g) - potential.offset(h)
    let v = potential.values.withUnsafeBufferPointer { $0[at] }
    if g != h { return AffineElement(a0: v) }
    let (x, y) = KPoint(Double(g.n1), Double(g.n2)).cartesian
    return AffineElement(a0: x * x + y * y + v, ax: 2 * x, ay: 2 * y, a2: 1)
  }

  func elements(
    rows: [ReciprocalVector], columns: [ReciprocalVector], k: (x: Double, y: Double),
    into table: UnsafeMutablePointer<Double>
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
              to[r] = element(column, column).at(k.x, k.y)
            }
          }
        }
      }
    }
  }

  func rotated(sixths steps: Int) -> SchroedingerOperator {
    SchroedingerOperator(potential: potential.rotated(sixths: steps))
  }
}
