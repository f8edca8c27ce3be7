import LinearAlgebra

/// The span of the lowest modes at a few wave vectors, in which A(k) = A0 + kx X + ky Y + k^2 A2 is a
/// small matrix for every k (reduced Bloch mode expansion; Hussein, Proc. R. Soc. A 465, 2825 (2009)).
///
/// A(k) between modes is taken as it is, by products with the operator on the modes' plane waves: a
/// Rayleigh-Ritz problem, whose eigenvalues cannot lie below those of the plane waves. What a mode's
/// coefficients lack (waves folded in beyond their cut-off) is put back as a shift: the difference d_i of its
/// energy and its Rayleigh quotient. In the orthonormal basis of the overlap's eigenvectors v the shift is
/// v^T diag(d) v, which is no larger than the largest of the d_i. Last, the lowest modes are
/// made eigenstates at their own wave vectors (`ReducedBasis+Corners`).
struct ReducedBasis: Sendable {
  let order: Int
  /// Lower triangles, element (i, j), j <= i, at i (i + 1)/2 + j, in a basis orthonormal in M.
  let a0: [Double]
  let x: [Double]
  let y: [Double]
  let a2: [Double]
  /// [modes x order]: the orthonormal functions in terms of the modes.
  let basis: RealMatrix
  /// [modes x order]: eigenvectors of the modes' overlap.
  let directions: RealMatrix
  let modes: Modes
  /// A0 times the modes, [plane waves x modes].
  let image: RealMatrix

  /// Modes over a common set of plane waves.
  struct Modes {
    /// [plane waves x functions], normalised: the modes, then any other functions.
    var functions: RealMatrix
    /// [modes]: E0 and wave vector of each.
    var energies: [Double]
    var points: [KPoint]

    /// Adds functions that are no modes, normalised.
    mutating func append(_ others: [ArraySlice<Double>]) {
      var storage = functions.storage
      for other in others {
        let norm = other.reduce(0) { $0 + $1 * $1 }.squareRoot()
        storage += other.map { $0 / max(norm, .leastNormalMagnitude) }
      }
      var larger = RealMatrix(rows: functions.rows, columns: functions.columns + others.count)
      larger.storage = storage
      functions = larger
    }
  }

  /// - Parameters:
  ///   - modes: need not be orthogonal.
  ///   - planeWaves: rows of `modes.functions`.
  ///   - overlapFloor: directions whose overlap eigenvalue is smaller are dropped.
  ///   - bands: of each special point as many modes at least become eigenstates there, pairs whole.
  /// - Throws: `LinearAlgebraError` when the overlap cannot be diagonalised.
  init(
    modes: Modes, planeWaves: [ReciprocalVector], wave: some AffineOperator, overlapFloor: Double,
    bands: Int
  ) throws {
    let size = modes.functions.columns
    let products = wave.products(modes.functions, planeWaves)
    let spectrum = try RealMatrix.lowestEigenpairs(products.mass, count: size)
    let kept = (0..<size).filter { spectrum.values[$0] > overlapFloor }
    var directions = RealMatrix(rows: size, columns: kept.count)
    for (to, from) in kept.enumerated() {
      for i in 0..<size { directions[i, to] = spectrum.vectors[i, from] }
    }
    var basis = directions
    basis.scaleColumns(kept.map { 1 / spectrum.values[$0].squareRoot() })
    var parts = Parts(
      a0: Self.projected(products.a0, basis), x: Self.projected(products.x, basis),
      y: Self.projected(products.y, basis), a2: Self.projected(products.a2, basis))
    // Functions that are no modes are shifted by the mean.
    var shifts = Self.shifts(modes, products)
    let mean = shifts.reduce(0, +) / Double(max(shifts.count, 1))
    shifts += [Double](repeating: mean, count: size - shifts.count)
    var shifted = directions
    for j in 0..<kept.count { for i in 0..<size { shifted[i, j] *= shifts[i] } }
    parts.a0.add(1, directions, transposed: true, shifted)
    // Projections of the modes: B^T M u = sigma^(1/2) v^T.
    var projections = RealMatrix(rows: kept.count, columns: modes.energies.count)
    for (row, from) in kept.enumerated() {
      let root = spectrum.values[from].squareRoot()
      for mode in modes.energies.indices { projections[row, mode] = root * directions[mode, row] }
    }
    try parts.makeExact(modes, projections, bands: bands)
    order = kept.count
    self.basis = basis
    self.directions = directions
    self.modes = modes
    image = products.image
    a0 = Self.packed(parts.a0)
    x = Self.packed(parts.x)
    y = Self.packed(parts.y)
    a2 = Self.packed(parts.a2)
  }

  /// The parts of A(k), [order x order].
  struct Parts {
    var a0: RealMatrix
    var x: RealMatrix
    var y: RealMatrix
    var a2: RealMatrix
  }

  /// E_i minus the Rayleigh quotient of mode i as its coefficients are: [modes].
  private static func shifts(_ modes: Modes, _ products: AffineProducts) -> [Double] {
    modes.energies.indices.map { i in
      let (kx, ky) = modes.points[i].cartesian
      let linear = kx * products.x[i, i] + ky * products.y[i, i]
      let square = (kx * kx + ky * ky) * products.a2[i, i]
      return modes.energies[i] - (products.a0[i, i] + linear + square) / products.mass[i, i]
    }
  }

  private static func projected(_ a: RealMatrix, _ basis: RealMatrix) -> RealMatrix {
    var ab = RealMatrix(rows: a.rows, columns: basis.columns)
    ab.add(1, a, basis)
    return .adjointProduct(basis, ab)
  }

  private static func packed(_ a: RealMatrix) -> [Double] {
    var lower: [Double] = []
    lower.reserveCapacity(a.rows * (a.rows + 1) / 2)
    for i in 0..<a.rows { for j in 0...i { lower.append(a[i, j]) } }
    return lower
  }

  /// Lowest states at some wave vectors, eight at a time.
  /// - Parameters:
  ///   - tolerance: of the energies, E0.
  ///   - withVectors: whether the states are wanted too.
  /// - Returns: energies [points x count] row-major, E0, and on request states [points x count][order].
  func states(at points: [KPoint], count: Int, tolerance: Double, withVectors: Bool)
    -> (energies: [Double], vectors: [[Double]])
  {
    typealias Lane = SIMD8<Double>
    let count = min(count, order)
    var result = [Double](repeating: 0, count: points.count * count)
    var vectors = [[Double]](repeating: [], count: withVectors ? result.count : 0)
    var batch = BatchedEigenproblem<Lane>(order: order, count: count)
    var from = 0
    while from < points.count {
      let filled = min(Lane.scalarCount, points.count - from)
      var kx = Lane.zero
      var ky = Lane.zero
      for lane in 0..<Lane.scalarCount {
        (kx[lane], ky[lane]) = points[from + min(lane, filled - 1)].cartesian
      }
      let k2 = kx * kx + ky * ky
      var at = 0
      batch.packed.withUnsafeMutableBufferPointer { a in
        for i in 0..<order {
          for _ in 0...i {
            a[at] = Lane(repeating: a0[at]).addingProduct(kx, x[at]).addingProduct(ky, y[at])
              .addingProduct(k2, a2[at])
            at += 1
          }
        }
      }
      batch.solve(tolerance: tolerance, withVectors: withVectors)
      for lane in 0..<filled {
        for n in 0..<count {
          // Brackets of levels that are closer than the tolerance need not be in order.
          let at = (from + lane) * count + n
          result[at] = n > 0 ? max(result[at - 1], batch.values[n][lane]) : batch.values[0][lane]
          if withVectors {
            vectors[at] = (0..<order).map {
              batch.vectors[n * order + $0][lane]
            }
          }
        }
      }
      from += filled
    }
    return (result, vectors)
  }
}
