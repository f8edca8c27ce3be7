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

  /// States at one wave vector.
  struct States {
    /// [count], ascending.
    var energies: [Double]
    /// [count][order]
    var vectors: [Double]
  }

  /// - Returns: [points]
  mutating func states(at points: [KPoint]) -> [States] {
    var result: [States] = []
    result.reserveCapacity(points.count)
    let n = hamiltonian.order
    for first in stride(from: 0, to: points.count, by: Lane.scalarCount) {
      let filled = min(Lane.scalarCount, points.count - first)
      solve((0..<Lane.scalarCount).map { points[first + min($0, filled - 1)] })
      for lane in 0..<filled {
        result.append(
          States(
            energies: (0..<count).map { problem.values[$0][lane] },
            vectors: (0..<count * n).map { problem.vectors[$0][lane] }))
      }
    }
    return result
  }

  private mutating func solve(_ points: [KPoint]) {
    let (x1, x2) = (Lane(points.map(\.x1)), Lane(points.map(\.x2)))
    let hamiltonian = hamiltonian
    problem.packed.withUnsafeMutableBufferPointer {
      hamiltonian.fill($0.baseAddress!, x1, x2)
    }
    problem.solve(tolerance: 1e-13, withVectors: true)
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
      let own = (0..<Lane.scalarCount).map { points[first + min($0, filled - 1)] }
      let (x1, x2) = (Lane(own.map(\.x1)), Lane(own.map(\.x2)))
      slopeX.withUnsafeMutableBufferPointer { x in
        slopeY.withUnsafeMutableBufferPointer { y in
          hamiltonian.fillSlopes(x.baseAddress!, y.baseAddress!, x1, x2)
        }
      }
      solve(own)
      for lane in 0..<filled {
        let cut = cuts[first + lane]
        let (below, above) = ((cut - 1) * n, cut * n)
        var sums = (SIMD2<Double>.zero, SIMD2<Double>.zero, SIMD2<Double>.zero)
        var at = 0
        for i in 0..<n {
          let (bi, ai) = (problem.vectors[below + i][lane], problem.vectors[above + i][lane])
          for j in 0...i {
            let slope = SIMD2(slopeX[at][lane], slopeY[at][lane])
            let (bj, aj) = (problem.vectors[below + j][lane], problem.vectors[above + j][lane])
            let twice = i == j ? 1.0 : 2.0
            sums.0 += twice * (bi * bj) * slope
            sums.1 += twice * (ai * aj) * slope
            sums.2 += (i == j ? bi * aj : bi * aj + bj * ai) * slope
            at += 1
          }
        }
        result.append(
          Crossing(
            gap: problem.values[cut][lane] - problem.values[cut - 1][lane],
            first: 0.5 * (sums.1 - sums.0), second: sums.2))
      }
    }
    return result
  }
}
