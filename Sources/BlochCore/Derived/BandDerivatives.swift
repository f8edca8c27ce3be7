import LinearAlgebra
import WallpaperGroups

/// Slopes and curvatures of the lowest bands of a model at some wave vectors, by perturbation theory in the
/// eigenvectors: exact derivatives of the model's energies,
///
///     dE_n/dk_i = <n|H_i|n>,  d^2E_n/dk_i dk_j = <n|H_ij|n> + 2 sum over m of <n|H_i|m><m|H_j|n>/(E_n - E_m).
///
/// Where bands touch, a band has a slope only if the touching states share it, and no curvature.
public struct BandDerivatives: Sendable, Equatable {
  public let bands: Int
  /// [points x bands], ascending, in the model's unit.
  public private(set) var energies: [Double] = []
  /// [points x bands x 2]: by kx and ky, the model's unit times a; NaN where there is none.
  public private(set) var slopes: [Double] = []
  /// [points x bands x 3]: by kx kx, kx ky and ky ky, the model's unit times a^2; NaN where there is none.
  public private(set) var curvatures: [Double] = []
  /// [points x bands]: errors of either component; infinite where bands are too close to say.
  public private(set) var slopeErrors: [Double] = []
  public private(set) var curvatureErrors: [Double] = []

  /// Distance of levels that counts as none, in the model's unit.
  private static let touching = 1e-7
  /// Slopes of touching bands that differ by less are one, in the model's unit times a.
  private static let sameSlope = 1e-6
  /// How fast an error e of the energies changes over the zone, by experience (docs/physics.md, "Derivatives"): its
  /// slope is at most 1.5 e a, its curvature 6 e a^2.
  private static let errorSlope = 1.5
  private static let errorCurvature = 6.0

  /// - Parameters:
  ///   - model: of the whole zone.
  ///   - bands: at most the model's order.
  ///   - error: of band n, counted from 1, in the model's unit.
  /// - Throws: `LinearAlgebraError` if LAPACK breaks down.
  public init(
    _ model: some RealBlochHamiltonian, at points: [KPoint], bands: Int, error: (Int) -> Double
  ) throws {
    self.init(bands: bands, points: points.count)
    try fill(DerivativeMatrices(model), points.map { ($0, Turn.identity) }, 0..., error)
  }

  /// - Parameter model: derivatives are taken in the pieces of the zone where its matrices hold, and turned.
  public init(_ model: KeptModel, at points: [KPoint], bands: Int, error: (Int) -> Double) throws {
    self.init(bands: bands, points: points.count)
    for (piece, own) in model.split(points) {
      let places = own.map {
        ($0.place.k, Turn(inverting: $0.place.matrix, model.symmetry.lattice))
      }
      let rows = own.map(\.index)
      switch model.pieces {
      case .real(let models):
        try fill(DerivativeMatrices(models[piece]), places, rows, error)
      case .hermitian(let models):
        try fill(HermitianDerivativeMatrices(models[piece]), places, rows, error)
      }
    }
  }

  private init(bands: Int, points: Int) {
    self.bands = bands
    energies = [Double](repeating: 0, count: points * bands)
    slopes = [Double](repeating: 0, count: 2 * points * bands)
    curvatures = [Double](repeating: 0, count: 3 * points * bands)
    slopeErrors = energies
    curvatureErrors = energies
  }

  /// - Parameter rows: of the wave vectors among all.
  private mutating func fill<Work: BlochDerivatives>(
    _ work: Work, _ places: [(k: KPoint, turn: Turn)], _ rows: some Sequence<Int>,
    _ error: (Int) -> Double
  ) throws {
    let size = work.order
    let errors = (1...size).map(error)
    for (place, row) in zip(places, rows) {
      let matrices = work.at(place.k)
      let states = try Work.Matrix.lowestEigenpairs(
        matrices.h, overlap: nil, count: size, withVectors: true)
      let v = states.vectors
      func elements(_ matrix: Work.Matrix) -> Work.Matrix {
        var image = Work.Matrix(rows: size, columns: size)
        image.add(1, matrix, v)
        return .adjointProduct(v, image)
      }
      let all = StateElements(
        levels: states.values, slopes: [elements(matrices.x), elements(matrices.y)],
        curvatures: [matrices.xx, matrices.xy, matrices.yy].map(elements))
      for n in 0..<bands {
        let at = row * bands + n
        energies[at] = states.values[n]
        write(n, all, errors, turn: place.turn, to: at)
      }
    }
  }

  /// - Parameter turn: what takes directions where the model was asked to those at the wave vector.
  private mutating func write<Matrix: DenseMatrix>(
    _ n: Int, _ all: StateElements<Matrix>, _ errors: [Double], turn: Turn, to at: Int
  ) {
    let levels = all.levels
    let others = levels.indices.filter { $0 != n }
    let together = others.filter { abs(levels[$0] - levels[n]) < Self.touching }
    var slope = SIMD2(all.slope(0, n), all.slope(1, n))
    let isOne = together.allSatisfy { m in
      (0..<2).allSatisfy {
        all.product($0, $0, n, m).squareRoot() < Self.sameSlope
          && abs(all.slope($0, m) - all.slope($0, n)) < Self.sameSlope
      }
    }
    if !isOne { slope = SIMD2(.nan, .nan) }
    let apart = others.filter { !together.contains($0) }
    var bend = (0..<3).map { all.curvature($0, n) }
    var slopeError = Self.errorSlope * errors[n]
    var bendError = Self.errorCurvature * errors[n]
    for m in apart {
      let distance = levels[n] - levels[m]
      let (xx, yy) = (all.product(0, 0, n, m), all.product(1, 1, n, m))
      bend[0] += 2 * xx / distance
      bend[1] += 2 * all.product(0, 1, n, m) / distance
      bend[2] += 2 * yy / distance
      // A small matrix of the errors' size mixes the states by its ratio to their distance.
      let error = errors[n] + errors[m]
      let mixing = error / abs(distance)
      let square = max(xx, yy)
      let size = square.squareRoot()
      slopeError +=
        min(1, mixing) * (2 * size + (mixing < 1 ? 0 : 1) * all.largestDifference(n, m))
      bendError +=
        mixing < 0.5
        ? 4 * square * mixing / abs(distance) + 4 * size * Self.errorSlope * mixing : .infinity
    }
    if !together.isEmpty { bend = [.nan, .nan, .nan] }
    let (turnedSlope, turnedBend) = (turn.vector(slope), turn.form(bend))
    for i in 0..<2 { slopes[2 * at + i] = turnedSlope[i] }
    for i in 0..<3 { curvatures[3 * at + i] = turnedBend[i] }
    slopeErrors[at] = isOne ? slopeError : .nan
    curvatureErrors[at] = together.isEmpty ? bendError : .nan
  }
}

/// A rotation or reflection of the plane, Cartesian.
private struct Turn {
  /// Row by row.
  private let elements: [Double]

  static let identity = Turn(elements: [1, 0, 0, 1])

  private init(elements: [Double]) { self.elements = elements }

  /// The inverse of what a matrix does to the coordinates of wave vectors.
  init(inverting matrix: [Int], _ lattice: Lattice) {
    func image(_ x1: Int, _ x2: Int) -> (x: Double, y: Double) {
      lattice.waveVector(
        x1: Double(matrix[0] * x1 + matrix[1] * x2), x2: Double(matrix[2] * x1 + matrix[3] * x2))
    }
    // b1 = (p, q) and b2 = (0, r) go to c1 and c2: the x axis to (c1 - q/r c2)/p, the y axis to c2/r.
    let (b1, b2) = (lattice.waveVector(x1: 1, x2: 0), lattice.waveVector(x1: 0, x2: 1))
    let (c1, c2) = (image(1, 0), image(0, 1))
    let share = b1.y / b2.y
    // Its rows are columns of the inverse.
    self.init(elements: [
      (c1.x - share * c2.x) / b1.x, (c1.y - share * c2.y) / b1.x, c2.x / b2.y, c2.y / b2.y,
    ])
  }

  func vector(_ v: SIMD2<Double>) -> [Double] {
    [elements[0] * v.x + elements[1] * v.y, elements[2] * v.x + elements[3] * v.y]
  }

  /// A symmetric matrix, xx, xy and yy.
  func form(_ a: [Double]) -> [Double] {
    let (p, q, r, s) = (elements[0], elements[1], elements[2], elements[3])
    return [
      p * p * a[0] + 2 * p * q * a[1] + q * q * a[2],
      p * r * a[0] + (p * s + q * r) * a[1] + q * s * a[2],
      r * r * a[0] + 2 * r * s * a[1] + s * s * a[2],
    ]
  }
}

/// Derivatives of H between the states of one wave vector.
private struct StateElements<Matrix: DenseMatrix> {
  let levels: [Double]
  /// By kx and ky.
  let slopes: [Matrix]
  /// By kx kx, kx ky and ky ky.
  let curvatures: [Matrix]

  func slope(_ i: Int, _ n: Int) -> Double { diagonal(slopes[i], n) }
  func curvature(_ i: Int, _ n: Int) -> Double { diagonal(curvatures[i], n) }

  private func diagonal(_ a: Matrix, _ n: Int) -> Double {
    a.storage[Matrix.components * (n + n * a.rows)]
  }

  /// The real part of <n|H_i|m><m|H_j|n>.
  func product(_ i: Int, _ j: Int, _ n: Int, _ m: Int) -> Double {
    let c = Matrix.components
    let at = c * (n + m * slopes[i].rows)
    var sum = 0.0
    for part in 0..<c { sum += slopes[i].storage[at + part] * slopes[j].storage[at + part] }
    return sum
  }

  /// Of the slopes of two bands.
  func largestDifference(_ n: Int, _ m: Int) -> Double {
    (0..<2).map { abs(slope($0, n) - slope($0, m)) }.max() ?? 0
  }
}

/// H and its derivatives at one wave vector, as full matrices.
private protocol BlochDerivatives {
  associatedtype Matrix: DenseMatrix
  var order: Int { get }
  func at(_ k: KPoint) -> DerivativeSet<Matrix>
}

private struct DerivativeSet<Matrix> {
  var h: Matrix
  var x: Matrix
  var y: Matrix
  var xx: Matrix
  var xy: Matrix
  var yy: Matrix
}

private struct DerivativeMatrices<Hamiltonian: RealBlochHamiltonian>: BlochDerivatives {
  private typealias Lane = SIMD8<Double>
  private let hamiltonian: Hamiltonian
  /// Room for six triangles.
  private let packed: [[Lane]]

  var order: Int { hamiltonian.order }

  init(_ hamiltonian: Hamiltonian) {
    self.hamiltonian = hamiltonian
    let size = hamiltonian.order * (hamiltonian.order + 1) / 2
    packed = [[Lane]](repeating: [Lane](repeating: .zero, count: size), count: 6)
  }

  func at(_ k: KPoint) -> DerivativeSet<RealMatrix> {
    let (x1, x2) = (Lane(repeating: k.x1), Lane(repeating: k.x2))
    let hamiltonian = hamiltonian
    var h = packed[0]
    h.withUnsafeMutableBufferPointer { hamiltonian.fill($0.baseAddress!, x1, x2) }
    var (x, y) = (packed[1], packed[2])
    x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        hamiltonian.fillSlopes(x.baseAddress!, y.baseAddress!, x1, x2)
      }
    }
    var (xx, xy, yy) = (packed[3], packed[4], packed[5])
    xx.withUnsafeMutableBufferPointer { xx in
      xy.withUnsafeMutableBufferPointer { xy in
        yy.withUnsafeMutableBufferPointer { yy in
          hamiltonian.fillCurvatures(
            xx.baseAddress!, xy.baseAddress!, yy.baseAddress!, x1, x2)
        }
      }
    }
    return DerivativeSet(
      h: full(h), x: full(x), y: full(y), xx: full(xx), xy: full(xy), yy: full(yy))
  }

  private func full(_ triangle: [Lane]) -> RealMatrix {
    let size = hamiltonian.order
    var matrix = RealMatrix(rows: size, columns: size)
    var at = 0
    for i in 0..<size {
      for j in 0...i {
        matrix[i, j] = triangle[at][0]
        matrix[j, i] = triangle[at][0]
        at += 1
      }
    }
    return matrix
  }
}

private struct HermitianDerivativeMatrices<Hamiltonian: HermitianBlochHamiltonian>: BlochDerivatives
{
  private typealias Lane = SIMD8<Double>
  private let hamiltonian: Hamiltonian

  var order: Int { hamiltonian.order }

  init(_ hamiltonian: Hamiltonian) { self.hamiltonian = hamiltonian }

  func at(_ k: KPoint) -> DerivativeSet<ComplexMatrix> {
    let (x1, x2) = (Lane(repeating: k.x1), Lane(repeating: k.x2))
    let size = order * (order + 1) / 2
    // Real parts, then imaginary ones, of six triangles.
    var packed = [Lane](repeating: .zero, count: 12 * size)
    packed.withUnsafeMutableBufferPointer { packed in
      func pair(_ at: Int) -> (
        real: UnsafeMutablePointer<Lane>, imaginary: UnsafeMutablePointer<Lane>
      ) {
        let start = packed.baseAddress! + 2 * at * size
        return (start, start + size)
      }
      hamiltonian.fill(pair(0).real, pair(0).imaginary, x1, x2)
      hamiltonian.fillSlopes(pair(1), pair(2), x1, x2)
      hamiltonian.fillCurvatures(pair(3), pair(4), pair(5), x1, x2)
    }
    func full(_ at: Int) -> ComplexMatrix {
      var matrix = ComplexMatrix(rows: order, columns: order)
      var from = 2 * at * size
      for i in 0..<order {
        for j in 0...i {
          let (re, im) = (packed[from][0], packed[from + size][0])
          let (lower, upper) = (2 * (i + j * order), 2 * (j + i * order))
          (matrix.storage[upper], matrix.storage[upper + 1]) = (re, -im)
          (matrix.storage[lower], matrix.storage[lower + 1]) = (re, im)
          from += 1
        }
      }
      return matrix
    }
    return DerivativeSet(
      h: full(0), x: full(1), y: full(2), xx: full(3), xy: full(4), yy: full(5))
  }
}
