import BlochCore
import Glibc
import LinearAlgebra
import Testing

/// The transform between pixels and Fourier coefficients against its sums.
@Suite struct FourierSeriesTests {
  /// Numbers without symmetry, [N x N], element (j, i) is pixel (i, j).
  private func cell(_ n: Int) -> RealMatrix {
    var cell = RealMatrix(rows: n, columns: n)
    cell.storage = arbitraryNumbers(n * n, seed: UInt64(n))
    return cell
  }

  /// cos(2 pi (n1 i + n2 j)/N)
  private func wave(_ n1: Int, _ n2: Int, _ i: Int, _ j: Int, _ n: Int) -> Double {
    cos(2 * Double.pi * Double(n1 * i + n2 * j) / Double(n))
  }

  @Test(arguments: [1, 2, 7, 12], [FourierSeries.Order.firstIndex, .secondIndex])
  func sumsAreTheSums(_ n: Int, _ order: FourierSeries.Order) {
    let (cell, reach) = (cell(n), 9)
    let sums = FourierSeries(pixels: n, reach: reach).sums(cell, order: order)
    for n1 in -reach...reach {
      for n2 in -reach...reach {
        var sum = 0.0
        for i in 0..<n { for j in 0..<n { sum += cell[j, i] * wave(n1, n2, i, j, n) } }
        #expect(abs(sums[n1, n2] - sum) < 1e-11, "\(n1) \(n2)")
      }
    }
  }

  @Test(arguments: [2, 7, 12]) func synthesisAddsWavesUp(_ n: Int) {
    let terms = [(3, 1), (0, 0), (-2, 5), (4, -4), (0, 2), (1, 0), (3, 1)].enumerated().map {
      (g: ReciprocalVector($1.0, $1.1), weight: 0.3 + Double($0))
    }
    let cell = FourierSeries(pixels: n, reach: 5).synthesise(terms)
    for i in 0..<n {
      for j in 0..<n {
        let sum = terms.reduce(0) { $0 + $1.weight * wave($1.g.n1, $1.g.n2, i, j, n) }
        #expect(abs(cell[j, i] - sum) < 1e-12)
      }
    }
  }

  /// The coefficients of the shortest vectors, equally short ones sharing, give back the pixels of a cell with C2.
  @Test(arguments: [1, 2, 3, 8, 9]) func pixelsComeBack(_ n: Int) {
    var cell = cell(n)
    for i in 0..<n {
      for j in 0..<n { cell[(n - j) % n, (n - i) % n] = cell[j, i] }
    }
    let series = FourierSeries(pixels: n, reach: n)
    let sums = series.sums(cell, order: .firstIndex)
    var terms: [(g: ReciprocalVector, weight: Double)] = []
    for n1 in -n...n {
      for n2 in -n...n {
        let g = ReciprocalVector(n1, n2)
        terms.append(
          (g, FourierSeries.share(g, pixels: n) * sums[n1, n2] / Double(n * n)))
      }
    }
    let back = series.synthesise(terms)
    for (a, b) in zip(back.storage, cell.storage) { #expect(abs(a - b) < 1e-13) }
  }
}
