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
  private var slopeX: [Lane]
  private var slopeY: [Lane]

  /// - Parameter count: states wanted, at most the model's order.
  init(_ hamiltonian: Hamiltonian, count: Int) {
    self.hamiltonian = hamiltonian
    self.count = count
    problem = BatchedEigenproblem(order: hamiltonian.order, count: count)
    slopeX = problem.packed
    slopeY = problem.packed
  }

  /// States at some wave vectors.
  struct Table {
    /// [points][count], ascending.
    var energies: [Double] = []
    /// [points][order][`lanes`]: component of each state, zero beyond `count`; eight states a vector.
    var components: [SIMD8<Double>] = []
  }

  /// Vectors of eight that hold one component of all states.
  var lanes: Int { (count + 7) / 8 }

  /// Appends the states at further points to a table.
  mutating func append(_ points: [KPoint], to table: inout Table) {
    let (n, lanes) = (hamiltonian.order, lanes)
    for first in stride(from: 0, to: points.count, by: Lane.scalarCount) {
      let filled = min(Lane.scalarCount, points.count - first)
      // Energies that only tell where bands come close need no more.
      solve(points[first..<first + filled], tolerance: 1e-9)
      for lane in 0..<filled {
        for state in 0..<count { table.energies.append(problem.values[state][lane]) }
      }
      var at = table.components.count
      table.components.append(
        contentsOf: repeatElement(.zero, count: filled * n * lanes))
      table.components.withUnsafeMutableBufferPointer { to in
        problem.vectors.withUnsafeBufferPointer { from in
          for lane in 0..<filled {
            for i in 0..<n {
              for state in 0..<count { to[at + state / 8][state % 8] = from[state * n + i][lane] }
              at += lanes
            }
          }
        }
      }
    }
  }

  /// Solves up to eight points, the last one in all lanes that are left.
  private mutating func solve(_ points: ArraySlice<KPoint>, tolerance: Double) {
    var (x1, x2) = (Lane.zero, Lane.zero)
    for lane in 0..<Lane.scalarCount {
      let k = points[points.startIndex + min(lane, points.count - 1)]
      (x1[lane], x2[lane]) = (k.x1, k.x2)
    }
    let hamiltonian = hamiltonian
    problem.packed.withUnsafeMutableBufferPointer {
      hamiltonian.fill($0.baseAddress!, x1, x2)
    }
    problem.solve(tolerance: tolerance, withVectors: true)
    solved += points.count
  }

  /// Two neighbouring bands at a wave vector, to first order: H = mean + d1 sigma_z + d2 sigma_x in
  /// the two states, with d = (gap/2, 0) there.
  struct Crossing {
    var gap: Double
    /// Derivatives of d1 and d2 by kx and ky.
    var first: SIMD2<Double>
    var second: SIMD2<Double>
  }

  /// - Parameter cuts: [points]: number of bands below the gap at each.
  /// - Returns: [points]
  mutating func crossings(at points: [KPoint], cuts: [Int]) -> [Crossing] {
    var result: [Crossing] = []
    let hamiltonian = hamiltonian
    let n = hamiltonian.order
    for first in stride(from: 0, to: points.count, by: Lane.scalarCount) {
      let filled = min(Lane.scalarCount, points.count - first)
      let own = points[first..<first + filled]
      var (x1, x2) = (Lane.zero, Lane.zero)
      for lane in 0..<filled { (x1[lane], x2[lane]) = (own[first + lane].x1, own[first + lane].x2) }
      slopeX.withUnsafeMutableBufferPointer { x in
        slopeY.withUnsafeMutableBufferPointer { y in
          hamiltonian.fillSlopes(x.baseAddress!, y.baseAddress!, x1, x2)
        }
      }
      solve(own, tolerance: 1e-13)
      result += contract(order: n, cuts: cuts[first..<first + filled])
    }
    return result
  }

  /// <below|dH|below>, <above|dH|above> and <below|dH|above> in all lanes at once.
  private func contract(order n: Int, cuts: ArraySlice<Int>) -> [Crossing] {
    var below = [Lane](repeating: .zero, count: n)
    var above = below
    for (lane, cut) in cuts.enumerated() {
      for i in 0..<n {
        below[i][lane] = problem.vectors[(cut - 1) * n + i][lane]
        above[i][lane] = problem.vectors[cut * n + i][lane]
      }
    }
    var x = (Lane.zero, Lane.zero, Lane.zero)
    var y = x
    below.withUnsafeBufferPointer { b in
      above.withUnsafeBufferPointer { a in
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
    }
    return cuts.enumerated().map { lane, cut in
      Crossing(
        gap: problem.values[cut][lane] - problem.values[cut - 1][lane],
        first: 0.5 * SIMD2(x.1[lane] - x.0[lane], y.1[lane] - y.0[lane]),
        second: SIMD2(x.2[lane], y.2[lane]))
    }
  }
}
