import Glibc
import LinearAlgebra

/// Solves an operator at a wave vector with a little group C_n: the plane-wave matrix falls into one
/// block for each irrep, so that degeneracies and labels are exact. Plane waves between the inner
/// and the outer cut-off are folded in to second order (Loewdin),
///
///     H(E) = H_PP - B (T_Q - E)^-1 B^T,
///
/// with the energy dependence kept to first order about `energyZero` as an overlap matrix.
struct SpecialPointSolver<Operator: AffineOperator> {
  let orbits: PlaneWaveOrbits
  let operatorInUse: Operator
  /// Energy about which the folding is linearised, E0.
  let energyZero: Double

  /// The lowest states of every irrep.
  /// - Parameters:
  ///   - count: states wanted of each irrep.
  ///   - withFunctions: whether the coefficients are wanted too.
  /// - Throws: `LinearAlgebraError` when a block cannot be diagonalised.
  func solve(count: Int, withFunctions: Bool) throws -> [IrrepModes] {
    let n = orbits.point.order
    let couplings = rotatedElements()
    return try orbits.point.sectors.map { sector in
      let firstOrbit = sector.m == 0 || orbits.orbits[0].count == n ? 0 : 1
      return 2 * sector.m % n == 0
        ? try solveReal(sector, firstOrbit, couplings, count, withFunctions)
        : try solveComplex(sector, firstOrbit, couplings, count, withFunctions)
    }
  }

  /// <G_o | A(k) | R^l G_o'> for explicit o and every o': [o'][l][o].
  private func rotatedElements() -> [Double] {
    let n = orbits.point.order
    let inner = orbits.innerCount
    return [Double](unsafeUninitializedCapacity: orbits.orbits.count * inner * n) { table, count in
      count = orbits.orbits.count * inner * n
      operatorInUse.elements(
        rows: orbits.innerRepresentatives, columns: orbits.rotatedColumns,
        k: orbits.point.k.cartesian, into: table.baseAddress!)
    }
  }

  /// Diagonal energies T_Q + <V> of the folded orbits.
  private func foldedEnergies() -> [Double] {
    let (kx, ky) = orbits.point.k.cartesian
    return orbits.orbits[orbits.innerCount...].map {
      operatorInUse.element($0[0], $0[0]).at(kx, ky)
    }
  }

  private func normalization(_ column: Int, _ row: Int) -> Double {
    let n = Double(orbits.point.order)
    return Double(orbits.orbits[column].count * orbits.orbits[row].count).squareRoot() / n
  }

  private func solveReal(
    _ sector: (m: Int, irrep: Irrep), _ first: Int, _ couplings: [Double], _ count: Int,
    _ withFunctions: Bool
  ) throws -> IrrepModes {
    let n = orbits.point.order
    let inner = orbits.innerCount
    let size = inner - first
    let folded = orbits.orbits.count - inner
    let signs = (0..<n).map { sector.m == 0 || $0 % 2 == 0 ? 1.0 : -1.0 }
    var h = RealMatrix(rows: size, columns: size)
    var b = RealMatrix(rows: size, columns: folded)
    let norms = (first..<inner).map { normalization(0, $0) }
    couplings.withUnsafeBufferPointer { c in
      h.storage.withUnsafeMutableBufferPointer { h in
        b.storage.withUnsafeMutableBufferPointer { b in
          for column in first..<orbits.orbits.count {
            let to =
              column < inner
              ? h.baseAddress! + (column - first) * size : b.baseAddress! + (column - inner) * size
            var from = c.baseAddress! + column * inner * n + first
            for row in 0..<size { to[row] = from[row] }
            for l in 1..<max(n, 1) {
              from += inner
              let sign = signs[l]
              for row in 0..<size { to[row] += sign * from[row] }
            }
            let norm = normalization(column, 0) / normalization(0, 0)
            for row in 0..<size { to[row] *= norm * norms[row] }
          }
        }
      }
    }
    let energies = foldedEnergies()
    var s = RealMatrix(rows: size, columns: size)
    for i in 0..<size { s[i, i] = 1 }
    let slow = orbits.slowCount - inner
    var scaled = RealMatrix(prefix: slow, of: b)
    scaled.scaleColumns(energies.prefix(slow).map { 1 / ($0 - energyZero) })
    s.addSquare(1, scaled)
    scaled = b
    scaled.scaleColumns(energies.map { 1 / ($0 - energyZero).squareRoot() })
    h.addSquare(-1, scaled)
    for j in 0..<size {
      for i in j..<size { h[i, j] += energyZero * (s[i, j] - (i == j ? 1 : 0)) }
    }
    let pairs = try RealMatrix.lowestEigenpairs(h, overlap: s, count: count)
    var modes = IrrepModes(irrep: sector.irrep, energies: pairs.values, functions: [])
    guard withFunctions else { return modes }
    let near = orbits.nearCount
    let tail = RealMatrix(prefix: near - inner, of: b)
    var coefficients = RealMatrix(rows: near - inner, columns: pairs.values.count)
    coefficients.add(1, tail, transposed: true, pairs.vectors)
    for (state, energy) in pairs.values.enumerated() {
      var function = [Double]()
      function.reserveCapacity(orbits.nearPlaneWaves.count)
      for o in 0..<near {
        let members = orbits.orbits[o].count
        let scale = 1 / Double(members).squareRoot()
        let x: Double
        if o < first {
          x = 0
        } else if o < inner {
          x = pairs.vectors[o - first, state]
        } else {
          x = -coefficients[o - inner, state] / (energies[o - inner] - energy)
        }
        for j in 0..<members { function.append(scale * signs[j] * x) }
      }
      modes.functions.append([function])
    }
    return modes
  }

  private func solveComplex(
    _ sector: (m: Int, irrep: Irrep), _ first: Int, _ couplings: [Double], _ count: Int,
    _ withFunctions: Bool
  ) throws -> IrrepModes {
    let n = orbits.point.order
    let inner = orbits.innerCount
    let size = inner - first
    let folded = orbits.orbits.count - inner
    let angles = (0..<n).map { 2 * Double.pi * Double(sector.m * $0) / Double(n) }
    let re = angles.map { cos($0) }
    let im = angles.map { -sin($0) }
    var h = ComplexMatrix(rows: size, columns: size)
    var b = ComplexMatrix(rows: size, columns: folded)
    couplings.withUnsafeBufferPointer { c in
      h.storage.withUnsafeMutableBufferPointer { h in
        b.storage.withUnsafeMutableBufferPointer { b in
          for column in first..<orbits.orbits.count {
            let to =
              column < inner
              ? h.baseAddress! + 2 * (column - first) * size
              : b.baseAddress! + 2 * (column - inner) * size
            var from = c.baseAddress! + column * inner * n + first
            for l in 0..<n {
              let (x, y) = (re[l], im[l])
              for row in 0..<size {
                to[2 * row] += x * from[row]
                to[2 * row + 1] += y * from[row]
              }
              from += inner
            }
          }
        }
      }
    }
    let energies = foldedEnergies()
    var s = ComplexMatrix(rows: size, columns: size)
    for i in 0..<size { s.storage[2 * (i + i * size)] = 1 }
    let slow = orbits.slowCount - inner
    var scaled = ComplexMatrix(prefix: slow, of: b)
    scaled.scaleColumns(energies.prefix(slow).map { 1 / ($0 - energyZero) })
    s.addSquare(1, scaled)
    scaled = b
    scaled.scaleColumns(energies.map { 1 / ($0 - energyZero).squareRoot() })
    h.addSquare(-1, scaled)
    for i in 0..<h.storage.count { h.storage[i] += energyZero * s.storage[i] }
    for i in 0..<size { h.storage[2 * (i + i * size)] -= energyZero }
    let pairs = try ComplexMatrix.lowestEigenpairs(h, overlap: s, count: count)
    var modes = IrrepModes(irrep: sector.irrep, energies: pairs.values, functions: [])
    guard withFunctions else { return modes }
    let near = orbits.nearCount
    let tail = ComplexMatrix(prefix: near - inner, of: b)
    let coefficients = ComplexMatrix.adjointProduct(tail, pairs.vectors)
    let scale = (2 / Double(n)).squareRoot()
    for (state, energy) in pairs.values.enumerated() {
      var real = [Double]()
      var imaginary = [Double]()
      for o in 0..<near {
        var x = 0.0
        var y = 0.0
        if o >= first && o < inner {
          let at = 2 * (o - first + state * size)
          x = pairs.vectors.storage[at]
          y = pairs.vectors.storage[at + 1]
        } else if o >= inner {
          let at = 2 * (o - inner + state * coefficients.rows)
          let w = -1 / (energies[o - inner] - energy)
          x = w * coefficients.storage[at]
          y = w * coefficients.storage[at + 1]
        }
        for j in 0..<orbits.orbits[o].count {
          real.append(scale * (x * re[j] - y * im[j]))
          imaginary.append(scale * (x * im[j] + y * re[j]))
        }
      }
      modes.functions.append([real, imaginary])
    }
    return modes
  }
}
