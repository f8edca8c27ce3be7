import Glibc
import LinearAlgebra

/// What a network is told of a geometry.
public enum NetworkInput: Sendable, Equatable {
  /// V_G/Vmax of every rotation orbit with |G|^2 <= 256 |b|^2: 156 numbers that are exactly symmetric,
  /// exactly periodic and independent of the number of pixels. Of shapes that are known in closed form the exact ones.
  case fourier
  /// For a family of strengths (`CellScale`): Fourier coefficients as of `fourier`, scaled, those of light of the exact
  /// contour; the first is the share of the cell that is high; behind them the logarithm of the strength.
  case family
  /// V/Vmax at n x n pixels.
  case pixels(Int)

  /// Numbers a cell.
  public var count: Int {
    switch self {
    case .fourier: Self.orbits.count
    case .family: Self.orbits.count + 1
    case .pixels(let n): n * n
    }
  }

  /// The orbits' representatives, G = 0 first.
  private static let orbits: [ReciprocalVector] = FourierOrbits.all(.c6).map { $0[0] }
  private static let reach = orbits.map { max(abs($0.n1), abs($0.n2)) }.max() ?? 0
  private static let mirroredOrbits: [Int] = {
    var index: [ReciprocalVector: Int] = [:]
    for (i, orbit) in FourierOrbits.all(.c6).enumerated() { for g in orbit { index[g] = i } }
    return orbits.map { index[ReciprocalVector($0.n2, $0.n1)]! }
  }()

  /// [count]: |G|^2/|b|^2 of Fourier coefficients; 0 for pixels.
  var squaredIndices: [Int] {
    switch self {
    case .fourier: Self.orbits.map(\.squaredIndex)
    case .family: Self.orbits.map(\.squaredIndex) + [0]
    case .pixels(let n): [Int](repeating: 0, count: n * n)
    }
  }

  /// [count]: where each number of the mirrored cell, i <-> j, stands in the cell.
  var mirrored: [Int] {
    switch self {
    case .fourier: Self.mirroredOrbits
    case .family: Self.mirroredOrbits + [Self.mirroredOrbits.count]
    case .pixels(let n): (0..<n * n).map { $0 % n * n + $0 / n }
    }
  }

  /// The numbers of a cell: [count], and its energies per energy of the model.
  /// - Throws: `SolverError` for a cell without C6 symmetry, one that is constant or not finite, or of
  ///   another number of pixels; `GeometryError` for one of an equation that no such network knows.
  public func values(of cell: UnitCell) throws -> (features: [Float], unit: Float) {
    try NetworkDomain.check(cell.medium, isFamily: self == .family)
    guard cell.symmetry == .c6 else {
      throw SolverError("the network knows cells with C6 symmetry only; use solve-seq")
    }
    try cell.validate(symmetry: .c6)
    switch self {
    case .fourier: return (try Self.coefficients(of: cell), 1)
    case .family:
      var values = try Self.coefficients(of: cell)
      let scale = CellScale(cell, mean: Double(values[0]))
      for i in values.indices { values[i] *= Float(scale.factor) }
      values[0] = Float(scale.share)
      values.append(Float(log(scale.strength)))
      return (values, Float(scale.unit))
    case .pixels(let n):
      guard cell.pixels == n else {
        throw SolverError(
          "the cell has \(cell.pixels) pixels a side, and the network wants \(n); make it again with "
            + "--pixels \(n)")
      }
      return (cell.potential, 1)
    }
  }

  /// The Fourier coefficients of the pattern: [orbits].
  private static func coefficients(of cell: UnitCell) throws -> [Float] {
    func taken(_ values: [Double], reach: Int) -> [Float] {
      orbits.map { Float(values[($0.n1 + reach) * (2 * reach + 1) + $0.n2 + reach]) }
    }
    if let shapes = cell.shapes, let rim = try cell.rim() {
      return taken(ShapeSeries(shapes, rim: rim, reach: reach).values, reach: reach)
    }
    let n = cell.pixels
    guard cell.medium != nil else {
      return SingleFourierSeries.of(pixels: n, reach: reach, orbits: orbits)
        .coefficients(of: cell.potential)
    }
    // Light is solved for the contour, or for pixels that stand for what surrounds them.
    if let levels = try cell.levels() {
      let contour = LevelContour(levels, cell.symmetry)
      return taken(
        LevelSeries(contour, cell.symmetry, reach: wholeReach).values, reach: wholeReach)
    }
    var pattern = RealMatrix(rows: n, columns: n)
    for (at, value) in cell.potential.enumerated() {
      pattern.storage[at] = Double(value) / Double(n * n)
    }
    let sums = FourierSeries(pixels: n, reach: reach).sums(pattern, order: .firstIndex)
    let means = taken(
      PixelCell.means(cell.symmetry.lattice, pixels: n, reach: reach), reach: reach)
    return zip(orbits, means).map { g, mean in mean * Float(sums[g.n1, g.n2]) }
  }

  /// Of whole orbits, which coefficients along a contour are sums over.
  private static let wholeReach =
    FourierOrbits.all(.c6).joined().map { max(abs($0.n1), abs($0.n2)) }.max() ?? 0
}
