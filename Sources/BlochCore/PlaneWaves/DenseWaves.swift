import LinearAlgebra

/// One matrix of all plane waves up to a cut-off at every wave vector, real where the cell has C2.
struct DenseWaves<Matrix: DenseMatrix> {
  private let wave: SchroedingerOperator<Matrix>

  /// - Parameter cutoff: the largest that will be asked for.
  /// - Throws: `SolverError`, `GeometryError` as of `FourierPotential`.
  init(_ cell: UnitCell, cutoff: Double) throws {
    let radius = cutoff.squareRoot() * 2 + 2
    let (reach1, reach2) = WaveMetric(cell.symmetry.lattice).reach(radius * radius)
    wave = SchroedingerOperator(
      potential: try FourierPotential(cell: cell, reach: max(reach1, reach2) + 2))
  }

  struct States {
    var planeWaves: [ReciprocalVector]
    /// E0.
    var pairs: Eigenpairs<Matrix>

    /// c_G of a state.
    func coefficients(of state: Int) -> [Complex] {
      let numbers = Array(pairs.vectors.numbers(ofColumn: state))
      return Matrix.components == 1
        ? numbers.map { Complex($0, 0) }
        : planeWaves.indices.map { Complex(numbers[2 * $0], numbers[2 * $0 + 1]) }
    }

    /// Norm of the part of a state that others do not have in the same level.
    /// - Parameters:
    ///   - state: counted from 0.
    ///   - level: distance of energies that are one level.
    func change(of state: Int, since other: States, level: Double) -> Double {
      let places = Dictionary(uniqueKeysWithValues: zip(planeWaves, planeWaves.indices))
      let own = coefficients(of: state)
      var kept = 0.0
      for n in other.pairs.values.indices
      where abs(pairs.values[n] - pairs.values[state]) < level || n == state {
        var overlap = Complex.zero
        for (g, value) in zip(other.planeWaves, other.coefficients(of: n)) {
          if let at = places[g] { overlap = overlap + own[at] * value.conjugate }
        }
        kept += overlap.squaredMagnitude
      }
      return max(0, 1 - kept).squareRoot()
    }
  }

  /// - Parameter cutoff: of |k + G|^2 in the metric's unit.
  /// - Throws: `LinearAlgebraError`.
  func states(_ k: KPoint, count: Int, cutoff: Double, withVectors: Bool = true) throws -> States {
    let metric = wave.potential.metric
    var planeWaves: [ReciprocalVector] = []
    let (range1, range2) = metric.reach(cutoff)
    for n1 in (-range1 - 2 - Int(k.x1))...(range1 + 2 - Int(k.x1)) {
      for n2 in (-range2 - 2 - Int(k.x2))...(range2 + 2 - Int(k.x2)) {
        if metric.square(k.x1 + Double(n1), k.x2 + Double(n2)) <= cutoff + 1e-9 {
          planeWaves.append(ReciprocalVector(n1, n2))
        }
      }
    }
    var h = Matrix(rows: planeWaves.count, columns: planeWaves.count)
    h.storage.withUnsafeMutableBufferPointer {
      wave.elements(
        rows: planeWaves, columns: planeWaves, k: metric.cartesian(k), energy: 0,
        into: $0.baseAddress!)
    }
    return States(
      planeWaves: planeWaves,
      pairs: try Matrix.lowestEigenpairs(
        h, overlap: nil, count: count, withVectors: withVectors))
  }
}
