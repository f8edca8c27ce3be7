import LinearAlgebra
import Synchronization

/// `FourierSeries` in single precision, for a network's input: from the pixels of C6 cells of one size to the coefficients
/// of given vectors with indices that are not negative.
final class SingleFourierSeries: Sendable {
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

  private static let known = Mutex<[Int: SingleFourierSeries]>([:])

  /// Tables are made once; those of few numbers of pixels are kept.
  static func of(pixels: Int, reach: Int, orbits: [ReciprocalVector]) -> SingleFourierSeries {
    known.withLock { known in
      if let tables = known[pixels] { return tables }
      if known.count == 16 { known.removeAll() }
      let tables = SingleFourierSeries(pixels: pixels, reach: reach, orbits: orbits)
      known[pixels] = tables
      return tables
    }
  }

  private init(pixels n: Int, reach: Int, orbits: [ReciprocalVector]) {
    pixels = n
    self.reach = reach
    self.orbits = orbits
    waves = FloatBuffer(count: Self.width * n)
    let series = FourierSeries(pixels: n, reach: reach)
    for q in 0...reach {
      for j in 0..<n {
        waves.base[q * n + j] = Float(series.cosines[j, q])
        waves.base[(reach + 1 + q) * n + j] = Float(series.sines[j, q])
      }
    }
    product = PackedMatrix(waves.base, rows: Self.width, columns: n)
    scales = orbits.map { Float(FourierSeries.share($0, pixels: n) / Double(n * n)) }
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
