import LinearAlgebra
import WallpaperGroups

/// Plane waves of several wave vectors, each reciprocal vector once.
struct PlaneWaveUnion {
  private(set) var planeWaves: [ReciprocalVector] = []
  private var position: [ReciprocalVector: Int] = [:]

  private mutating func place(_ g: ReciprocalVector) -> Int {
    if let at = position[g] { return at }
    position[g] = planeWaves.count
    planeWaves.append(g)
    return planeWaves.count - 1
  }

  /// Adds the near waves of a point, or their images under an operation, behind time reversal where that is wanted:
  /// {R|t}|q> = exp(-i Rq.t)|Rq>, and T|q> = |-q>.
  /// - Parameter k: the image of the point's wave vector.
  mutating func scatter(
    _ orbits: PlaneWaveOrbits, to k: KPoint, by image: (operation: Operation, isTimeReversed: Bool)?
  ) -> PlaneWaveScatter {
    let waves = orbits.nearPlaneWaves
    guard let (operation, isReversed) = image else {
      return PlaneWaveScatter(rows: waves.map { place($0) }, phases: [], isConjugated: false)
    }
    let point = orbits.point
    let (q, sign) = (point.q, isReversed ? -1 : 1)
    var rows: [Int] = []
    var phases: [Int] = []
    for g in waves {
      let (m1, m2) = operation.image(
        m1: sign * (point.p1 + q * g.n1), m2: sign * (point.p2 + q * g.n2))
      let (n1, n2) = (Double(m1) / Double(q) - k.x1, Double(m2) / Double(q) - k.x2)
      rows.append(place(ReciprocalVector(Int(n1.rounded()), Int(n2.rounded()))))
      phases.append(-6 * (m1 * operation.t1 + m2 * operation.t2) / q)
    }
    return PlaneWaveScatter(
      rows: rows, phases: phases.contains { $0 % 12 != 0 } ? phases : [], isConjugated: isReversed)
  }
}

/// Where the coefficients of a point's modes go among the plane waves of a union.
struct PlaneWaveScatter: Sendable {
  /// [near plane waves of the point]
  var rows: [Int]
  /// [near plane waves]: in twelfths of a turn; empty where there are none.
  var phases: [Int]
  /// Whether coefficients are conjugated first.
  var isConjugated: Bool

  /// - Parameters:
  ///   - function: real coefficients, or real parts and then imaginary ones.
  ///   - column: of a real or a complex matrix.
  func add(_ function: [Double], to column: UnsafeMutablePointer<Double>, isComplex: Bool) {
    if !isComplex && phases.isEmpty {
      for (i, row) in rows.enumerated() { column[row] = function[i] }
      return
    }
    let sign: Double = isConjugated ? -1 : 1
    for (i, row) in rows.enumerated() {
      if !isComplex {
        // Real phases, or all of them imaginary, which is a phase of the function.
        let phase = Complex.twelfth(phases[i])
        column[row] = function[i] * (phase.re + phase.im).rounded()
        continue
      }
      var value = Complex(function[i], sign * function[rows.count + i])
      if !phases.isEmpty { value = value * .twelfth(phases[i]) }
      column[2 * row] = value.re
      column[2 * row + 1] = value.im
    }
  }
}
