import LinearAlgebra

/// The lowest states of a model at any number of wave vectors, eight at a time. One instance serves
/// one thread.
struct BlochStates<Hamiltonian: RealBlochHamiltonian> {
  typealias Lane = SIMD8<Double>
  let hamiltonian: Hamiltonian
  let count: Int
  /// Wave vectors solved so far.
  private(set) var solved = 0
  private var problem: BatchedEigenproblem<Lane>
  /// For the two states at a cut.
  private var pair: BatchedEigenproblem<Lane>
  /// For one state.
  private var single: BatchedEigenproblem<Lane>
  private var slopeX: [Lane]
  private var slopeY: [Lane]

  /// - Parameter count: states wanted, at most the model's order.
  init(_ hamiltonian: Hamiltonian, count: Int) {
    self.hamiltonian = hamiltonian
    self.count = count
    problem = BatchedEigenproblem(order: hamiltonian.order, count: count)
    pair = BatchedEigenproblem(order: hamiltonian.order, count: 2)
    single = BatchedEigenproblem(order: hamiltonian.order, count: 1)
    slopeX = problem.packed
    slopeY = problem.packed
  }

  /// States at one wave vector.
  struct States {
    /// [count], ascending.
    var energies: [Double]
    /// [count][order]
    var vectors: [Double]
  }

  typealias Table = StateTable<Double>

  /// - Returns: [points]
  mutating func states(at points: [KPoint]) -> [States] {
    var table = Table()
    append(points, to: &table)
    let size = count * hamiltonian.order
    return points.indices.map {
      States(
        energies: Array(table.energies[($0 * count)..<(($0 + 1) * count)]),
        vectors: Array(table.vectors[($0 * size)..<(($0 + 1) * size)]))
    }
  }

  /// Appends the states at further points to a table.
  mutating func append(_ points: [KPoint], to table: inout Table) {
    let size = count * hamiltonian.order
    for first in stride(from: 0, to: points.count, by: Lane.scalarCount) {
      let filled = min(Lane.scalarCount, points.count - first)
      // Energies that only tell where bands come close need no more.
      Self.solve(
        hamiltonian, points[first..<first + filled], tolerance: Lane(repeating: 1e-9), &problem)
      solved += filled
      for lane in 0..<filled {
        for state in 0..<count { table.energies.append(problem.values[state][lane]) }
      }
      let at = table.vectors.count
      table.vectors.append(contentsOf: repeatElement(0, count: filled * size))
      table.vectors.withUnsafeMutableBufferPointer { to in
        problem.vectors.withUnsafeBufferPointer { from in
          for i in 0..<size {
            let lanes = from[i]
            for lane in 0..<filled { to[at + lane * size + i] = lanes[lane] }
          }
        }
      }
    }
  }

  /// Solves up to eight points, the last one in all lanes that are left.
  private static func solve(
    _ hamiltonian: Hamiltonian, _ points: ArraySlice<KPoint>, tolerance: Lane,
    _ problem: inout BatchedEigenproblem<Lane>
  ) {
    var (x1, x2) = (Lane.zero, Lane.zero)
    for lane in 0..<Lane.scalarCount {
      let k = points[points.startIndex + min(lane, points.count - 1)]
      (x1[lane], x2[lane]) = (k.x1, k.x2)
    }
    problem.packed.withUnsafeMutableBufferPointer {
      hamiltonian.fill($0.baseAddress!, x1, x2)
    }
    problem.solve(tolerances: tolerance, withVectors: true)
  }

  /// dH/dkx and dH/dky at up to eight points.
  private mutating func fillSlopes(_ points: ArraySlice<KPoint>) {
    var (x1, x2) = (Lane.zero, Lane.zero)
    for (lane, k) in points.enumerated() { (x1[lane], x2[lane]) = (k.x1, k.x2) }
    let hamiltonian = hamiltonian
    slopeX.withUnsafeMutableBufferPointer { x in
      slopeY.withUnsafeMutableBufferPointer { y in
        hamiltonian.fillSlopes(x.baseAddress!, y.baseAddress!, x1, x2)
      }
    }
  }

  /// Up to eight numbers as lanes, the last one in all that are left.
  private static func lanes(_ numbers: ArraySlice<Double>) -> Lane {
    var result = Lane(repeating: numbers.last ?? 0)
    for (lane, number) in numbers.enumerated() { result[lane] = number }
    return result
  }

  typealias Crossing = BandCrossing

  /// - Parameters:
  ///   - cuts: [points], numbers of bands below the gaps.
  ///   - tolerances: [points], of the energies.
  /// - Returns: [points]
  mutating func crossings(at points: [KPoint], cuts: [Int], tolerances: [Double]) -> [Crossing] {
    var result: [Crossing] = []
    let firstStates = cuts.map { Double($0 - 1) }
    for first in stride(from: 0, to: points.count, by: Lane.scalarCount) {
      let own = first..<min(first + Lane.scalarCount, points.count)
      fillSlopes(points[own])
      pair.firstState = Self.lanes(firstStates[own])
      Self.solve(hamiltonian, points[own], tolerance: Self.lanes(tolerances[own]), &pair)
      solved += own.count
      contract(own.count, into: &result)
    }
    return result
  }

  typealias Slope = BandSlope

  /// - Parameters:
  ///   - bands: [points], counted from 1.
  ///   - tolerance: of the energies.
  /// - Returns: [points]
  mutating func slopes(at points: [KPoint], bands: [Int], tolerance: Double) -> [Slope] {
    var result: [Slope] = []
    let states = bands.map { Double($0 - 1) }
    for first in stride(from: 0, to: points.count, by: Lane.scalarCount) {
      let own = first..<min(first + Lane.scalarCount, points.count)
      fillSlopes(points[own])
      single.firstState = Self.lanes(states[own])
      Self.solve(hamiltonian, points[own], tolerance: Lane(repeating: tolerance), &single)
      solved += own.count
      let (x, y) = (expectation(slopeX), expectation(slopeY))
      for lane in 0..<own.count {
        result.append(
          Slope(energy: single.values[0][lane], slope: SIMD2(x[lane], y[lane])))
      }
    }
    return result
  }

  /// <state|A|state> of the single state in all lanes, A by its lower triangle.
  private func expectation(_ matrix: [Lane]) -> Lane {
    single.vectors.withUnsafeBufferPointer { v in
      matrix.withUnsafeBufferPointer { a in
        var sum = Lane.zero
        var at = 0
        for i in 0..<hamiltonian.order {
          var row = Lane.zero
          for j in 0..<i { row.addProduct(a[at + j], v[j]) }
          sum += v[i] * (2 * row + a[at + i] * v[i])
          at += i + 1
        }
        return sum
      }
    }
  }

  /// <below|dH|below>, <above|dH|above> and <below|dH|above> in all lanes at once.
  private func contract(_ filled: Int, into result: inout [Crossing]) {
    let n = hamiltonian.order
    var x = (Lane.zero, Lane.zero, Lane.zero)
    var y = x
    pair.vectors.withUnsafeBufferPointer { vectors in
      let (b, a) = (vectors.baseAddress!, vectors.baseAddress! + n)
      slopeX.withUnsafeBufferPointer { dx in
        slopeY.withUnsafeBufferPointer { dy in
          var at = 0
          for i in 0..<n {
            // Rows of the lower triangle; the diagonal counts half of what twice the rest does.
            var (bx, ax, by, ay) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
            for j in 0..<i {
              bx.addProduct(dx[at + j], b[j])
              ax.addProduct(dx[at + j], a[j])
              by.addProduct(dy[at + j], b[j])
              ay.addProduct(dy[at + j], a[j])
            }
            x.2 += a[i] * bx + b[i] * (ax + dx[at + i] * a[i])
            y.2 += a[i] * by + b[i] * (ay + dy[at + i] * a[i])
            x.0 += b[i] * (2 * bx + dx[at + i] * b[i])
            y.0 += b[i] * (2 * by + dy[at + i] * b[i])
            x.1 += a[i] * (2 * ax + dx[at + i] * a[i])
            y.1 += a[i] * (2 * ay + dy[at + i] * a[i])
            at += i + 1
          }
        }
      }
    }
    for lane in 0..<filled {
      result.append(
        Crossing(
          gap: pair.values[1][lane] - pair.values[0][lane],
          first: 0.5 * SIMD2(x.1[lane] - x.0[lane], y.1[lane] - y.0[lane]),
          second: SIMD2(x.2[lane], y.2[lane]), third: .zero))
    }
  }
}
