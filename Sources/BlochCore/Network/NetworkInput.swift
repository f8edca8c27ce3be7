import Glibc
import LinearAlgebra

/// What a network is told of a geometry.
public struct NetworkInput: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// V_G/Vmax of every rotation orbit with |G|^2 <= 256 |b|^2: 156 numbers of p6 that are exactly symmetric,
    /// exactly periodic and independent of the number of pixels. Of shapes that are known in closed form the exact ones.
    case fourier
    /// For a family of strengths (`CellScale`): Fourier coefficients as of `fourier`, scaled, those of light of the exact
    /// contour; the first is the share of the cell that is high; behind them the logarithm of the strength.
    case family
    /// V/Vmax at n x n pixels.
    case pixels(Int)
  }

  public let kind: Kind
  /// p6 or p4, whose rotations cells must have.
  public let symmetry: CrystalSymmetry
  private let orbits: InputOrbits

  /// The groups of networks.
  public static let symmetries: [CrystalSymmetry] = [.c6, .c4]

  /// - Returns: nil where there are no networks of the group.
  public init?(_ kind: Kind, _ symmetry: CrystalSymmetry) {
    guard let at = Self.symmetries.firstIndex(of: symmetry) else { return nil }
    if case .pixels = kind, symmetry != .c6 { return nil }
    self.kind = kind
    self.symmetry = symmetry
    orbits = InputOrbits.all[at]
  }

  /// Of p6.
  public static let fourier = NetworkInput(.fourier, .c6)!
  public static let family = NetworkInput(.family, .c6)!
  public static func pixels(_ n: Int) -> NetworkInput { NetworkInput(.pixels(n), .c6)! }

  public static func == (l: NetworkInput, r: NetworkInput) -> Bool {
    l.kind == r.kind && l.symmetry == r.symmetry
  }

  /// Numbers a cell.
  public var count: Int {
    switch kind {
    case .fourier: orbits.vectors.count
    case .family: orbits.vectors.count + 1
    case .pixels(let n): n * n
    }
  }

  /// [count]: |G|^2 of Fourier coefficients as of `WaveMetric`; 0 for pixels.
  var squares: [Float] {
    switch kind {
    case .fourier: orbits.squares
    case .family: orbits.squares + [0]
    case .pixels(let n): [Float](repeating: 0, count: n * n)
    }
  }

  /// [count]: where each number of the mirrored cell, i <-> j, stands in the cell.
  var mirrored: [Int] {
    switch kind {
    case .fourier: orbits.mirrored
    case .family: orbits.mirrored + [orbits.mirrored.count]
    case .pixels(let n): (0..<n * n).map { $0 % n * n + $0 / n }
    }
  }

  /// The numbers of a cell: [count], and its energies per energy of the model.
  /// - Throws: `SolverError` for a cell without the rotations, one that is constant or not finite, or of
  ///   another number of pixels; `GeometryError` for one of an equation that no such network knows.
  public func values(of cell: UnitCell) throws -> (features: [Float], unit: Float) {
    try NetworkDomain.check(cell.medium, isFamily: kind == .family)
    guard cell.symmetry.rotations == symmetry else {
      throw SolverError(
        "the network knows cells with C\(symmetry.order) symmetry only; use solve-seq")
    }
    try cell.validate(symmetry: symmetry)
    switch kind {
    case .fourier: return (try coefficients(of: cell), 1)
    case .family:
      var values = try coefficients(of: cell)
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
  private func coefficients(of cell: UnitCell) throws -> [Float] {
    let (vectors, reach) = (orbits.vectors, orbits.reach)
    func taken(_ values: [Double], reach: Int) -> [Float] {
      vectors.map { Float(values[($0.n1 + reach) * (2 * reach + 1) + $0.n2 + reach]) }
    }
    if let shapes = cell.shapes, let rim = try cell.rim() {
      return taken(ShapeSeries(shapes, rim: rim, reach: reach).values, reach: reach)
    }
    let n = cell.pixels
    guard cell.medium != nil else {
      return SingleFourierSeries.of(pixels: n, reach: reach, orbits: vectors)
        .coefficients(of: cell.potential)
    }
    // Light is solved for the contour, or for pixels that stand for what surrounds them.
    if let levels = try cell.levels() {
      let contour = LevelContour(levels, cell.symmetry)
      let whole = orbits.wholeReach
      return taken(LevelSeries(contour, cell.symmetry, reach: whole).values, reach: whole)
    }
    var pattern = RealMatrix(rows: n, columns: n)
    for (at, value) in cell.potential.enumerated() {
      pattern.storage[at] = Double(value) / Double(n * n)
    }
    let sums = FourierSeries(pixels: n, reach: reach).sums(pattern, order: .firstIndex)
    let means = taken(
      PixelCell.means(cell.symmetry.lattice, pixels: n, reach: reach), reach: reach)
    return zip(vectors, means).map { g, mean in mean * Float(sums[g.n1, g.n2]) }
  }
}

/// The orbits of reciprocal vectors whose coefficients are inputs.
private struct InputOrbits: Sendable {
  /// Their representatives, G = 0 first.
  let vectors: [ReciprocalVector]
  /// Largest |n1| and |n2| of these.
  let reach: Int
  /// Of whole orbits, which coefficients along a contour are sums over.
  let wholeReach: Int
  let squares: [Float]
  /// Where the mirror image of each stands.
  let mirrored: [Int]

  static let all = NetworkInput.symmetries.map { InputOrbits($0) }

  private init(_ symmetry: CrystalSymmetry) {
    let orbits = FourierOrbits.all(symmetry)
    vectors = orbits.map { $0[0] }
    func reach(_ list: [ReciprocalVector]) -> Int {
      list.map { max(abs($0.n1), abs($0.n2)) }.max() ?? 0
    }
    self.reach = reach(vectors)
    wholeReach = reach(Array(orbits.joined()))
    let metric = WaveMetric(symmetry.lattice)
    squares = vectors.map { Float(metric.square($0)) }
    var index: [ReciprocalVector: Int] = [:]
    for (i, orbit) in orbits.enumerated() { for g in orbit { index[g] = i } }
    mirrored = vectors.map { index[ReciprocalVector($0.n2, $0.n1)]! }
  }
}
