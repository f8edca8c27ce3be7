import Glibc
import LinearAlgebra

/// Bloch functions psi = exp(i k.r) u of some bands on the points of the potential, from dense plane waves.
///
/// u(r) = sum over G of c_G exp(i G.r), with real c_G where C2 and time reversal allow it; the phase makes the largest
/// of them positive. States of one level are any orthonormal ones of it.
public struct BlochFunctions: Sendable, Equatable {
  public let pixels: Int
  /// [points x bands], Vmax.
  public private(set) var energies: [Double] = []
  /// [points x bands x pixels x pixels x 2]: real and imaginary part of u at (i a1 + j a2)/pixels; mean |u|^2 = 1.
  public private(set) var values: [Float] = []
  /// [points x bands]: norm of what u has changed by since half of the cut-off, an upper bound of its error where
  /// that falls, states of one level taken together.
  public private(set) var errors: [Double] = []

  /// Values of all states of a cell at most: 64 MiB.
  public static let largestCount = 1 << 24
  /// Levels closer than this are one, Vmax.
  private static let sameLevel = 1e-6

  /// - Parameters:
  ///   - bands: counted from 1, ascending.
  ///   - cutoff: as of `DenseBands`.
  /// - Throws: `SolverError` for a bad cell or cut-off or too many values, `LinearAlgebraError`.
  public init(_ cell: UnitCell, at points: [KPoint], bands: [Int], cutoff: Double) throws {
    try cell.validate(symmetry: cell.symmetry)
    let top = bands.max() ?? 0
    try DenseBands.validate(cutoff: cutoff, bands: top + 1)
    pixels = cell.pixels
    let size = 2 * pixels * pixels
    guard points.count * bands.count <= Self.largestCount / size else {
      throw SolverError(
        "\(points.count * bands.count) Bloch functions on \(pixels) x \(pixels) points are more than \(Self.largestCount / size); name fewer wave vectors or bands"
      )
    }
    if cell.symmetry.isReal {
      try fill(cell, points, bands, cutoff, RealMatrix.self)
    } else {
      try fill(cell, points, bands, cutoff, ComplexMatrix.self)
    }
  }

  private mutating func fill<Matrix: DenseMatrix>(
    _ cell: UnitCell, _ points: [KPoint], _ bands: [Int], _ cutoff: Double, _: Matrix.Type
  ) throws {
    let waves = try DenseWaves<Matrix>(cell, cutoff: cutoff)
    let top = bands.max() ?? 0
    for k in points {
      // One level more, so that the last one is seen whole.
      let fine = try waves.states(k, count: top + 1, cutoff: cutoff)
      let coarse = try waves.states(k, count: top + 1, cutoff: cutoff / 2)
      for band in bands {
        energies.append(fine.pairs.values[band - 1] / cell.vMax)
        errors.append(fine.change(of: band - 1, since: coarse, level: Self.sameLevel * cell.vMax))
        append(fine.planeWaves, fine.coefficients(of: band - 1))
      }
    }
  }

  private mutating func append(_ planeWaves: [ReciprocalVector], _ c: [Complex]) {
    let largest = c.max { $0.squaredMagnitude < $1.squaredMagnitude } ?? .one
    let size = largest.squaredMagnitude.squareRoot()
    let phase = Complex(largest.re / size, -largest.im / size)
    // First along a2 for every n1, then along a1.
    let n = pixels
    let turns = (0..<n).map { 2 * Double.pi * Double($0) / Double(n) }
    let wave = turns.map { Complex(cos($0), sin($0)) }
    func turn(_ step: Int) -> Complex { wave[((step % n) + n) % n] }
    var rows: [Int: [Complex]] = [:]
    for (g, value) in zip(planeWaves, c) {
      var row = rows[g.n1] ?? [Complex](repeating: .zero, count: n)
      for j in 0..<n {
        row[j] = row[j] + phase * value * turn(g.n2 * j)
      }
      rows[g.n1] = row
    }
    let ordered = rows.sorted { $0.key < $1.key }
    for i in 0..<n {
      var line = [Complex](repeating: .zero, count: n)
      for (n1, row) in ordered {
        let p = turn(n1 * i)
        for j in 0..<n { line[j] = line[j] + p * row[j] }
      }
      for value in line {
        values.append(Float(value.re))
        values.append(Float(value.im))
      }
    }
  }
}
