import LinearAlgebra

/// The span of the lowest modes at a few wave vectors, in which A(k) = A0 + kx X + ky Y + k^2 A2 is a
/// small matrix for every k (reduced Bloch mode expansion; Hussein, Proc. R. Soc. A 465, 2825 (2009)).
///
/// A0 between modes needs no matrix product: A(k_j) u_j = E_j M u_j gives it from the energies and the
/// products with M, Ax, Ay, A2. Plane waves that were folded into a mode are thereby accounted for
/// although the mode's coefficients end at a nearer cut-off.
struct ReducedBasis: Sendable {
  let order: Int
  /// Lower triangles, element (i, j), j <= i, at i (i + 1)/2 + j, in a basis orthonormal in M.
  let a0: [Double]
  let x: [Double]
  let y: [Double]
  let a2: [Double]
  /// [modes x order]: the orthonormal functions in terms of the modes.
  let basis: RealMatrix
  /// [plane waves x modes].
  let modes: RealMatrix
  /// [modes]: energy and wave vector of each.
  let energies: [Double]
  let points: [KPoint]
  /// [modes x modes]: their overlaps.
  let mass: RealMatrix

  /// Modes over a common set of plane waves.
  struct Modes {
    /// [plane waves x modes].
    var functions: RealMatrix
    /// [modes]: E0 and wave vector of each.
    var energies: [Double]
    var points: [KPoint]
  }

  /// - Parameters:
  ///   - modes: normalised; need not be orthogonal.
  ///   - planeWaves: rows of `modes.functions`.
  ///   - overlapFloor: directions whose overlap eigenvalue is smaller are dropped. Their matrix
  ///     elements are differences of large numbers: below the square of the modes' missing
  ///     tails they would be noise, and noise at -infinity.
  /// - Throws: `LinearAlgebraError` when the overlap cannot be diagonalised.
  init(
    modes: Modes, planeWaves: [ReciprocalVector], wave: some AffineOperator, overlapFloor: Double
  ) throws {
    let size = modes.energies.count
    let products = wave.products(modes.functions, planeWaves)
    let (s, x, y, a2) = (products.mass, products.x, products.y, products.a2)
    let k = modes.points.map(\.cartesian)
    let k2 = k.map { $0.x * $0.x + $0.y * $0.y }
    var a0 = RealMatrix(rows: size, columns: size)
    for j in 0..<size {
      for i in 0..<size {
        let whole = (modes.energies[i] + modes.energies[j]) * s[i, j]
        let linear = (k[i].x + k[j].x) * x[i, j] + (k[i].y + k[j].y) * y[i, j]
        a0[i, j] = 0.5 * (whole - linear - (k2[i] + k2[j]) * a2[i, j])
      }
    }
    let spectrum = try RealMatrix.lowestEigenpairs(s, count: size)
    let kept = (0..<size).filter { spectrum.values[$0] > overlapFloor }
    var basis = RealMatrix(rows: size, columns: kept.count)
    for (to, from) in kept.enumerated() {
      let scale = 1 / spectrum.values[from].squareRoot()
      for i in 0..<size { basis[i, to] = scale * spectrum.vectors[i, from] }
    }
    order = kept.count
    self.basis = basis
    energies = modes.energies
    points = modes.points
    mass = s
    self.modes = modes.functions
    self.a0 = Self.packed(a0, in: basis)
    self.x = Self.packed(x, in: basis)
    self.y = Self.packed(y, in: basis)
    self.a2 = Self.packed(a2, in: basis)
  }

  private static func packed(_ a: RealMatrix, in basis: RealMatrix) -> [Double] {
    var ab = RealMatrix(rows: a.rows, columns: basis.columns)
    ab.add(1, a, basis)
    let c = RealMatrix.adjointProduct(basis, ab)
    var lower: [Double] = []
    lower.reserveCapacity(c.rows * (c.rows + 1) / 2)
    for i in 0..<c.rows { for j in 0...i { lower.append(c[i, j]) } }
    return lower
  }

  /// The lowest eigenvalues at each wave vector, E0: [points x count] row-major.
  func energies(at points: [KPoint], count: Int, tolerance: Double) -> [Double] {
    typealias Lane = SIMD8<Double>
    var result = [Double](repeating: 0, count: points.count * count)
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
      batch.solve(tolerance: tolerance)
      for lane in 0..<filled {
        for n in 0..<count { result[(from + lane) * count + n] = batch.values[n][lane] }
      }
      from += filled
    }
    return result
  }
}
