import BlochCore
import LinearAlgebra

/// States of a strip around a gap, one wave vector along the wall after the other.
///
/// Plane waves in a core exactly; what the states lack of some hundred waves a layer in one step from their residuals, and
/// the states mixed anew (Davidson, J. Comput. Phys. 17, 87 (1975)). What lies beyond all waves changes levels in second
/// order.
struct StripSolver<Matrix: DenseMatrix>: Sendable {
  let operatorInUse: StripOperator<Matrix>
  /// Number of states below the gap.
  let below: Int
  /// States that are solved above it at first.
  let margin: Int
  /// Plane waves of a layer in the core.
  let coreCount: Double
  /// What steps may leave of levels, 1/a^2.
  let leftOver: Double

  /// - Parameter nearCount: plane waves of a layer.
  init(
    _ strip: Strip, _ tables: [WaveCoefficients], below: Int, margin: Int, coreCount: Double,
    nearCount: Double,
    leftOver: Double
  ) {
    let waves = StripWaves(strip.frame, layers: strip.layers.count, count: nearCount)
    operatorInUse = StripOperator(strip, tables, waves)
    self.below = below
    self.margin = margin
    self.coreCount = coreCount
    self.leftOver = leftOver
  }

  var waves: StripWaves { operatorInUse.waves }
  var series: StripSeries { operatorInUse.series }

  /// States around the gap with V or b times them, ascending.
  struct States {
    /// 1/a^2
    var levels: [Double]
    /// [near x states], of norm 1 with b.
    var states: Matrix
    var images: Matrix
  }

  /// - Parameters:
  ///   - kappa: along the wall.
  ///   - interest: levels that must be there and converged, 1/a^2.
  func states(_ kappa: Double, interest: ClosedRange<Double>) throws -> States {
    var margin = margin
    while true {
      let found = try states(kappa, interest, margin)
      if found.levels.last ?? .infinity > interest.upperBound { return found }
      margin *= 2
    }
  }

  private func states(
    _ kappa: Double, _ interest: ClosedRange<Double>, _ margin: Int
  ) throws -> States {
    let squares = waves.near.map { waves.square($0, at: kappa) }
    let cutoff = coreCount * waves.unit
    let core = squares.indices.filter { squares[$0] <= cutoff }
    guard below + margin + 8 <= core.count else {
      throw SolverError("the strip has too few plane waves for so many bands")
    }
    // All states below too: steps would turn into them.
    let found = try coreStates(core, squares, 0..<below + margin)
    let count = below + margin
    var states = Matrix(rows: squares.count, columns: count)
    let parts = Matrix.components
    states.storage.withUnsafeMutableBufferPointer { to in
      found.vectors.storage.withUnsafeBufferPointer { from in
        for column in 0..<count {
          for (row, number) in core.enumerated() {
            for part in 0..<parts {
              to[parts * (column * squares.count + number) + part] =
                from[parts * (column * core.count + row) + part]
            }
          }
        }
      }
    }
    var result = States(
      levels: found.values, states: states, images: operatorInUse.image(states).near)
    // All functions so far.
    var (functions, images) = (result.states, result.images)
    for _ in 0..<Self.stepLimit {
      let rest = residuals(result.states, result.images, squares, result.levels)
      let open = unfinished(rest, squares, result.levels)
      if zip(result.levels, open).allSatisfy({ !interest.contains($0) || $1 < leftOver }) { break }
      let steps = self.steps(rest, squares, result.levels)
      functions = Self.joined(functions, steps)
      images = Self.joined(images, operatorInUse.image(steps).near)
      result = try StripMixture(functions, images, squares, isPotential: series.isPotential)
        .states(like: count)
    }
    return result
  }

  private static var stepLimit: Int { 4 }

  /// What would mend residuals if waves were not coupled.
  private func steps(_ rest: Matrix, _ squares: [Double], _ levels: [Double]) -> Matrix {
    var steps = rest
    let parts = Matrix.components
    steps.storage.withUnsafeMutableBufferPointer { steps in
      for (column, level) in levels.enumerated() {
        for row in squares.indices {
          let factor = -1 / denominator(squares[row], level)
          for part in 0..<parts { steps[parts * (column * squares.count + row) + part] *= factor }
        }
      }
    }
    return steps
  }

  /// What is left of a level is this much more than what another step would change: deep potentials take several.
  private static var stepsLeft: Double { 3 }

  /// How much levels would change by further steps, 1/a^2.
  private func unfinished(_ rest: Matrix, _ squares: [Double], _ levels: [Double]) -> [Double] {
    let parts = Matrix.components
    return levels.enumerated().map { column, level in
      var sum = 0.0
      for (at, value) in rest.numbers(ofColumn: column).enumerated() {
        sum += value * value / abs(denominator(squares[at / parts], level))
      }
      return Self.stepsLeft * sum
    }
  }

  private func coreStates(
    _ core: [Int], _ squares: [Double], _ range: Range<Int>
  ) throws -> Eigenpairs<Matrix> {
    var table = Matrix(rows: core.count, columns: core.count)
    let parts = Matrix.components
    let places = core.map { series.index(waves.near[$0].m, waves.near[$0].l) }
    let centre = series.index(0, 0)
    table.storage.withUnsafeMutableBufferPointer { table in
      series.values.withUnsafeBufferPointer { re in
        series.imaginary.withUnsafeBufferPointer { im in
          for (j, column) in places.enumerated() {
            for (i, row) in places.enumerated() {
              let at = centre + row - column
              let place = parts * (i + j * places.count)
              table[place] = re[at]
              if parts == 2 { table[place + 1] = im.isEmpty ? 0 : im[at] }
            }
          }
        }
      }
    }
    var stiffness = series.isPotential ? table : Matrix(rows: core.count, columns: core.count)
    for (i, number) in core.enumerated() {
      stiffness.storage[parts * (i + i * core.count)] += squares[number]
    }
    return try Matrix.eigenpairs(
      stiffness, overlap: series.isPotential ? nil : table, range: range)
  }

  /// What a wave's own element of A - lambda M is, kept off zero.
  private func denominator(_ square: Double, _ level: Double) -> Double {
    let own = series.isPotential ? square + series.mean - level : square - level * series.mean
    let least = 2 * waves.unit
    return abs(own) < least ? (own < 0 ? -least : least) : own
  }

  /// (A - lambda M) u on the near waves.
  private func residuals(
    _ states: Matrix, _ images: Matrix, _ squares: [Double], _ levels: [Double]
  ) -> Matrix {
    var result = images
    let parts = Matrix.components
    let isPotential = series.isPotential
    result.storage.withUnsafeMutableBufferPointer { result in
      states.storage.withUnsafeBufferPointer { states in
        for (column, level) in levels.enumerated() {
          for row in squares.indices {
            for part in 0..<parts {
              let at = parts * (column * squares.count + row) + part
              result[at] =
                isPotential
                ? result[at] + (squares[row] - level) * states[at]
                : squares[row] * states[at] - level * result[at]
            }
          }
        }
      }
    }
    return result
  }

  /// What levels lack of all waves.
  /// - Returns: [states]: the level corrected for what lies beyond the near waves, and its error.
  func corrected(_ found: States, _ kappa: Double) -> [(level: Double, error: Double)] {
    let image = operatorInUse.image(found.states, withFar: true)
    let squares = waves.near.map { waves.square($0, at: kappa) }
    let rest = residuals(found.states, image.near, squares, found.levels)
    let farSquares = waves.far.map { waves.square($0, at: kappa) }
    let parts = Matrix.components
    let unfinished = self.unfinished(rest, squares, found.levels)
    return found.levels.enumerated().map { column, level in
      var lowering = 0.0
      for (at, value) in image.far.numbers(ofColumn: column).enumerated() {
        let coupling = series.isPotential ? value : level * value
        lowering += coupling * coupling / denominator(farSquares[at / parts], level)
      }
      // Of jumps what lies beyond 2 Q^2 is to what lies between Q^2 and 2 Q^2 as 1 to 2^(3/2) - 1.
      let tail = lowering / (8.0.squareRoot() - 1)
      return (level - lowering - tail, unfinished[column] + 0.35 * lowering + 0.5 * tail)
    }
  }

  private static func joined(_ a: Matrix, _ b: Matrix) -> Matrix {
    var result = Matrix(rows: a.rows, columns: a.columns + b.columns)
    result.storage = a.storage + b.storage
    return result
  }
}
