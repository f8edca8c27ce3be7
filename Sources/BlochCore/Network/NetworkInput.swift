/// What a network is told of a geometry.
public enum NetworkInput: Sendable, Equatable {
  /// V_G/Vmax of every rotation orbit with |G|^2 <= 256 |b|^2: 156 numbers that are exactly symmetric,
  /// exactly periodic and independent of the number of pixels. Of shapes that are known in closed form the exact ones.
  case fourier
  /// V/Vmax at n x n pixels.
  case pixels(Int)

  /// Numbers a cell.
  public var count: Int {
    switch self {
    case .fourier: Self.orbits.count
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
    case .pixels(let n): [Int](repeating: 0, count: n * n)
    }
  }

  /// [count]: where each number of the mirrored cell, i <-> j, stands in the cell.
  var mirrored: [Int] {
    switch self {
    case .fourier: Self.mirroredOrbits
    case .pixels(let n): (0..<n * n).map { $0 % n * n + $0 / n }
    }
  }

  /// The numbers of a cell: [count].
  /// - Throws: `SolverError` for a cell without C6 symmetry, one that is constant or not finite, or of
  ///   another number of pixels.
  public func values(of cell: UnitCell) throws -> [Float] {
    if let medium = cell.medium {
      throw GeometryError(
        "networks know the Schroedinger equation alone, and the cell is of --equation \(medium.equation.rawValue); use solve-seq"
      )
    }
    guard cell.symmetry == .c6 else {
      throw SolverError("the network knows cells with C6 symmetry only; use solve-seq")
    }
    try cell.validate(symmetry: .c6)
    switch self {
    case .fourier:
      if let shapes = cell.shapes, let rim = try cell.rim() {
        let series = ShapeSeries(shapes, rim: rim, reach: Self.reach)
        let width = 2 * Self.reach + 1
        return Self.orbits.map {
          Float(series.values[($0.n1 + Self.reach) * width + $0.n2 + Self.reach])
        }
      }
      return SingleFourierSeries.of(pixels: cell.pixels, reach: Self.reach, orbits: Self.orbits)
        .coefficients(of: cell.potential)
    case .pixels(let n):
      guard cell.pixels == n else {
        throw SolverError(
          "the cell has \(cell.pixels) pixels a side, and the network wants \(n); make it again with "
            + "--pixels \(n)")
      }
      return cell.potential
    }
  }
}
