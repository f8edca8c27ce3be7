import LinearAlgebra

/// As `BlochStates`, of complex Hermitian models.
struct HermitianBlochStates<Hamiltonian: HermitianBlochHamiltonian>: ZoneStates {
  typealias Lane = SIMD8<Double>
  typealias Scalar = Complex
  let hamiltonian: Hamiltonian
  let count: Int
  private(set) var solved = 0
  private var problem: BatchedHermitianEigenproblem
  /// For the two states at a cut.
  private var pair: BatchedHermitianEigenproblem
  /// For one state.
  private var single: BatchedHermitianEigenproblem
  /// Real and imaginary parts of dH/dkx and dH/dky.
  private var slopes: [[Lane]]

  static var isReal: Bool { false }
  var order: Int { hamiltonian.order }
  var isPeriodic: Bool { hamiltonian.isPeriodic }

  /// - Parameter count: states wanted, at most the model's order.
  init(_ hamiltonian: Hamiltonian, count: Int) {
    self.hamiltonian = hamiltonian
    self.count = count
    problem = BatchedHermitianEigenproblem(order: hamiltonian.order, count: count)
    pair = BatchedHermitianEigenproblem(order: hamiltonian.order, count: min(2, hamiltonian.order))
    single = BatchedHermitianEigenproblem(order: hamiltonian.order, count: 1)
    slopes = [[Lane]](repeating: problem.real, count: 4)
  }

  mutating func append(_ points: [KPoint], to table: inout StateTable<Complex>) {
    let size = count * order
    for first in stride(from: 0, to: points.count, by: Lane.scalarCount) {
      let filled = min(Lane.scalarCount, points.count - first)
      Self.solve(
        hamiltonian, points[first..<first + filled], Lane(repeating: 1e-9), &problem)
      solved += filled
      for lane in 0..<filled {
        for state in 0..<count { table.energies.append(problem.values[state][lane]) }
      }
      let at = table.vectors.count
      table.vectors.append(contentsOf: repeatElement(.zero, count: filled * size))
      for i in 0..<size {
        let (re, im) = (problem.realVectors[i], problem.imaginaryVectors[i])
        for lane in 0..<filled { table.vectors[at + lane * size + i] = Complex(re[lane], im[lane]) }
      }
    }
  }

  mutating func crossings(at points: [KPoint], cuts: [Int], tolerances: [Double])
    -> [BandCrossing]
  {
    var result: [BandCrossing] = []
    for first in stride(from: 0, to: points.count, by: Lane.scalarCount) {
      let own = first..<min(first + Lane.scalarCount, points.count)
      fillSlopes(points[own])
      pair.firstState = Self.lanes(own.map { Double(cuts[$0] - 1) })
      Self.solve(hamiltonian, points[own], Self.lanes(own.map { tolerances[$0] }), &pair)
      solved += own.count
      let (x, y) = (between(slopes[0], slopes[1]), between(slopes[2], slopes[3]))
      for lane in own.indices.map({ $0 - own.lowerBound }) {
        result.append(
          BandCrossing(
            gap: pair.values[1][lane] - pair.values[0][lane],
            first: 0.5 * SIMD2(x.above[lane] - x.below[lane], y.above[lane] - y.below[lane]),
            second: SIMD2(x.re[lane], y.re[lane]), third: SIMD2(x.im[lane], y.im[lane])))
      }
    }
    return result
  }

  mutating func slopes(at points: [KPoint], bands: [Int], tolerance: Double) -> [BandSlope] {
    var result: [BandSlope] = []
    for first in stride(from: 0, to: points.count, by: Lane.scalarCount) {
      let own = first..<min(first + Lane.scalarCount, points.count)
      fillSlopes(points[own])
      single.firstState = Self.lanes(own.map { Double(bands[$0] - 1) })
      Self.solve(hamiltonian, points[own], Lane(repeating: tolerance), &single)
      solved += own.count
      let (v, w) = (single.realVectors, single.imaginaryVectors)
      let x = product(slopes[0], slopes[1], v[...], w[...])
      let y = product(slopes[2], slopes[3], v[...], w[...])
      let (dx, dy) = (dot(v[...], w[...], x).re, dot(v[...], w[...], y).re)
      for lane in 0..<own.count {
        result.append(BandSlope(energy: single.values[0][lane], slope: SIMD2(dx[lane], dy[lane])))
      }
    }
    return result
  }

  /// <below|A|below>, <above|A|above> and <below|A|above> of the pair in all lanes.
  private func between(_ re: [Lane], _ im: [Lane]) -> (
    below: Lane, above: Lane, re: Lane, im: Lane
  ) {
    let n = order
    let (b, bi) = (pair.realVectors[..<n], pair.imaginaryVectors[..<n])
    let (a, ai) = (pair.realVectors[n...], pair.imaginaryVectors[n...])
    let below = product(re, im, b, bi)
    let above = product(re, im, a, ai)
    let mixed = dot(b, bi, above)
    return (dot(b, bi, below).re, dot(a, ai, above).re, mixed.re, mixed.im)
  }

  /// A v, A Hermitian by its lower triangle.
  private func product(
    _ re: [Lane], _ im: [Lane], _ v: ArraySlice<Lane>, _ w: ArraySlice<Lane>
  ) -> (re: [Lane], im: [Lane]) {
    let n = order
    let (f, g) = (v.startIndex, w.startIndex)
    var (x, y) = ([Lane](repeating: .zero, count: n), [Lane](repeating: .zero, count: n))
    var at = 0
    for i in 0..<n {
      let (vi, wi) = (v[f + i], w[g + i])
      var (sumX, sumY) = (re[at + i] * vi, re[at + i] * wi)
      for j in 0..<i {
        let (p, q, vj, wj) = (re[at + j], im[at + j], v[f + j], w[g + j])
        sumX += p * vj - q * wj
        sumY += p * wj + q * vj
        // A_ji is the conjugate.
        x[j] += p * vi + q * wi
        y[j] += p * wi - q * vi
      }
      x[i] += sumX
      y[i] += sumY
      at += i + 1
    }
    return (x, y)
  }

  /// Sum of conj(v_i) x_i.
  private func dot(
    _ v: ArraySlice<Lane>, _ w: ArraySlice<Lane>, _ x: (re: [Lane], im: [Lane])
  ) -> (re: Lane, im: Lane) {
    var (re, im) = (Lane.zero, Lane.zero)
    for i in 0..<order {
      let (p, q) = (v[v.startIndex + i], w[w.startIndex + i])
      re += p * x.re[i] + q * x.im[i]
      im += p * x.im[i] - q * x.re[i]
    }
    return (re, im)
  }

  private mutating func fillSlopes(_ points: ArraySlice<KPoint>) {
    let (x1, x2) = (Self.lanes(points.map(\.x1)), Self.lanes(points.map(\.x2)))
    let hamiltonian = hamiltonian
    var (a, b, c, d) = (slopes[0], slopes[1], slopes[2], slopes[3])
    a.withUnsafeMutableBufferPointer { a in
      b.withUnsafeMutableBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          d.withUnsafeMutableBufferPointer { d in
            hamiltonian.fillSlopes(
              (a.baseAddress!, b.baseAddress!), (c.baseAddress!, d.baseAddress!), x1, x2)
          }
        }
      }
    }
    slopes = [a, b, c, d]
  }

  /// Solves up to eight points, the last one in all lanes that are left.
  private static func solve(
    _ hamiltonian: Hamiltonian, _ points: ArraySlice<KPoint>, _ tolerance: Lane,
    _ problem: inout BatchedHermitianEigenproblem
  ) {
    let (x1, x2) = (lanes(points.map(\.x1)), lanes(points.map(\.x2)))
    problem.real.withUnsafeMutableBufferPointer { re in
      problem.imaginary.withUnsafeMutableBufferPointer { im in
        hamiltonian.fill(re.baseAddress!, im.baseAddress!, x1, x2)
      }
    }
    problem.solve(tolerances: tolerance, withVectors: true)
  }

  /// Up to eight numbers as lanes, the last one in all that are left.
  private static func lanes(_ numbers: [Double]) -> Lane {
    var result = Lane(repeating: numbers.last ?? 0)
    for (lane, number) in numbers.enumerated() { result[lane] = number }
    return result
  }
}
