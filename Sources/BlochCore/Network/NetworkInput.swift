import Glibc
import LinearAlgebra
import Synchronization

/// What a network is told of a geometry.
public enum NetworkInput: Sendable, Equatable {
  /// V_G/Vmax of every rotation orbit with |G|^2 <= 256 |b|^2: 156 numbers that are exactly symmetric,
  /// exactly periodic and independent of the number of pixels.
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
    guard cell.symmetry == .c6 else {
      throw SolverError("the network knows cells with C6 symmetry only; use solve-seq")
    }
    try BandSolver.validate(cell, symmetry: .c6)
    switch self {
    case .fourier:
      return FourierTables.of(pixels: cell.pixels, reach: Self.reach, orbits: Self.orbits)
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

/// Cosines and sines for the Fourier coefficients of C6 cells of one number of pixels, in single
/// precision: `FourierPotential` does the same in double precision for any G.
private final class FourierTables: Sendable {
  private let pixels: Int
  private let reach: Int
  private let orbits: [ReciprocalVector]
  /// [2 (reach + 1)][pixels]: cos(2 pi q j/N), then sin.
  private let waves: FloatBuffer
  /// The same for products, padded to 48 rows.
  private let product: PackedMatrix
  /// [orbits]: 1/N^2, or less where several G agree on the pixels.
  private let scales: [Float]

  /// Room for cosines and sines of a row: three vectors.
  private static let width = 48

  private static let known = Mutex<[Int: FourierTables]>([:])

  /// Tables are made once; those of few numbers of pixels are kept.
  static func of(pixels: Int, reach: Int, orbits: [ReciprocalVector]) -> FourierTables {
    known.withLock { known in
      if let tables = known[pixels] { return tables }
      if known.count == 16 { known.removeAll() }
      let tables = FourierTables(pixels: pixels, reach: reach, orbits: orbits)
      known[pixels] = tables
      return tables
    }
  }

  private init(pixels n: Int, reach: Int, orbits: [ReciprocalVector]) {
    pixels = n
    self.reach = reach
    self.orbits = orbits
    waves = FloatBuffer(count: Self.width * n)
    for q in 0...reach {
      for j in 0..<n {
        let angle = 2 * Double.pi * Double(q * j % n) / Double(n)
        waves.base[q * n + j] = Float(cos(angle))
        waves.base[(reach + 1 + q) * n + j] = Float(sin(angle))
      }
    }
    product = PackedMatrix(waves.base, rows: Self.width, columns: n)
    scales = orbits.map { Float(FourierPotential.share($0, pixels: n) / Double(n * n)) }
  }

  /// V(n1, n2) = sum_ij v_ij cos(2 pi (n1 i + n2 j)/N), n1 and n2 not negative.
  func coefficients(of potential: [Float]) -> [Float] {
    let n = pixels
    let rows = reach + 1
    return withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: (n + 2 * rows) * 3) {
      work in
      // Sums over j: [i][48].
      let half = work.baseAddress!
      for i in 0..<3 * n { half[i] = .zero }
      half.withMemoryRebound(to: Float.self, capacity: n * Self.width) { half in
        potential.withUnsafeBufferPointer {
          product.addProduct($0.baseAddress!, to: half, count: n)
        }
      }
      // Sums over i with cosines, then with sines: [n1][48] each.
      let even = half + 3 * n
      let odd = even + 3 * rows
      for q in 0..<rows {
        var (a, b, c) = (SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero)
        var (d, e, f) = (a, b, c)
        for i in 0..<n {
          let cosine = SIMD16(repeating: waves.base[q * n + i])
          let sine = SIMD16(repeating: waves.base[(rows + q) * n + i])
          let (x, y, z) = (half[3 * i], half[3 * i + 1], half[3 * i + 2])
          a.addProduct(cosine, x)
          b.addProduct(cosine, y)
          c.addProduct(cosine, z)
          d.addProduct(sine, x)
          e.addProduct(sine, y)
          f.addProduct(sine, z)
        }
        (even[3 * q], even[3 * q + 1], even[3 * q + 2]) = (a, b, c)
        (odd[3 * q], odd[3 * q + 1], odd[3 * q + 2]) = (d, e, f)
      }
      return zip(orbits, scales).map { g, scale in
        if scale == 0 { return 0 }
        let (p, q) = (g.n2, rows + g.n2)
        return scale * (even[3 * g.n1 + p / 16][p % 16] - odd[3 * g.n1 + q / 16][q % 16])
      }
    }
  }
}
