import BlochCore
import LinearAlgebra

/// The wave equation between states of a strip and the steps that improve them.
struct StripMixture<Matrix: DenseMatrix> {
  /// [near x functions]: the states, then the steps; V or b times them.
  private let functions: Matrix
  private let images: Matrix
  private let squares: [Double]
  private let isPotential: Bool

  /// Functions that are so little outside the others are dropped.
  private static var overlapFloor: Double { 1e-10 }

  init(_ functions: Matrix, _ images: Matrix, _ squares: [Double], isPotential: Bool) {
    (self.functions, self.images) = (functions, images)
    (self.squares, self.isPotential) = (squares, isPotential)
  }

  /// Of all mixtures those that continue the first functions.
  /// - Returns: [count], ascending.
  func states(like count: Int) throws -> StripSolver<Matrix>.States {
    let coupling = Matrix.adjointProduct(functions, images)
    var scaled = functions
    let parts = Matrix.components
    scaled.storage.withUnsafeMutableBufferPointer { scaled in
      for at in scaled.indices { scaled[at] *= squares[at / parts % squares.count] }
    }
    var stiffness = Matrix.adjointProduct(functions, scaled)
    if isPotential { stiffness.add(1, coupling) }
    let mass = isPotential ? Matrix.adjointProduct(functions, functions) : coupling
    // Steps are of all sizes.
    let order = mass.rows
    let lengths = (0..<order).map { mass.storage[parts * ($0 + $0 * order)].squareRoot() }
    let scale = lengths.map { $0 > 0 ? 1 / $0 : 0 }
    let (h, s) = (Self.scaled(stiffness, scale), Self.scaled(mass, scale))
    let found = try Matrix.lowestEigenpairs(s, overlap: nil, count: order, withVectors: true)
    let dropped = found.values.firstIndex { $0 > Self.overlapFloor } ?? 0
    var transform = Matrix(rows: order, columns: order - dropped)
    transform.storage = Array(found.vectors.storage[(dropped * parts * order)...])
    transform.scaleColumns(found.values[dropped...].map { 1 / $0.squareRoot() })
    var half = Matrix(rows: order, columns: transform.columns)
    half.add(1, h, transform)
    let mixed = try Matrix.lowestEigenpairs(
      .adjointProduct(transform, half), overlap: nil, count: transform.columns, withVectors: true)
    var factors = Matrix(rows: order, columns: transform.columns)
    factors.add(1, transform, mixed.vectors)
    let overlaps = Matrix.adjointProduct(Matrix(prefix: count, of: s), factors)
    let weights = mixed.values.indices.map { column in
      overlaps.numbers(ofColumn: column).reduce(0) { $0 + $1 * $1 }
    }
    let chosen = weights.indices.sorted { weights[$0] > weights[$1] }.prefix(count).sorted()
    var picked = Matrix(rows: order, columns: chosen.count)
    picked.storage = chosen.flatMap { Array(factors.numbers(ofColumn: $0)) }
    picked.storage.withUnsafeMutableBufferPointer { picked in
      for at in picked.indices { picked[at] *= scale[at / parts % order] }
    }
    var states = Matrix(rows: functions.rows, columns: chosen.count)
    states.add(1, functions, picked)
    var own = states
    own.storage.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    own.add(1, images, picked)
    return .init(levels: chosen.map { mixed.values[$0] }, states: states, images: own)
  }

  /// Rows and columns times factors.
  private static func scaled(_ a: Matrix, _ factors: [Double]) -> Matrix {
    var result = a
    let parts = Matrix.components
    result.storage.withUnsafeMutableBufferPointer { result in
      for at in result.indices {
        result[at] *= factors[at / parts % a.rows] * factors[at / parts / a.rows]
      }
    }
    return result
  }
}
