import Glibc
import LinearAlgebra
import WallpaperGroups

/// A potential that is a formula of the place in the cell, in E0; looked at before it becomes a unit cell.
public struct FormulaPotential: Sendable {
  public let symmetry: CrystalSymmetry
  /// Largest difference between V and its image under a generator of the group, E0.
  public let asymmetry: Double
  /// Range of its values at scattered places, E0.
  private let spread: Double
  private let field: FormulaField
  /// Whether it is averaged over the operations.
  public let isAveraged: Bool

  /// Differences that are rounding, by the range of V.
  private static let rounding = 1e-9

  /// - Parameters:
  ///   - symmetrize: whether to average V over the operations where it lacks the symmetry.
  /// - Throws: `GeometryError` where V is not finite, constant, not periodic or lacks the symmetry.
  public init(_ field: FormulaField, symmetry: CrystalSymmetry, symmetrize: Bool) throws {
    self.field = field
    self.symmetry = symmetry
    // Scattered evenly, on no line of symmetry.
    let places = (1...600).map { k in
      let (x1, x2) = (Double(k) * 0.7548776662466927, Double(k) * 0.5698402909980532)
      return SIMD2(x1 - x1.rounded(.down), x2 - x2.rounded(.down))
    }
    let values = field.values(places)
    guard values.allSatisfy(\.isFinite) else {
      let at = values.firstIndex { !$0.isFinite } ?? 0
      throw GeometryError(
        "V is \(Self.text(values[at])) at x1 = \(places[at].x), x2 = \(places[at].y); it must be finite everywhere"
      )
    }
    func deviation(_ image: (SIMD2<Double>) -> SIMD2<Double>) -> Double {
      let images = field.values(places.map(image))
      return zip(values, images).reduce(0) { $1.0 == $1.1 ? $0 : max($0, abs($1.0 - $1.1)) }
    }
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    spread = high - low
    // Of a potential that does not vary by more than its own rounding nothing can be said.
    guard high - low > 1e-12 * max(abs(low), abs(high)) else {
      throw GeometryError("V is \(low) everywhere: a constant potential has no unit cell")
    }
    let limit = Self.rounding * (high - low)
    let shift = max(deviation { $0 + SIMD2(1, 0) }, deviation { $0 + SIMD2(0, 1) })
    guard shift <= limit else {
      throw GeometryError(
        "V is not periodic: a lattice vector changes it by up to \(Self.text(shift)) E0; "
          + "write it with b1.r and b2.r, or with 2 pi x1 and 2 pi x2")
    }
    asymmetry = symmetry.generators.reduce(0) { largest, generator in
      max(largest, deviation { Self.moved($0, generator) })
    }
    isAveraged = asymmetry > limit
    guard !isAveraged || symmetrize else {
      let isOld = CrystalSymmetry.rotationsOnly.contains(symmetry)
      let half = deviation { -$0 }
      throw GeometryError(
        "V is not \(symmetry.name)-symmetric\(isOld ? " about the origin: a rotation" : ": an operation") changes it by up to "
          + "\(Self.text(asymmetry)) E0, its range is \(Self.text(spread)); correct it or "
          + (isOld && half <= limit ? "use --symmetry c2 or --symmetrize" : "use --symmetrize"))
    }
  }

  private static func text(_ x: Double) -> String {
    if x.isNaN { return "no number" }
    if x.isInfinite { return "infinite" }
    let digits = pow(10, 3 - log10(max(abs(x), 1e-300)).rounded(.up))
    return x == 0 || !digits.isFinite ? "\(x)" : "\((x * digits).rounded() / digits)"
  }

  private static func moved(_ p: SIMD2<Double>, _ operation: Operation) -> SIMD2<Double> {
    let (x1, x2) = operation.position(x1: p.x, x2: p.y)
    return SIMD2(x1, x2)
  }

  /// V at places x1 a1 + x2 a2, E0.
  func values(_ places: [SIMD2<Double>]) -> [Double] {
    var sum = field.values(places)
    if !isAveraged { return sum }
    var turned = places
    for operation in symmetry.group.operations.dropFirst() {
      // Rotations as powers of the smallest one.
      turned =
        operation.isMirror
        ? places.map { Self.moved($0, operation) }
        : turned.map { Self.moved($0, symmetry.group.operations[1]) }
      let images = field.values(turned)
      for i in sum.indices { sum[i] += images[i] }
    }
    return sum.map { $0 / Double(symmetry.order) }
  }

  /// V at (i a1 + j a2)/n, row-major. Throws where it is not finite.
  func samples(_ n: Int) throws -> [Double] {
    let values = values(
      (0..<n * n).map { SIMD2(Double($0 / n) / Double(n), Double($0 % n) / Double(n)) })
    guard let at = values.firstIndex(where: { !$0.isFinite }) else { return values }
    throw GeometryError(
      "V is \(Self.text(values[at])) at x1 = \(Double(at / n) / Double(n)), x2 = \(Double(at % n) / Double(n)); "
        + "it must be finite everywhere")
  }

  /// Sum of the |V_G| that the interpolant of n x n pixels does not have, by which it may be off, E0.
  /// - Parameter fine: V at 2n x 2n points.
  func cut(_ fine: [Double], pixels n: Int) -> Double {
    let m = 2 * n
    var v = RealMatrix(rows: m, columns: m)
    let scale = 1 / Double(m * m)
    for (at, value) in fine.enumerated() { v.storage[at] = scale * value }
    let reach = m / 2
    let series = FourierSeries(pixels: m, reach: reach)
    let sums = series.sums(v, order: .firstIndex)
    let sines = symmetry.isReal ? nil : series.sines(v)
    let metric = WaveMetric(symmetry.lattice)
    var sum = 0.0
    for n1 in -reach...reach {
      for n2 in -reach...reach {
        let g = ReciprocalVector(n1, n2)
        // Vectors on the border of the pixels' waves share what they carry.
        if FourierSeries.share(g, pixels: n, metric: metric) < 1 {
          let size = sines.map { hypot(sums[n1, n2], $0[n1, n2]) } ?? abs(sums[n1, n2])
          sum += FourierSeries.share(g, pixels: m, metric: metric) * size
        }
      }
    }
    return sum
  }
}
