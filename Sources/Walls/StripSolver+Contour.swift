import BlochCore
import Glibc
import LinearAlgebra

extension StripSolver {
  /// Chosen states on a contour, [points x chosen], normalised with b on one period in |A1|; eight points side by side.
  func values(
    _ states: Matrix, _ chosen: [Int], _ kappa: Double, on contour: LayeredContour
  ) -> ComplexMatrix {
    typealias Lane = SIMD8<Double>
    let points = contour.points
    var result = ComplexMatrix(rows: points.count, columns: chosen.count)
    let parts = Matrix.components
    let reach = waves.largestAcross
    let norm = 1 / waves.area.squareRoot()
    let columns = chosen.map { Array(states.numbers(ofColumn: $0)) }
    var (powersRe, powersIm) = (
      [Lane](repeating: .zero, count: 2 * reach + 1), [Lane](repeating: .zero, count: 2 * reach + 1)
    )
    for first in stride(from: 0, to: points.count, by: 8) {
      var (x, y) = (Lane.zero, Lane.zero)
      for lane in 0..<min(8, points.count - first) {
        let place = points[first + lane].place
        x[lane] = 2 * Double.pi * (place.x1 - series.origin.along)
        y[lane] = 2 * Double.pi * (place.x2 - series.origin.across / Double(waves.layers))
      }
      func turn(_ angle: Lane) -> (re: Lane, im: Lane) {
        var (re, im) = (Lane.zero, Lane.zero)
        for lane in 0..<8 { (re[lane], im[lane]) = (cos(angle[lane]), sin(angle[lane])) }
        return (re, im)
      }
      let step = turn(y)
      var now = turn(-Double(reach) * y)
      for l in 0...2 * reach {
        (powersRe[l], powersIm[l]) = now
        now = (now.re * step.re - now.im * step.im, now.re * step.im + now.im * step.re)
      }
      var start = 0
      var sums = [(re: Lane, im: Lane)](repeating: (.zero, .zero), count: chosen.count)
      while start < waves.near.count {
        let m = waves.near[start].m
        var end = start
        while end < waves.near.count, waves.near[end].m == m { end += 1 }
        let along = turn((Double(m) + kappa) * x)
        for (number, column) in columns.enumerated() {
          var (re, im) = (Lane.zero, Lane.zero)
          for wave in start..<end {
            let l = waves.near[wave].l + reach
            let a = Lane(repeating: column[parts * wave])
            re.addProduct(powersRe[l], a)
            im.addProduct(powersIm[l], a)
            if parts == 2 {
              let b = Lane(repeating: column[parts * wave + 1])
              re.addProduct(powersIm[l], -b)
              im.addProduct(powersRe[l], b)
            }
          }
          sums[number].re += re * along.re - im * along.im
          sums[number].im += re * along.im + im * along.re
        }
        start = end
      }
      for column in chosen.indices {
        for lane in 0..<min(8, points.count - first) {
          let at = 2 * (first + lane + column * points.count)
          result.storage[at] = norm * sums[column].re[lane]
          result.storage[at + 1] = norm * sums[column].im[lane]
        }
      }
    }
    return result
  }
}
