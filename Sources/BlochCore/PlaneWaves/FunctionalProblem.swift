import Glibc
import LinearAlgebra

/// One block of A u = E M u with a diagonal A: its lowest states, by a core of explicit waves and what the others do to
/// each state (`SpecialPointSolver+Functional`).
struct FunctionalProblem<Matrix: DenseMatrix> {
  /// [explicit x explicit] and [explicit x folded].
  let mass: Matrix
  let coupling: Matrix
  /// [explicit]: A.
  let wave: [Double]
  /// Rows of the core.
  let core: [Int]
  /// [folded]: A and M of each.
  let foldedWave: [Double]
  let foldedMass: [Double]
  /// [folded]: 1, or more where a wave stands for those beyond the outer cut-off too.
  let weights: [Double]

  struct States {
    /// Ascending but for neighbours closer than their corrections.
    var energies: [Double]
    /// What the last two corrections lower each energy by.
    var lowerings: [Double]
    /// [explicit x states]
    var vectors: Matrix
  }

  func states(count: Int) throws -> States {
    let parts = Matrix.components
    let rows = wave.count
    var coreMass = Matrix(rows: core.count, columns: core.count)
    var coreWave = coreMass
    var columns = Matrix(rows: rows, columns: core.count)
    for (j, from) in core.enumerated() {
      coreWave.storage[parts * (j + j * core.count)] = wave[from]
      for (i, row) in core.enumerated() {
        for part in 0..<parts {
          coreMass.storage[parts * (i + j * core.count) + part] =
            mass.storage[parts * (row + from * rows) + part]
        }
      }
      for at in 0..<parts * rows {
        columns.storage[parts * j * rows + at] = mass.storage[parts * from * rows + at]
      }
    }
    let pairs = try Matrix.lowestEigenpairs(
      coreWave, overlap: coreMass, count: count, withVectors: true)
    var images = Matrix(rows: rows, columns: pairs.values.count)
    images.add(1, columns, pairs.vectors)
    let isCore = core.reduce(into: [Bool](repeating: false, count: rows)) { $0[$1] = true }
    let diagonal = (0..<rows).map { mass.storage[parts * ($0 + $0 * rows)] }
    // Where an energy comes near that of a wave outside the core, nothing of this holds: such states are left as they are.
    let highest =
      0.6 * (0..<rows).reduce(.infinity) { isCore[$1] ? $0 : min($0, wave[$1] / diagonal[$1]) }
    var states = FunctionalStates(
      energies: pairs.values, vectors: pairs.vectors, images: images, isCore: isCore, wave: wave,
      mass: diagonal, highest: highest)
    states.separateNeighbours()
    let roots = states.energies.indices.map(states.root)
    var basis = states.expanded(roots, core: core)
    step(&basis, massTimes(basis), roots, isCore, diagonal, highest)
    // The best mixtures of all of them.
    let basisImages = massTimes(basis)
    var waveImages = basis
    for at in waveImages.storage.indices { waveImages.storage[at] *= wave[at / parts % rows] }
    let mixtures = try Matrix.lowestEigenpairs(
      .adjointProduct(basis, waveImages), overlap: .adjointProduct(basis, basisImages),
      count: roots.count, withVectors: true)
    var vectors = Matrix(rows: rows, columns: roots.count)
    vectors.add(1, basis, mixtures.vectors)
    var vectorImages = Matrix(rows: rows, columns: roots.count)
    vectorImages.add(1, basisImages, mixtures.vectors)
    let within = step(&vectors, vectorImages, mixtures.values, isCore, diagonal, highest)
    let beyond = beyond(vectors, mixtures.values, highest)
    return States(
      energies: mixtures.values.indices.map { mixtures.values[$0] - within[$0] - beyond[$0] },
      lowerings: zip(within, beyond).map { $0 + $1 }, vectors: vectors)
  }

  private func massTimes(_ vectors: Matrix) -> Matrix {
    var images = Matrix(rows: vectors.rows, columns: vectors.columns)
    images.add(1, mass, vectors)
    return images
  }

  /// Takes a step towards what states lack outside the core.
  /// - Returns: what that lowers each energy by.
  @discardableResult
  private func step(
    _ vectors: inout Matrix, _ images: Matrix, _ energies: [Double], _ isCore: [Bool],
    _ diagonal: [Double], _ highest: Double
  ) -> [Double] {
    let parts = Matrix.components
    let rows = wave.count
    return energies.indices.map { state in
      let start = parts * state * rows
      var (norm, sum) = (0.0, 0.0)
      for row in 0..<rows {
        for at in start + parts * row..<start + parts * (row + 1) {
          norm += vectors.storage[at] * images.storage[at]
          sum += wave[row] * vectors.storage[at] * vectors.storage[at]
        }
      }
      let quotient = sum / norm
      if quotient > highest { return 0 }
      var lowering = 0.0
      for row in 0..<rows where !isCore[row] {
        let own = wave[row] - quotient * diagonal[row]
        for at in start + parts * row..<start + parts * (row + 1) {
          let residual = wave[row] * vectors.storage[at] - quotient * images.storage[at]
          lowering += residual * residual / own
          vectors.storage[at] -= residual / own
        }
      }
      return lowering / norm
    }
  }

  /// What the folded waves lower each energy by; states are normalised in M.
  private func beyond(_ vectors: Matrix, _ energies: [Double], _ highest: Double) -> [Double] {
    let parts = Matrix.components
    let far = Matrix.adjointProduct(coupling, vectors)
    return energies.enumerated().map { state, energy in
      if energy > highest { return 0 }
      var sum = 0.0
      for q in weights.indices {
        let scale = weights[q] / (foldedWave[q] - energy * foldedMass[q])
        for at in parts * (q + state * weights.count)..<parts * (q + 1 + state * weights.count) {
          sum += scale * far.storage[at] * far.storage[at]
        }
      }
      return energy * energy * sum
    }
  }
}

/// States of the core, and what their energies become with the other explicit waves.
private struct FunctionalStates<Matrix: DenseMatrix> {
  /// e of each state.
  var energies: [Double]
  /// [core x states], normalised in M.
  var vectors: Matrix
  /// [explicit x states]: M u.
  var images: Matrix
  /// [explicit]
  let isCore: [Bool]
  let wave: [Double]
  let mass: [Double]
  /// Largest energy of states that are corrected.
  let highest: Double

  /// The root of F near the energy of a state, by Newton's steps.
  func root(_ state: Int) -> Double {
    let rows = wave.count
    if energies[state] > highest { return energies[state] }
    let power = (0..<rows).map { isCore[$0] ? 0 : number(images, $0, state).squaredMagnitude }
    var energy = energies[state]
    for _ in 0..<6 {
      var (sum, slope) = (0.0, 0.0)
      for q in 0..<rows where power[q] != 0 {
        let inverse = 1 / (wave[q] - energy * mass[q])
        let term = power[q] * inverse
        sum += term
        slope += term * inverse * mass[q]
      }
      let value = energies[state] - energy - energy * energy * sum
      let step = value / (1 + 2 * energy * sum + energy * energy * slope)
      energy += step
      if abs(step) <= 1e-9 * abs(energy) { break }
    }
    return energy
  }

  /// Turns neighbours that the other waves mix, so that they no longer do: one state's equation is right only where
  /// no other state is near.
  mutating func separateNeighbours() {
    for state in energies.indices.dropLast() {
      let next = state + 1
      let energy = 0.5 * (energies[state] + energies[next])
      var mixing = Complex.zero
      var (first, second) = (0.0, 0.0)
      for q in wave.indices where !isCore[q] {
        let (a, b) = (number(images, q, state), number(images, q, next))
        let scale = energy * energy / (wave[q] - energy * mass[q])
        mixing = mixing - Complex(scale, 0) * (a.conjugate * b)
        first += scale * a.squaredMagnitude
        second += scale * b.squaredMagnitude
      }
      let size = mixing.squaredMagnitude.squareRoot()
      let gap = energies[next] - energies[state]
      if size <= 0.02 * gap || energies[next] > highest { continue }
      let angle = 0.5 * atan2(2 * size, gap - second + first)
      let phase = Complex(1 / size, 0) * mixing
      let (c, s) = (cos(angle), sin(angle))
      turn(&vectors, state, next, c, s, phase)
      turn(&images, state, next, c, s, phase)
      let (low, high) = (energies[state], energies[next])
      energies[state] = c * c * low + s * s * high
      energies[next] = s * s * low + c * c * high
    }
  }

  private func number(_ matrix: Matrix, _ row: Int, _ column: Int) -> Complex {
    let at = Matrix.components * (row + column * matrix.rows)
    return Complex(matrix.storage[at], Matrix.components == 2 ? matrix.storage[at + 1] : 0)
  }

  /// u' = c u - s phase^* v, v' = s phase u + c v.
  private func turn(
    _ matrix: inout Matrix, _ first: Int, _ second: Int, _ c: Double, _ s: Double,
    _ phase: Complex
  ) {
    for row in 0..<matrix.rows {
      let (u, v) = (number(matrix, row, first), number(matrix, row, second))
      let one = Complex(c, 0) * u - Complex(s, 0) * (phase.conjugate * v)
      let two = Complex(s, 0) * (phase * u) + Complex(c, 0) * v
      for (column, value) in [(first, one), (second, two)] {
        let at = Matrix.components * (row + column * matrix.rows)
        matrix.storage[at] = value.re
        if Matrix.components == 2 { matrix.storage[at + 1] = value.im }
      }
    }
  }

  /// [explicit x states]: u in the core, c elsewhere.
  func expanded(_ roots: [Double], core: [Int]) -> Matrix {
    let parts = Matrix.components
    let rows = wave.count
    var result = Matrix(rows: rows, columns: roots.count)
    for (state, energy) in roots.enumerated() {
      for q in 0..<rows where !isCore[q] {
        let scale = energy / (wave[q] - energy * mass[q])
        for at in parts * (q + state * rows)..<parts * (q + 1 + state * rows) {
          result.storage[at] = scale * images.storage[at]
        }
      }
      for (row, to) in core.enumerated() {
        for part in 0..<parts {
          result.storage[parts * (to + state * rows) + part] =
            vectors.storage[parts * (row + state * core.count) + part]
        }
      }
    }
    return result
  }
}
