import LinearAlgebra

/// Sixteen tight-binding models side by side, one in each SIMD lane: bands at fixed wave vectors, and
/// derivatives of functions of the bands by the coefficients. One instance serves one thread.
///
/// At special points the irreps' blocks are solved one by one, so that labels and degeneracies are exact
/// and the merged bands agree with them.
public struct TightBindingLanes {
  public typealias Lane = SIMD16<Float>
  public static let width = Lane.scalarCount

  public let model: TightBindingModel
  public let bands: Int
  /// Bands that are told at special points, at least `bands`.
  public let cornerBands: Int
  /// [points]: the high-symmetry point that each wave vector is equivalent to, if any.
  let corners: [Int?]
  /// [points][terms]
  private let factors: [[Float]]
  /// [special points][terms]
  private let cornerFactors: [[Float]]
  /// [coefficientCount]
  public var coefficients: [Lane]
  /// [coefficientCount], what `addGradient` adds to.
  public var gradient: [Lane]
  private var problem: BatchedEigenproblem<Lane>
  private var hamiltonian: [Lane]
  /// Derivative by the lower triangle.
  private var triangle: [Lane]
  package private(set) var levels: [Level] = []
  /// [special points]
  package private(set) var blocks: [[IrrepBlock]]

  /// - Parameters:
  ///   - points: wave vectors that bands are wanted at.
  ///   - bands: number of bands, at most the model's dimension.
  ///   - cornerBands: how many are told at special points, if more.
  public init(model: TightBindingModel, points: [KPoint], bands: Int, cornerBands: Int = 0) {
    self.model = model
    self.bands = bands
    let levels = max(bands, cornerBands)
    self.cornerBands = levels
    corners = points.map { model.places.index(of: $0) }
    factors = points.map { model.factors(at: $0).map(Float.init) }
    cornerFactors = model.places.points.map { model.factors(at: $0.k).map(Float.init) }
    let n = model.family.dimension
    coefficients = [Lane](repeating: .zero, count: model.family.coefficientCount)
    gradient = coefficients
    problem = BatchedEigenproblem(order: n, count: bands)
    hamiltonian = problem.packed
    triangle = problem.packed
    blocks = model.places.points.map { point in
      model.blocks(at: point).map {
        IrrepBlock(
          irrep: point.irreps[$0.irrep], number: point.first + $0.irrep, functions: $0.functions,
          bands: levels)
      }
    }
  }

  /// Whether the point is equivalent to a special point.
  public func isCorner(_ point: Int) -> Bool { corners[point] != nil }

  /// The lowest bands at a wave vector: [bands], ascending.
  public mutating func energies(at point: Int, tolerance: Float = Tolerance.singlePrecision)
    -> [Lane]
  {
    guard let corner = corners[point] else {
      solve(point, withVectors: false, tolerance: tolerance)
      return problem.values
    }
    solveCorner(corner, factors: factors[point], withVectors: false, tolerance: tolerance)
    var merged = [Lane](repeating: .zero, count: bands)
    for lane in 0..<Self.width {
      order(corner, lane)
      for n in 0..<bands { merged[n][lane] = levels[n].energy }
    }
    return merged
  }

  /// One band of a high-symmetry point: which block it comes from, and which state of it.
  package struct Level {
    package var energy: Float
    package var block: Int
    package var state: Int
  }

  /// Puts the lowest bands of one lane into `levels`, ascending, after `solveCorner`.
  package mutating func order(_ corner: Int, _ lane: Int) {
    levels.removeAll(keepingCapacity: true)
    for (b, block) in blocks[corner].enumerated() {
      for state in 0..<block.count {
        let level = Level(energy: block.energy(state, lane), block: b, state: state)
        var at = levels.count
        while at > 0, levels[at - 1].energy > level.energy { at -= 1 }
        if at >= cornerBands { break }
        if levels.count == cornerBands { levels.removeLast() }
        levels.insert(level, at: at)
      }
    }
  }

  /// Energies and irreps at a special point, by its position, of every lane: [lane][cornerBands].
  public mutating func specialPoint(_ corner: Int, tolerance: Float = Tolerance.singlePrecision)
    -> [(energies: [Float], irreps: [Irrep])]
  {
    solveCorner(corner, factors: cornerFactors[corner], withVectors: false, tolerance: tolerance)
    return (0..<Self.width).map { lane in
      order(corner, lane)
      return (levels.map(\.energy), levels.map { blocks[corner][$0.block].irrep })
    }
  }

  /// Solves the full matrix; `values` and `vectors` of `problem`.
  @inline(__always)
  package mutating func solve(_ point: Int, withVectors: Bool, tolerance: Float) {
    Self.build(model, factors[point], coefficients, &problem.packed)
    problem.solve(tolerance: tolerance, withVectors: withVectors)
  }

  /// Solves the blocks of a high-symmetry point that `point` is equivalent to.
  package mutating func solveCorner(
    _ corner: Int, _ point: Int, withVectors: Bool, tolerance: Float
  ) {
    solveCorner(corner, factors: factors[point], withVectors: withVectors, tolerance: tolerance)
  }

  /// Solves the blocks of the special point itself.
  package mutating func solveCorner(_ corner: Int, withVectors: Bool, tolerance: Float) {
    solveCorner(
      corner, factors: cornerFactors[corner], withVectors: withVectors, tolerance: tolerance)
  }

  private mutating func solveCorner(
    _ corner: Int, factors: [Float], withVectors: Bool, tolerance: Float
  ) {
    Self.build(model, factors, coefficients, &hamiltonian)
    for b in blocks[corner].indices {
      blocks[corner][b].solve(hamiltonian, withVectors: withVectors, tolerance: tolerance)
    }
  }

  /// Shifts the s orbitals so that the lowest s level at Gamma is 0, the zero frequency of a uniform field.
  package mutating func pinLowest() {
    solveCorner(0, withVectors: false, tolerance: Tolerance.singlePrecision)
    guard let block = blocks[0].first(where: { $0.number == 0 }) else { return }
    let lowest = block.problem.values[0]
    for c in 0..<model.family.s { coefficients[c] -= lowest }
  }

  /// The derivative of what `pinLowest` did: the lowest s level took this sum of derivatives with it.
  package mutating func addPinGradient(_ sum: Lane) {
    solveCorner(0, withVectors: true, tolerance: Tolerance.singlePrecision)
    let weights = blocks[0].map { block -> [Lane] in
      var own = [Lane](repeating: .zero, count: block.count)
      if block.number == 0 { own[0] = -sum }
      return own
    }
    addCornerGradient(0, weights: weights)
  }

  /// [bands], after `solve`.
  package var values: [Lane] { problem.values }

  /// Adds sum over n of weights[n] dE_n/dcoefficients to `gradient`, for the states that `solve` with
  /// vectors found at this point.
  package mutating func addGradient(_ point: Int, weights: [Lane]) {
    let vectors = problem.vectors
    addGradient(point, weights: weights, vectors: vectors)
  }

  /// [bands x dimension], after `solve` with vectors.
  package var vectors: [Lane] { problem.vectors }

  /// The same for states that were kept: [weights x dimension].
  package mutating func addGradient(_ point: Int, weights: [Lane], vectors: [Lane]) {
    let n = model.family.dimension
    vectors.withUnsafeBufferPointer { v in
      triangle.withUnsafeMutableBufferPointer { t in
        var e = 0
        for i in 0..<n {
          for j in 0...i {
            var sum = Lane.zero
            for (state, weight) in weights.enumerated() {
              let at = state * n
              sum.addProduct(weight * v[at + i], v[at + j])
            }
            t[e] = i == j ? sum : sum + sum
            e += 1
          }
        }
      }
    }
    scatter(factors[point])
  }

  /// The same for a high-symmetry point; weights [blocks][states].
  package mutating func addCornerGradient(_ corner: Int, _ point: Int, weights: [[Lane]]) {
    addCornerGradient(corner, factors: factors[point], weights: weights)
  }

  /// The same after `solveCorner` of the special point itself.
  package mutating func addCornerGradient(_ corner: Int, weights: [[Lane]]) {
    addCornerGradient(corner, factors: cornerFactors[corner], weights: weights)
  }

  private mutating func addCornerGradient(_ corner: Int, factors: [Float], weights: [[Lane]]) {
    for e in triangle.indices { triangle[e] = .zero }
    for (block, weights) in zip(blocks[corner], weights) {
      block.addOuterProducts(weights, to: &triangle)
    }
    scatter(factors)
  }

  private mutating func scatter(_ factors: [Float]) {
    let (starts, sources) = (model.starts, model.sources)
    factors.withUnsafeBufferPointer { factors in
      gradient.withUnsafeMutableBufferPointer { g in
        for e in 0..<(starts.count - 1) {
          let own = triangle[e]
          for t in starts[e]..<starts[e + 1] {
            g[sources[t]].addProduct(own, Lane(repeating: factors[t]))
          }
        }
      }
    }
  }

  private static func build(
    _ model: TightBindingModel, _ factors: [Float], _ coefficients: [Lane], _ h: inout [Lane]
  ) {
    let (starts, sources) = (model.starts, model.sources)
    coefficients.withUnsafeBufferPointer { c in
      factors.withUnsafeBufferPointer { f in
        h.withUnsafeMutableBufferPointer { h in
          for e in 0..<(starts.count - 1) {
            var sum = Lane.zero
            for t in starts[e]..<starts[e + 1] {
              sum.addProduct(c[sources[t]], Lane(repeating: f[t]))
            }
            h[e] = sum
          }
        }
      }
    }
  }
}

/// The block of one irrep at a high-symmetry point.
package struct IrrepBlock {
  package let irrep: Irrep
  /// As of `SpecialPlaces`; 0 is that of s orbitals at Gamma.
  package let number: Int
  /// States that may be among the lowest bands.
  package let count: Int
  /// Where the elements of the block's lower triangle stand in that of the whole matrix.
  private let elements: [Int]
  /// Whether they are off the diagonal.
  private let isOffDiagonal: [Bool]
  private(set) var problem: BatchedEigenproblem<SIMD16<Float>>

  init(irrep: Irrep, number: Int, functions: [Int], bands: Int) {
    self.irrep = irrep
    self.number = number
    count = min(bands + bands % irrep.dimension, functions.count)
    var elements: [Int] = []
    var isOffDiagonal: [Bool] = []
    for i in functions {
      for j in functions where j <= i {
        elements.append(i * (i + 1) / 2 + j)
        isOffDiagonal.append(j < i)
      }
    }
    self.elements = elements
    self.isOffDiagonal = isOffDiagonal
    problem = BatchedEigenproblem(order: functions.count, count: count)
  }

  mutating func solve(_ hamiltonian: [SIMD16<Float>], withVectors: Bool, tolerance: Float) {
    for (e, from) in elements.enumerated() { problem.packed[e] = hamiltonian[from] }
    problem.solve(tolerance: tolerance, withVectors: withVectors)
  }

  /// Both members of a pair have their mean.
  package func energy(_ state: Int, _ lane: Int) -> Float {
    if irrep.dimension == 1 { return problem.values[state][lane] }
    let first = state - state % 2
    return 0.5 * (problem.values[first][lane] + problem.values[first + 1][lane])
  }

  func addOuterProducts(_ weights: [SIMD16<Float>], to triangle: inout [SIMD16<Float>]) {
    let n = problem.order
    var e = 0
    for i in 0..<n {
      for j in 0...i {
        var sum = SIMD16<Float>.zero
        for (state, weight) in weights.enumerated() {
          sum.addProduct(weight * problem.vectors[state * n + i], problem.vectors[state * n + j])
        }
        triangle[elements[e]] += isOffDiagonal[e] ? sum + sum : sum
        e += 1
      }
    }
  }
}
