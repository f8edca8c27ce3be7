import LinearAlgebra

/// A wave equation A(k) u = E M u on plane waves whose operator depends on the wave vector as
/// A(k) = A0 + kx Ax + ky Ay + k^2 A2, with real symmetric A0, Ax, Ay, A2 and a mass matrix M.
/// One wave equation is one conforming type; special points, folding and the reduced basis are written
/// against it. Dense matrices and dE/dV are the Schroedinger equation's alone.
package protocol AffineOperator: Sendable {
  /// Whether M is the unit matrix, which spares the solver the terms with M.
  static var hasUnitMass: Bool { get }

  /// Largest |n1| and |n2| of a difference G - G' for which elements are known.
  var reach: Int { get }

  /// Elements between G and G'.
  func element(_ g: ReciprocalVector, _ h: ReciprocalVector) -> AffineElement

  /// Elements of A(k) - energy M between each row (fastest) and each column, k in Cartesian
  /// components.
  func elements(
    rows: [ReciprocalVector], columns: [ReciprocalVector], k: (x: Double, y: Double),
    energy: Double, into table: UnsafeMutablePointer<Double>)

  /// What the plane waves with |k + G|^2 > outer |b|^2 would add to the folding, as a fraction of what
  /// those between outer/2 and outer add.
  func foldingTail(outer: Double) -> Double

  /// U^T M U, U^T Ax U, U^T Ay U and U^T A2 U.
  /// - Parameters:
  ///   - functions: U, [plane waves x functions].
  func products(_ functions: RealMatrix, _ planeWaves: [ReciprocalVector]) -> AffineProducts

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
package struct AffineProducts {
  package var mass: RealMatrix
  package var x: RealMatrix
  package var y: RealMatrix
  package var a2: RealMatrix
}

extension AffineOperator {
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
  func masses(
    rows: [ReciprocalVector], columns: [ReciprocalVector],
    into table: UnsafeMutablePointer<Double>
  ) {
    for (c, column) in columns.enumerated() {
      for (r, row) in rows.enumerated() { table[c * rows.count + r] = element(row, column).mass }
    }
  }

  package func products(
    _ functions: RealMatrix, _ planeWaves: [ReciprocalVector]
  ) -> AffineProducts {
    func product(_ part: (AffineElement) -> Double) -> RealMatrix {
      var a = RealMatrix(rows: planeWaves.count, columns: planeWaves.count)
      for (j, h) in planeWaves.enumerated() {
        for (i, g) in planeWaves.enumerated() { a[i, j] = part(element(g, h)) }
      }
      var image = RealMatrix(rows: functions.rows, columns: functions.columns)
      image.add(1, a, functions)
      return .adjointProduct(functions, image)
    }
    return AffineProducts(
      mass: product(\.mass), x: product(\.ax), y: product(\.ay), a2: product(\.a2))
  }
}
