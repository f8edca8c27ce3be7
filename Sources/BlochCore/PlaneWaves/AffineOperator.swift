import LinearAlgebra

/// A wave equation A(k) u = E M u on plane waves whose operator depends on the wave vector as
/// A(k) = A0 + kx Ax + ky Ay + k^2 A2, with A0, Ax, Ay, A2 and a mass matrix M that are real symmetric where the
/// crystal has C2, else Hermitian.
/// One wave equation is one conforming type; special points, folding and the reduced basis are written
/// against it. Dense matrices and dE/dV are the Schroedinger equation's alone.
package protocol AffineOperator<Matrix>: Sendable {
  /// Real or complex.
  associatedtype Matrix: DenseMatrix = RealMatrix

  /// Whether M is the unit matrix, which spares the solver the terms with M.
  static var hasUnitMass: Bool { get }

  /// Largest |n1| and |n2| of a difference G - G' for which elements are known.
  var reach: Int { get }

  /// Elements between G and G'.
  func element(_ g: ReciprocalVector, _ h: ReciprocalVector) -> AffineElement

  /// Elements of A(k) - energy M between each row (fastest) and each column, k in Cartesian
  /// components; of a complex operator real and imaginary parts one after the other.
  func elements(
    rows: [ReciprocalVector], columns: [ReciprocalVector], k: (x: Double, y: Double),
    energy: Double, into table: UnsafeMutablePointer<Double>)

  /// Elements of M between each row (fastest) and each column; not asked for where M is the unit matrix.
  func masses(
    rows: [ReciprocalVector], columns: [ReciprocalVector],
    into table: UnsafeMutablePointer<Double>)

  /// What the plane waves with |k + G|^2 > outer |b|^2 would add to the folding, as a fraction of what
  /// those between outer/2 and outer add.
  func foldingTail(outer: Double) -> Double

  /// Largest error of that, E0.
  /// - Parameter energyZero: energy about which the folding is linearised, E0.
  func foldingTailError(outer: Double, energyZero: Double) -> Double

  /// How far what couples plane waves gets from its mean, as an energy, E0.
  var strength: Double { get }

  /// Share of its square that couples plane waves more than inner^(1/2) |b| apart, 0 to 1.
  func shortShare(inner: Double) -> Double

  /// U^+ A0 U, U^+ Ax U, U^+ Ay U, U^+ A2 U, U^+ M U, A0 U, and M U.
  /// - Parameters:
  ///   - functions: U, [plane waves x functions].
  func products(_ functions: Matrix, _ planeWaves: [ReciprocalVector]) -> AffineProducts<Matrix>

  /// A(k) U - M U diag(energies) on the plane waves given, [plane waves x functions].
  /// - Parameters:
  ///   - functions: U, [plane waves x functions].
  ///   - image: A0 U.
  ///   - massImage: M U.
  ///   - k: Cartesian components, of each function.
  ///   - energies: of each function.
  func residuals(
    _ functions: Matrix, image: Matrix, massImage: Matrix, _ planeWaves: [ReciprocalVector],
    k: [(x: Double, y: Double)], energies: [Double]
  ) -> Matrix

  /// What a derivative by the pattern is times the wave's density, for an eigenvalue in the unit wanted; 1 for a
  /// potential.
  func response(_ energy: Double) -> Double

  /// The operator in coordinates turned by 60 degrees `steps` times.
  func rotated(sixths steps: Int) -> Self
}

/// One element a0 + kx ax + ky ay + k^2 a2 of A(k), and that of M.
package struct AffineElement: Sendable {
  package init(
    a0: Double = 0, ax: Double = 0, ay: Double = 0, a2: Double = 0, mass: Double = 0
  ) {
    self.a0 = a0
    self.ax = ax
    self.ay = ay
    self.a2 = a2
    self.mass = mass
  }

  package var a0: Double
  package var ax: Double
  package var ay: Double
  package var a2: Double
  package var mass: Double

  /// The element of A(k) - energy M at a wave vector with Cartesian components (x, y).
  @inline(__always)
  package func at(_ x: Double, _ y: Double, energy: Double = 0) -> Double {
    a0 + x * ax + y * ay + (x * x + y * y) * a2 - energy * mass
  }
}

/// The parts of an operator between functions, [functions x functions].
package struct AffineProducts<Matrix: DenseMatrix> {
  package var a0: Matrix
  package var x: Matrix
  package var y: Matrix
  package var a2: Matrix
  /// What k1 k2, k = k1 b1 + k2 b2, and kx^2 are multiplied by, where there is such a term.
  package var xy: Matrix?
  package var xx: Matrix?
  package var mass: Matrix
  /// A0 times the functions, [plane waves x functions].
  package var image: Matrix
  /// M times the functions, [plane waves x functions].
  package var massImage: Matrix
}

extension AffineOperator {
  package func response(_ energy: Double) -> Double { 1 }
}

extension AffineOperator where Matrix == RealMatrix {
  package func elements(
    rows: [ReciprocalVector], columns: [ReciprocalVector], k: (x: Double, y: Double),
    energy: Double, into table: UnsafeMutablePointer<Double>
  ) {
    for (c, column) in columns.enumerated() {
      for (r, row) in rows.enumerated() {
        table[c * rows.count + r] = element(row, column).at(k.x, k.y, energy: energy)
      }
    }
  }

  /// Elements of M between each row (fastest) and each column.
  package func masses(
    rows: [ReciprocalVector], columns: [ReciprocalVector],
    into table: UnsafeMutablePointer<Double>
  ) {
    for (c, column) in columns.enumerated() {
      for (r, row) in rows.enumerated() { table[c * rows.count + r] = element(row, column).mass }
    }
  }

  package func products(
    _ functions: RealMatrix, _ planeWaves: [ReciprocalVector]
  ) -> AffineProducts<RealMatrix> {
    func image(_ part: (AffineElement) -> Double) -> RealMatrix {
      applied(to: functions, planeWaves, part)
    }
    func product(_ part: (AffineElement) -> Double) -> RealMatrix {
      .adjointProduct(functions, image(part))
    }
    let massImage = image(\.mass)
    let image = image(\.a0)
    return AffineProducts(
      a0: .adjointProduct(functions, image), x: product(\.ax), y: product(\.ay),
      a2: product(\.a2), mass: .adjointProduct(functions, massImage), image: image,
      massImage: massImage)
  }

  package func residuals(
    _ functions: RealMatrix, image: RealMatrix, massImage: RealMatrix,
    _ planeWaves: [ReciprocalVector], k: [(x: Double, y: Double)], energies: [Double]
  ) -> RealMatrix {
    var result = image
    func add(_ part: (AffineElement) -> Double, _ factor: (Int) -> Double) {
      var own = applied(to: functions, planeWaves, part)
      own.scaleColumns(energies.indices.map(factor))
      result.add(1, own)
    }
    add(\.ax) { k[$0].x }
    add(\.ay) { k[$0].y }
    add(\.a2) { k[$0].x * k[$0].x + k[$0].y * k[$0].y }
    var mass = massImage
    mass.scaleColumns(energies.map { -$0 })
    result.add(1, mass)
    return result
  }

  private func applied(
    to functions: RealMatrix, _ planeWaves: [ReciprocalVector], _ part: (AffineElement) -> Double
  ) -> RealMatrix {
    var a = RealMatrix(rows: planeWaves.count, columns: planeWaves.count)
    for (j, h) in planeWaves.enumerated() {
      for (i, g) in planeWaves.enumerated() { a[i, j] = part(element(g, h)) }
    }
    var image = RealMatrix(rows: functions.rows, columns: functions.columns)
    image.add(1, a, functions)
    return image
  }
}
