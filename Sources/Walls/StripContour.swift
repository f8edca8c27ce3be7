import BlochCore
import LinearAlgebra
import Meshes

/// The contour of a strip, by which disorder turns states round.
struct StripContour: Sendable {
  let contour: LayeredContour
  private let jumps: ContourJumps
  /// lambda, 1/|A1|^2, of a unit of energy, and |A1| in |a1|.
  private let unit: Double
  private let period: Double

  /// Of states by plane waves.
  /// - Throws: `SolverError` where there is no contour.
  init(_ strip: Strip) throws {
    let crystals = try strip.contours()
    let contour = try LayeredContour(strip.levels(crystals), layers: strip.layers.count)
    self.init(contour, ContourJumps(crystals[0].inside, crystals[0].outside), strip)
  }

  init(_ contour: LayeredContour, _ jumps: ContourJumps, _ strip: Strip) {
    self.contour = contour
    self.jumps = jumps
    period = strip.frame.period
    let own = strip.crystals[0].medium == nil ? strip.crystals[0].vMax : CrystalMedium.unit
    unit = own * period * period
    isPotential = strip.crystals[0].medium == nil
  }

  private let isPotential: Bool

  /// States on the contour, [points x states], normalised with b on one period of the strip, lengths in |A1|.
  struct Values: Sendable {
    var value: ComplexMatrix
    /// Derivatives along and across; nil where a is the same everywhere.
    var slopes: (tangential: ComplexMatrix, flux: ComplexMatrix)?

    func turned(by mixture: ComplexMatrix) -> Values {
      func product(_ a: ComplexMatrix) -> ComplexMatrix {
        var result = ComplexMatrix(rows: a.rows, columns: mixture.columns)
        result.add(1, a, mixture)
        return result
      }
      return Values(
        value: product(value), slopes: slopes.map { (product($0.tangential), product($0.flux)) })
    }
  }

  /// Root of the mean square of <-k| dH |k> where each part of the contour, in each period on its own, grows, or moves along
  /// x and y, by random lengths with the root mean square 1 a: energies per a.
  ///
  /// The state that runs the other way is the complex conjugate, so that dH is the integral of
  /// h ([a] (d_t u)^2 - [1/a] (a d_n u)^2 + ([v] - lambda [b]) u^2).
  /// - Parameters:
  ///   - state: number of a column.
  ///   - energy: of the state.
  func couplings(
    _ values: Values, _ state: Int, energy: Double, kappa: Double
  ) -> (radius: Double, position: Double) {
    // Potentials are in 1/a^2.
    let v = jumps.v * (isPotential ? period * period : 1)
    let factor = v - energy * unit * jumps.b
    var sums = [Complex](repeating: .zero, count: 3 * contour.parts)
    let rows = contour.points.count
    func square(_ matrix: ComplexMatrix, _ row: Int) -> Complex {
      let at = 2 * (row + state * rows)
      let z = Complex(matrix.storage[at], matrix.storage[at + 1])
      return z * z
    }
    for (row, point) in contour.points.enumerated() {
      var density = Complex(factor, 0) * square(values.value, row)
      if let slopes = values.slopes {
        density = density + Complex(jumps.tangential, 0) * square(slopes.tangential, row)
        density = density + Complex(jumps.flux, 0) * square(slopes.flux, row)
      }
      let own =
        Complex(angle: 4 * Double.pi * kappa * Double(point.cell)) * Complex(point.length, 0)
        * density
      sums[3 * point.part] = sums[3 * point.part] + own
      sums[3 * point.part + 1] =
        sums[3 * point.part + 1] + Complex(point.normal.x, 0) * own
      sums[3 * point.part + 2] =
        sums[3 * point.part + 2] + Complex(point.normal.y, 0) * own
    }
    var (radius, position) = (0.0, 0.0)
    for part in 0..<contour.parts {
      func size(_ z: Complex) -> Double { z.re * z.re + z.im * z.im }
      radius += size(sums[3 * part])
      position += size(sums[3 * part + 1]) + size(sums[3 * part + 2])
    }
    let scale = 1 / (unit * period)
    return (scale * radius.squareRoot(), scale * position.squareRoot())
  }
}

extension Strip {
  /// Contours of the crystals, which have the same materials.
  /// - Throws: `SolverError`.
  func contours() throws -> [CrystalContour] {
    let first = try CrystalContour(crystals[0])
    let found = try crystals.indices.map { number in
      if number != medium { return try CrystalContour(crystals[number]) }
      let values = crystals[0].potential
      let value = crystals[number].potential[0]
      guard let (low, high) = values.min().flatMap({ low in values.max().map { (low, $0) } }),
        value == low || value == high
      else {
        throw SolverError(
          "by elements the medium at the ends is one of the crystal's two materials; values of the pattern are \(values.min() ?? 0) and \(values.max() ?? 0)"
        )
      }
      return CrystalContour(first, isInside: value == high)
    }
    guard
      found.allSatisfy({ $0.inside == found[0].inside && $0.outside == found[0].outside })
    else { throw SolverError("the cells have different materials, or shapes of other values") }
    return found
  }

  /// With hard ends a layer follows that is all of the material that the crystals do not end in.
  func levels(_ contours: [CrystalContour]) -> LayeredLevels {
    func levels(_ own: [any LevelSet], _ layers: [Int]) -> LayeredLevels {
      LayeredLevels(
        own, lattice: frame.lattice,
        axes: LayeredLevels.Axes(along: frame.along, across: frame.across), layers: layers,
        edge: edge)
    }
    let own = contours.map(\.levels)
    if !isHard { return levels(own, layers) }
    let beyond = [true, false].map {
      levels(own + [UniformLevels(isInside: $0)], layers + [own.count])
    }
    return beyond[0].isStraightAtLast ? beyond[0] : beyond[1]
  }
}
