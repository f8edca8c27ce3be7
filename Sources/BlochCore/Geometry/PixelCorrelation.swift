import Glibc

/// How much a picture that repeats with its edges looks like its images under operations that take pixels to pixels.
struct PixelCorrelation: Sendable {
  let rows: Int
  let columns: Int
  /// Fourier coefficients of the picture less its mean, in units in which their squares add up to 1; [rows x columns].
  private let spectrum: [SIMD2<Double>]

  /// Nil for a picture that is the same everywhere.
  init?(_ picture: GreyPicture) {
    (rows, columns) = (picture.height, picture.width)
    let mean = picture.values.reduce(0.0) { $0 + Double($1) } / Double(picture.values.count)
    let values = picture.values.map { SIMD2(Double($0) - mean, 0) }
    let power = values.reduce(0.0) { $0 + $1.x * $1.x }
    guard power > 1e-12 * Double(values.count) else { return nil }
    let scale = 1 / (power * Double(values.count)).squareRoot()
    spectrum = Self.transformed(values, rows, columns).map { $0 * scale }
  }

  /// The correlation of v(x) and v(Ax + s), for all pixel shifts s = (down, right): 1 where they are the same up to their
  /// mean. [rows x columns] by s.
  /// - Parameter matrix: A in pixels, row by row: unimodular, and it takes the periods of the picture to periods.
  func correlation(_ matrix: [Int]) -> [Float] {
    // v(Ax + s) is u(x + A^-1 s) with u(x) = v(Ax), so that the sum over x is a correlation of v and u.
    let turned = permuted(spectrum) { p, q in
      // u_k = v_(k A^-1), where k counts periods: A takes the torus to itself.
      reciprocal(inverse(matrix), p, q)
    }
    let product = zip(spectrum, turned).map { v, u in
      SIMD2(v.x * u.x + v.y * u.y, v.x * u.y - v.y * u.x)
    }
    // The inverse transform is the conjugate's transform; the result is real.
    let sums = Self.transformed(product.map { SIMD2($0.x, -$0.y) }, rows, columns)
    let back = inverse(matrix)
    var result = [Float](repeating: 0, count: sums.count)
    for i in 0..<rows {
      for j in 0..<columns {
        let y = (
          wrapped(back[0] * i + back[1] * j, rows), wrapped(back[2] * i + back[3] * j, columns)
        )
        result[i * columns + j] = Float(sums[y.0 * columns + y.1].x)
      }
    }
    return result
  }

  /// Whether a pixel matrix takes (rows, 0) and (0, columns) to sums of multiples of them.
  static func keepsPeriods(_ m: [Int], _ rows: Int, _ columns: Int) -> Bool {
    m[2] * rows % columns == 0 && m[1] * columns % rows == 0
  }

  private func permuted(_ values: [SIMD2<Double>], _ source: (Int, Int) -> (Int, Int)) -> [SIMD2<
    Double
  >] {
    var result = values
    for p in 0..<rows {
      for q in 0..<columns {
        let (a, b) = source(p, q)
        result[p * columns + q] = values[wrapped(a, rows) * columns + wrapped(b, columns)]
      }
    }
    return result
  }

  /// The wave (p, q), in periods a picture, times a pixel matrix from the right: (p/rows, q/columns) A in the same units.
  private func reciprocal(_ m: [Int], _ p: Int, _ q: Int) -> (Int, Int) {
    // (p/h, q/w) A = (p A00/h + q A10/w, p A01/h + q A11/w), times (h, w): integers, because A keeps the torus.
    (
      (p * m[0] * columns + q * m[2] * rows) / columns,
      (p * m[1] * columns + q * m[3] * rows) / rows
    )
  }

  private func inverse(_ m: [Int]) -> [Int] {
    let d = m[0] * m[3] - m[1] * m[2]
    return [d * m[3], -d * m[1], -d * m[2], d * m[0]]
  }

  private func wrapped(_ i: Int, _ n: Int) -> Int { ((i % n) + n) % n }

  /// The sum of values exp(-2 pi i (p row/rows + q column/columns)).
  private static func transformed(_ values: [SIMD2<Double>], _ rows: Int, _ columns: Int)
    -> [SIMD2<Double>]
  {
    var result = values
    let across = LineTransform(columns)
    for i in 0..<rows {
      let line = across(Array(result[i * columns..<(i + 1) * columns]))
      result.replaceSubrange(i * columns..<(i + 1) * columns, with: line)
    }
    let down = LineTransform(rows)
    for j in 0..<columns {
      let line = down((0..<rows).map { result[$0 * columns + j] })
      for i in 0..<rows { result[i * columns + j] = line[i] }
    }
    return result
  }
}

/// The discrete Fourier transform of any length, by its prime factors.
private struct LineTransform {
  let n: Int
  private let roots: [SIMD2<Double>]

  init(_ n: Int) {
    self.n = n
    roots = (0..<n).map {
      let angle = 2 * Double.pi * Double($0) / Double(n)
      return SIMD2(cos(angle), -sin(angle))
    }
  }

  func callAsFunction(_ values: [SIMD2<Double>]) -> [SIMD2<Double>] {
    var result = values
    transform(values, 0, 1, n, &result, 0)
    return result
  }

  /// The transform of the `length` values at `start` in steps of `step`, into `target` from `place` on.
  private func transform(
    _ source: [SIMD2<Double>], _ start: Int, _ step: Int, _ length: Int,
    _ target: inout [SIMD2<Double>], _ place: Int
  ) {
    if length == 1 {
      target[place] = source[start]
      return
    }
    let factor = (2...length).first { length % $0 == 0 }!
    let part = length / factor
    for r in 0..<factor {
      transform(source, start + r * step, step * factor, part, &target, place + r * part)
    }
    var terms = [SIMD2<Double>](repeating: .zero, count: factor)
    for k in 0..<part {
      for r in 0..<factor {
        terms[r] = product(target[place + r * part + k], roots[r * k * step % n])
      }
      for q in 0..<factor {
        var sum = terms[0]
        for r in 1..<factor { sum += product(terms[r], roots[r * q * part * step % n]) }
        target[place + q * part + k] = sum
      }
    }
  }

  private func product(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
  }
}
