import Glibc

/// Discrete Fourier transforms of eight sequences at once, by Stockham's self-sorting algorithm with factors 2, 3, 4
/// and 5 (Van Loan, Computational Frameworks for the Fast Fourier Transform, 1992).
public struct LaneTransform: Sendable {
  public typealias Lane = SIMD8<Double>

  /// Length of the sequences.
  public let count: Int
  private let factors: [Int]
  /// exp(-2 pi i q/count).
  private let cosines: [Double]
  private let sines: [Double]

  /// The shortest length from `least` on that has no prime factor over 5.
  public static func length(atLeast least: Int) -> Int {
    var n = Swift.max(least, 1)
    while true {
      var rest = n
      for prime in [2, 3, 5] { while rest % prime == 0 { rest /= prime } }
      if rest == 1 { return n }
      n += 1
    }
  }

  /// - Precondition: `count` has no prime factor over 5.
  public init(count: Int) {
    self.count = count
    var rest = count
    var factors: [Int] = []
    for factor in [4, 2, 3, 5] {
      while rest % factor == 0 {
        factors.append(factor)
        rest /= factor
      }
    }
    precondition(rest == 1)
    self.factors = factors
    cosines = (0..<count).map { cos(2 * Double.pi * Double($0) / Double(count)) }
    sines = (0..<count).map { -sin(2 * Double.pi * Double($0) / Double(count)) }
  }

  /// x_q := sum over p of exp(-+2 pi i p q/count) x_p, for each of the eight lanes.
  /// - Parameters:
  ///   - x: [count] pairs of real and imaginary part.
  ///   - spare: as large as x.
  ///   - forward: the sign is minus; else plus. Neither divides by the length.
  public func transform(
    _ x: UnsafeMutablePointer<Lane>, spare: UnsafeMutablePointer<Lane>, forward: Bool
  ) {
    var (from, to) = (x, spare)
    var (n, stride) = (count, 1)
    for factor in factors {
      let m = n / factor
      step(from, to, factor, m, stride, forward ? 1 : -1)
      swap(&from, &to)
      n = m
      stride *= factor
    }
    if from != x { x.update(from: from, count: 2 * count) }
  }

  private func step(
    _ x: UnsafeMutablePointer<Lane>, _ y: UnsafeMutablePointer<Lane>, _ factor: Int, _ m: Int,
    _ stride: Int, _ sign: Double
  ) {
    let turn = count / (m * factor)
    for p in 0..<m {
      func twiddle(_ j: Int) -> (Double, Double) {
        let at = j * p * turn
        return (cosines[at], sign * sines[at])
      }
      let from = x + 2 * stride * p
      let to = y + 2 * stride * factor * p
      switch factor {
      case 2: step2(from, to, m, stride, twiddle(1))
      case 3: step3(from, to, m, stride, sign, twiddle(1), twiddle(2))
      case 4: step4(from, to, m, stride, sign, twiddle(1), twiddle(2), twiddle(3))
      default:
        step5(from, to, m, stride, sign, [twiddle(1), twiddle(2), twiddle(3), twiddle(4)])
      }
    }
  }

  @inline(__always)
  private func store(
    _ to: UnsafeMutablePointer<Lane>, _ re: Lane, _ im: Lane, _ w: (Double, Double)
  ) {
    to[0] = re * w.0 - im * w.1
    to[1] = re * w.1 + im * w.0
  }

  private func step2(
    _ x: UnsafeMutablePointer<Lane>, _ y: UnsafeMutablePointer<Lane>, _ m: Int, _ stride: Int,
    _ w: (Double, Double)
  ) {
    let hop = 2 * stride * m
    for q in 0..<stride {
      let (a, b) = (x + 2 * q, x + 2 * q + hop)
      let to = y + 2 * q
      to[0] = a[0] + b[0]
      to[1] = a[1] + b[1]
      store(to + 2 * stride, a[0] - b[0], a[1] - b[1], w)
    }
  }

  private func step3(
    _ x: UnsafeMutablePointer<Lane>, _ y: UnsafeMutablePointer<Lane>, _ m: Int, _ stride: Int,
    _ sign: Double, _ w1: (Double, Double), _ w2: (Double, Double)
  ) {
    let hop = 2 * stride * m
    let half = sign * -3.0.squareRoot() / 2
    for q in 0..<stride {
      let a = x + 2 * q
      let (b, c) = (a + hop, a + 2 * hop)
      let to = y + 2 * q
      let (sumRe, sumIm) = (b[0] + c[0], b[1] + c[1])
      let (re, im) = (a[0] - 0.5 * sumRe, a[1] - 0.5 * sumIm)
      let (difRe, difIm) = (half * (b[0] - c[0]), half * (b[1] - c[1]))
      to[0] = a[0] + sumRe
      to[1] = a[1] + sumIm
      store(to + 2 * stride, re - difIm, im + difRe, w1)
      store(to + 4 * stride, re + difIm, im - difRe, w2)
    }
  }

  private func step4(
    _ x: UnsafeMutablePointer<Lane>, _ y: UnsafeMutablePointer<Lane>, _ m: Int, _ stride: Int,
    _ sign: Double, _ w1: (Double, Double), _ w2: (Double, Double), _ w3: (Double, Double)
  ) {
    let hop = 2 * stride * m
    for q in 0..<stride {
      let a = x + 2 * q
      let (b, c, d) = (a + hop, a + 2 * hop, a + 3 * hop)
      let to = y + 2 * q
      let (sumRe, sumIm) = (a[0] + c[0], a[1] + c[1])
      let (difRe, difIm) = (a[0] - c[0], a[1] - c[1])
      let (oddRe, oddIm) = (b[0] + d[0], b[1] + d[1])
      // -i (b - d) forward.
      let (turnRe, turnIm) = (sign * (b[1] - d[1]), -sign * (b[0] - d[0]))
      to[0] = sumRe + oddRe
      to[1] = sumIm + oddIm
      store(to + 2 * stride, difRe + turnRe, difIm + turnIm, w1)
      store(to + 4 * stride, sumRe - oddRe, sumIm - oddIm, w2)
      store(to + 6 * stride, difRe - turnRe, difIm - turnIm, w3)
    }
  }

  private func step5(
    _ x: UnsafeMutablePointer<Lane>, _ y: UnsafeMutablePointer<Lane>, _ m: Int, _ stride: Int,
    _ sign: Double, _ w: [(Double, Double)]
  ) {
    let hop = 2 * stride * m
    let fifth = 2 * Double.pi / 5
    let (c1, c2) = (cos(fifth), cos(2 * fifth))
    let (s1, s2) = (-sign * sin(fifth), -sign * sin(2 * fifth))
    for q in 0..<stride {
      let a = x + 2 * q
      let (b, c, d, e) = (a + hop, a + 2 * hop, a + 3 * hop, a + 4 * hop)
      let to = y + 2 * q
      let (p1, q1) = (b[0] + e[0], b[1] + e[1])
      let (p2, q2) = (c[0] + d[0], c[1] + d[1])
      let (r1, t1) = (b[0] - e[0], b[1] - e[1])
      let (r2, t2) = (c[0] - d[0], c[1] - d[1])
      let (e1, f1) = (a[0] + c1 * p1 + c2 * p2, a[1] + c1 * q1 + c2 * q2)
      let (e2, f2) = (a[0] + c2 * p1 + c1 * p2, a[1] + c2 * q1 + c1 * q2)
      let (g1, h1) = (s1 * r1 + s2 * r2, s1 * t1 + s2 * t2)
      let (g2, h2) = (s2 * r1 - s1 * r2, s2 * t1 - s1 * t2)
      to[0] = a[0] + p1 + p2
      to[1] = a[1] + q1 + q2
      store(to + 2 * stride, e1 - h1, f1 + g1, w[0])
      store(to + 4 * stride, e2 - h2, f2 + g2, w[1])
      store(to + 6 * stride, e2 + h2, f2 - g2, w[2])
      store(to + 8 * stride, e1 + h1, f1 - g1, w[3])
    }
  }
}
