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
  private static let orbits: [ReciprocalVector] = BandGradient.orbits(.c6).map { $0[0] }
  private static let reach = orbits.map { max(abs($0.n1), abs($0.n2)) }.max() ?? 0
  private static let mirroredOrbits: [Int] = {
    var index: [ReciprocalVector: Int] = [:]
    for (i, orbit) in BandGradient.orbits(.c6).enumerated() { for g in orbit { index[g] = i } }
    return orbits.map { index[ReciprocalVector($0.n2, $0.n1)]! }
  }()

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
  /// [orbits]: 1/N^2, or less where several G agree on the pixels.
  private let scales: [Float]

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
    waves = FloatBuffer(count: 2 * (reach + 1) * n)
    for q in 0...reach {
      for j in 0..<n {
        let angle = 2 * Double.pi * Double(q * j % n) / Double(n)
        waves.base[q * n + j] = Float(cos(angle))
        waves.base[(reach + 1 + q) * n + j] = Float(sin(angle))
      }
    }
    scales = orbits.map { Float(FourierPotential.share($0, pixels: n) / Double(n * n)) }
  }

  /// V(n1, n2) = sum_ij v_ij cos(2 pi (n1 i + n2 j)/N), n1 and n2 not negative.
  func coefficients(of potential: [Float]) -> [Float] {
    let n = pixels
    let rows = reach + 1
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * rows * n) { half in
      // Sums over j, contiguous in i.
      potential.withUnsafeBufferPointer {
        multiply(
          rows: 2 * rows, columns: n, inner: n, SingleMatrix(waves.base, stride: n),
          SingleMatrix($0.baseAddress!, stride: n, transposed: true), beta: 0,
          into: half.baseAddress!, stride: n)
      }
      let sums = half.baseAddress!
      return zip(orbits, scales).map { g, scale in
        if scale == 0 { return 0 }
        let (even, odd) = (sums + g.n2 * n, sums + (rows + g.n2) * n)
        let (cosine, sine) = (waves.base + g.n1 * n, waves.base + (rows + g.n1) * n)
        var total = SIMD16<Float>.zero
        var i = 0
        while i + 16 <= n {
          let c = UnsafeRawPointer(cosine + i).loadUnaligned(as: SIMD16<Float>.self)
          let s = UnsafeRawPointer(sine + i).loadUnaligned(as: SIMD16<Float>.self)
          let a = UnsafeRawPointer(even + i).loadUnaligned(as: SIMD16<Float>.self)
          let b = UnsafeRawPointer(odd + i).loadUnaligned(as: SIMD16<Float>.self)
          total.addProduct(c, a)
          total.addProduct(-s, b)
          i += 16
        }
        var rest: Float = 0
        while i < n {
          rest += cosine[i] * even[i] - sine[i] * odd[i]
          i += 1
        }
        return scale * (total.sum() + rest)
      }
    }
  }
}
