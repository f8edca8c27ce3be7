import LinearAlgebra

/// The span of the lowest modes at a few wave vectors of a piece of the zone, in which A(k) = A0 + kx X + ky Y + k^2 A2
/// is a small matrix for every k (reduced Bloch mode expansion; Hussein, Proc. R. Soc. A 465, 2825 (2009)).
///
/// A(k) between modes is taken as it is, by products with the operator on the modes' plane waves: a
/// Rayleigh-Ritz problem, whose eigenvalues cannot lie below those of the plane waves. What a mode's
/// coefficients lack (waves folded in beyond their cut-off) is put back as a shift: the difference d_i of its
/// energy and its Rayleigh quotient. In the orthonormal basis of the overlap's eigenvectors v the shift is
/// v^T diag(d) v, which is no larger than the largest of the d_i; where M is not the unit matrix d goes with a high power
/// of the energy, and -(d_i d_j)^(1/2) times the overlap keeps that of a low mode low. Last, the lowest modes are
/// made eigenstates at their own wave vectors (`ReducedBasis+Corners`).
struct ReducedBasis<Matrix: DenseMatrix>: Sendable {
  let piece: ZonePiece
  let order: Int
  /// Lower triangles, element (i, j), j <= i, at i (i + 1)/2 + j, in a basis orthonormal in M; complex ones as pairs of
  /// numbers.
  let a0: [Double]
  let x: [Double]
  let y: [Double]
  let a2: [Double]
  /// What is multiplied by k1 k2, k = k1 b1 + k2 b2, and by kx^2; empty where there is no such term.
  let xy: [Double]
  let xx: [Double]
  /// [modes x order]: the orthonormal functions in terms of the modes.
  let basis: Matrix
  /// [modes x order]: eigenvectors of the modes' overlap.
  let directions: Matrix
  let modes: Modes
  /// A0 and M times the modes, [plane waves x modes].
  let image: Matrix
  let massImage: Matrix

  /// Modes over a common set of plane waves.
  struct Modes {
    /// [plane waves x functions], normalised: the modes, then any other functions.
    var functions: Matrix
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
      var larger = Matrix(rows: functions.rows, columns: functions.columns + others.count)
      larger.storage = storage
      functions = larger
    }
  }

  /// - Parameters:
  ///   - modes: need not be orthogonal.
  ///   - planeWaves: rows of `modes.functions`.
  ///   - piece: that the modes belong to.
  ///   - overlapFloor: directions whose overlap eigenvalue is smaller are dropped.
  ///   - bands: of each special point as many modes at least become eigenstates there, pairs whole.
  ///   - corners: how.
  /// - Throws: `LinearAlgebraError` when the overlap cannot be diagonalised.
  init(
    modes: Modes, planeWaves: [ReciprocalVector], wave: some AffineOperator<Matrix>,
    piece: ZonePiece, overlapFloor: Double, bands: Int, corners: Corners
  ) throws {
    try self.init(
      modes: modes, products: wave.products(modes.functions, planeWaves), piece: piece,
      overlapFloor: overlapFloor, bands: bands, corners: corners)
  }

  /// - Parameter products: between the functions of the modes, which need not be plane waves then.
  /// - Throws: `LinearAlgebraError` when the overlap cannot be diagonalised.
  init(
    modes: Modes, products: AffineProducts<Matrix>, piece: ZonePiece, overlapFloor: Double,
    bands: Int, corners: Corners
  ) throws {
    let c = Matrix.components
    let size = modes.functions.columns
    let spectrum = try Matrix.lowestEigenpairs(
      products.mass, overlap: nil, count: size, withVectors: true)
    let kept = (0..<size).filter { spectrum.values[$0] > overlapFloor }
    var directions = Matrix(rows: size, columns: kept.count)
    for (to, from) in kept.enumerated() {
      for i in 0..<c * size {
        directions.storage[c * to * size + i] = spectrum.vectors.storage[c * from * size + i]
      }
    }
    var basis = directions
    basis.scaleColumns(kept.map { 1 / spectrum.values[$0].squareRoot() })
    var parts = Parts(
      a0: Self.projected(products.a0, basis), x: Self.projected(products.x, basis),
      y: Self.projected(products.y, basis), a2: Self.projected(products.a2, basis),
      xy: products.xy.map { Self.projected($0, basis) },
      xx: products.xx.map { Self.projected($0, basis) })
    var shifts = Self.shifts(modes, products, piece)
    // Functions that are no modes are shifted by the mean.
    let mean = shifts.reduce(0, +) / Double(max(shifts.count, 1))
    shifts += [Double](repeating: mean, count: size - shifts.count)
    if corners == .modes {
      var shifted = directions
      for j in 0..<kept.count {
        for i in 0..<c * size { shifted.storage[c * j * size + i] *= shifts[i / c] }
      }
      parts.a0.add(1, directions, transposed: true, shifted)
    } else {
      // What is lacking is a quadratic form of the function times its energy: of the constant wave nothing is.
      let roots = shifts.map { max(0, -$0).squareRoot() }
      var form = products.mass
      for j in 0..<size {
        for i in 0..<c * size { form.storage[c * j * size + i] *= -roots[i / c] * roots[j] }
      }
      // Divided by a small overlap it would be anything: no direction is shifted by more than a share of its energy.
      let own = Self.projected(form, basis)
      var bounded = basis
      bounded.scaleColumns(
        (0..<kept.count).map { at in
          let diagonal = c * (at + at * kept.count)
          let most = Self.largestShift * max(0, parts.a0.storage[diagonal])
          let shift = -own.storage[diagonal]
          return shift > most ? (most / shift).squareRoot() : 1
        })
      var shift = Self.projected(form, bounded)
      if let still = modes.energies.firstIndex(where: { abs($0) < Self.stillEnergy }) {
        Self.spare(Self.coordinates(ofMode: still, directions, kept, spectrum), &shift)
      }
      parts.a0.add(1, shift)
    }
    // Projections of the modes: B^+ M u = sigma^(1/2) v^+.
    var projections = Matrix(rows: kept.count, columns: modes.energies.count)
    for (row, from) in kept.enumerated() {
      let root = spectrum.values[from].squareRoot()
      for mode in modes.energies.indices {
        let at = c * (row + mode * kept.count)
        projections.storage[at] = root * directions.storage[c * (mode + row * size)]
        if c == 2 {
          projections.storage[at + 1] = -root * directions.storage[c * (mode + row * size) + 1]
        }
      }
    }
    if corners != .free {
      try parts.makeExact(
        modes, projections, bands: bands, piece, withinStates: corners == .levels)
    }
    order = kept.count
    self.basis = basis
    self.directions = directions
    self.modes = modes
    image = products.image
    massImage = products.massImage
    a0 = Self.packed(parts.a0)
    x = Self.packed(parts.x)
    y = Self.packed(parts.y)
    a2 = Self.packed(parts.a2)
    xy = parts.xy.map(Self.packed) ?? []
    xx = parts.xx.map(Self.packed) ?? []
    self.piece = piece
  }

  /// What the basis has at its own wave vectors.
  enum Corners {
    /// The modes as eigenstates, with their energies.
    case modes
    /// The energies of the modes, for its own eigenstates.
    case levels
    /// Energies that are the modes' to the accuracy of the basis: without what the change would do in between.
    case free
  }

  /// The parts of A(k), [order x order].
  struct Parts {
    var a0: Matrix
    var x: Matrix
    var y: Matrix
    var a2: Matrix
    /// Of k1 k2, and of kx^2, where there is such a term.
    var xy: Matrix?
    var xx: Matrix?
  }

  /// Energy of the constant wave, E0, but for rounding.
  private static var stillEnergy: Double { 1e-9 }

  /// Coordinates of a mode in the basis, B^+ M u.
  private static func coordinates(
    ofMode mode: Int, _ directions: Matrix, _ kept: [Int], _ spectrum: Eigenpairs<Matrix>
  ) -> Matrix {
    let c = Matrix.components
    var result = Matrix(rows: kept.count, columns: 1)
    for (row, from) in kept.enumerated() {
      let root = spectrum.values[from].squareRoot()
      let at = c * (mode + row * directions.rows)
      result.storage[c * row] = root * directions.storage[at]
      if c == 2 { result.storage[c * row + 1] = -root * directions.storage[at + 1] }
    }
    let length = result.storage.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for at in result.storage.indices { result.storage[at] /= length }
    return result
  }

  /// F := (1 - e e^+) F (1 - e e^+).
  private static func spare(_ e: Matrix, _ form: inout Matrix) {
    var unit = Matrix(rows: form.rows, columns: form.rows)
    unit.addDiagonal(1)
    for _ in 0..<2 {
      // F - e (F^+ e)^+, and the same from the other side, F being Hermitian.
      let images = Matrix.adjointProduct(form, e)
      form.add(-1, e, transposed: false, images, transposed: true)
      form = .adjointProduct(form, unit)
    }
  }

  /// Share of its energy that a direction is shifted by at most.
  private static var largestShift: Double { 0.03 }

  /// E_i minus the Rayleigh quotient of mode i as its coefficients are: [modes].
  private static func shifts(
    _ modes: Modes, _ products: AffineProducts<Matrix>, _ piece: ZonePiece
  ) -> [Double] {
    modes.energies.indices.map { i in
      let (kx, ky) = piece.metric.cartesian(modes.points[i])
      let at = Matrix.components * (i + i * products.a0.rows)
      let linear = kx * products.x.storage[at] + ky * products.y.storage[at]
      var square = (kx * kx + ky * ky) * products.a2.storage[at]
      if let xy = products.xy { square += modes.points[i].x1 * modes.points[i].x2 * xy.storage[at] }
      if let xx = products.xx { square += kx * kx * xx.storage[at] }
      return modes.energies[i]
        - (products.a0.storage[at] + linear + square) / products.mass.storage[at]
    }
  }

  private static func projected(_ a: Matrix, _ basis: Matrix) -> Matrix {
    var ab = Matrix(rows: a.rows, columns: basis.columns)
    ab.add(1, a, basis)
    return .adjointProduct(basis, ab)
  }

  private static func packed(_ a: Matrix) -> [Double] {
    var lower: [Double] = []
    let c = Matrix.components
    lower.reserveCapacity(c * a.rows * (a.rows + 1) / 2)
    for i in 0..<a.rows {
      for j in 0...i {
        for part in 0..<c { lower.append(a.storage[c * (i + j * a.rows) + part]) }
      }
    }
    return lower
  }
}
