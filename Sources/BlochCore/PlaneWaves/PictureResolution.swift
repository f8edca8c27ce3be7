import Glibc
import LinearAlgebra

/// What the energies of a picture can mean, whatever they are solved to: how far other crystals with the same pixels lie.
public struct PictureResolution: Sendable {
  private let solver: BandSolver

  /// - Parameters:
  ///   - symmetry: of the cells.
  ///   - bands: number of bands, 1 to 40.
  /// - Throws: `SolverError` for options out of range.
  public init(symmetry: CrystalSymmetry, bands: Int) throws {
    solver = try BandSolver(
      symmetry: symmetry, kset: .special, bands: bands, tolerance: 1.2e-3)
  }

  /// Largest difference, in first order, between the energies of the pixels' trigonometric interpolant, which is solved,
  /// and of hexagons of constant V around the pixels' points, at the special points; Vmax. About twenty solutions of work.
  /// - Throws: what `BandSolver.solve` throws.
  public func pixelError(_ cell: UnitCell) throws -> Double {
    guard let gradient = try solver.solve(cell, withGradient: true).gradient else { return 0 }
    let n = cell.pixels
    let reach = gradient.orbits.map { max(abs($0.n1), abs($0.n2)) }.max() ?? 0
    var v = RealMatrix(rows: n, columns: n)
    let scale = 1 / Double(n * n)
    for (at, value) in cell.potential.enumerated() { v.storage[at] = scale * Double(value) }
    let sums = FourierSeries(pixels: n, reach: reach).sums(v, order: .firstIndex)
    let changes = gradient.orbits.map { g in
      sums[g.n1, g.n2]
        * (Self.hexagon(g, pixels: n) - FourierSeries.share(g, pixels: n))
    }
    var largest = 0.0
    for start in stride(from: 0, to: gradient.values.count, by: changes.count) {
      let shift = zip(changes, gradient.values[start..<start + changes.count])
        .reduce(0) { $0 + $1.0 * $1.1 }
      largest = max(largest, abs(shift))
    }
    return largest
  }

  /// Estimate, rms, of what it does to an energy that the rim between two levels was rounded to whole pixels; Vmax. Nil for
  /// other cells.
  ///
  /// A pixel that the true rim cuts is off by a share of its area that is even in -1/2...1/2, of variance 1/12, and so are
  /// its images under the rotations, g of them: Vmax/N^2 g sqrt(P/(12 g)) of an even density, P the pixels cut.
  public static func rimError(_ cell: UnitCell) -> Double? {
    guard let low = cell.potential.min(), let high = cell.potential.max(), high > low,
      cell.potential.allSatisfy({ $0 == low || $0 == high })
    else { return nil }
    let n = cell.pixels
    var touching = 0
    for i in 0..<n {
      for j in 0..<n {
        let here = cell.potential[i * n + j]
        let steps = [(1, 0), (0, 1), (n - 1, 0), (0, n - 1), (1, n - 1), (n - 1, 1)]
        if steps.contains(where: { cell.potential[(i + $0.0) % n * n + (j + $0.1) % n] != here }) {
          touching += 1
        }
      }
    }
    // Of the pixels on both sides of a rim it cuts about half.
    let cut = Double(touching) / 2
    let turns = Double(cell.symmetry.order)
    return Double(high - low) * (turns * cut / 12).squareRoot() / Double(n * n)
  }

  /// Mean of exp(-iG.r) over the hexagon around a point of the N x N grid: of the means over its six triangles, which
  /// are real together.
  static func hexagon(_ g: ReciprocalVector, pixels n: Int) -> Double {
    let (gx, gy) = KPoint(Double(g.n1), Double(g.n2)).cartesian
    let radius = 1 / (3.0.squareRoot() * Double(n))
    let phases = (0..<6).map { j in
      let angle = Double.pi * (1 + 2 * Double(j)) / 6
      return radius * (gx * cos(angle) + gy * sin(angle))
    }
    var sum = 0.0
    for j in 0..<6 { sum += Self.triangle(phases[j], phases[(j + 1) % 6]) }
    return sum / 6
  }

  private static let rule = GaussRule.legendre(20)

  /// Mean of cos(phase) over a triangle on whose corners the phases are 0, a and b.
  private static func triangle(_ a: Double, _ b: Double) -> Double {
    var sum = 0.0
    for (u, wu) in rule {
      let s = (1 + u) / 2
      for (w, ww) in rule {
        let t = (1 - s) * (1 + w) / 2
        sum += wu * ww / 2 * (1 - s) * cos(s * a + t * b)
      }
    }
    return sum
  }
}
