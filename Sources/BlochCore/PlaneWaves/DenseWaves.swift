import LinearAlgebra

/// One matrix of all plane waves up to a cut-off at every wave vector.
struct DenseWaves {
  private let wave: SchroedingerOperator<RealMatrix>

  /// - Parameter cutoff: the largest that will be asked for.
  /// - Throws: `SolverError`, `GeometryError` as of `FourierPotential`.
  init(_ cell: UnitCell, cutoff: Double) throws {
    let reach = Int((cutoff.squareRoot() * 2 + 2) * 1.1547) + 2
    wave = SchroedingerOperator(potential: try FourierPotential(cell: cell, reach: reach))
  }

  struct States {
    var planeWaves: [ReciprocalVector]
    /// E0.
    var pairs: Eigenpairs<RealMatrix>

    /// Norm of the part of a state that others do not have in the same level.
    /// - Parameters:
    ///   - state: counted from 0.
    ///   - level: distance of energies that are one level.
    func change(of state: Int, since other: States, level: Double) -> Double {
      let places = Dictionary(uniqueKeysWithValues: zip(planeWaves, planeWaves.indices))
      let own = Array(pairs.vectors.column(state))
      var kept = 0.0
      for n in other.pairs.values.indices
      where abs(pairs.values[n] - pairs.values[state]) < level || n == state {
        let column = Array(other.pairs.vectors.column(n))
        var overlap = 0.0
        for (g, value) in zip(other.planeWaves, column) {
          if let at = places[g] { overlap += own[at] * value }
        }
        kept += overlap * overlap
      }
      return max(0, 1 - kept).squareRoot()
    }
  }

  /// - Parameter cutoff: of |k + G|^2 in |b|^2.
  /// - Throws: `LinearAlgebraError`.
  func states(_ k: KPoint, count: Int, cutoff: Double, withVectors: Bool = true) throws -> States {
    let (kx, ky) = k.cartesian
    var planeWaves: [ReciprocalVector] = []
    let range = Int(cutoff.squareRoot() * 1.1547) + 2
    for n1 in (-range - Int(k.x1))...(range - Int(k.x1)) {
      for n2 in (-range - Int(k.x2))...(range - Int(k.x2)) {
        let x1 = k.x1 + Double(n1)
        let x2 = k.x2 + Double(n2)
        if x1 * x1 + x2 * x2 - x1 * x2 <= cutoff + 1e-9 {
          planeWaves.append(ReciprocalVector(n1, n2))
        }
      }
    }
    let size = planeWaves.count
    var h = RealMatrix(rows: size, columns: size)
    for j in 0..<size {
      for i in j..<size {
        h.storage[i + j * size] = wave.element(planeWaves[i], planeWaves[j]).at(kx, ky)
      }
    }
    return States(
      planeWaves: planeWaves,
      pairs: try RealMatrix.lowestEigenpairs(h, count: count, withVectors: withVectors))
  }
}
