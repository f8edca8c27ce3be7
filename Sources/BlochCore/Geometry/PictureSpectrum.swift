import Glibc

/// The Fourier coefficients of a picture that repeats with its edges, for long waves.
struct PictureSpectrum: Sendable {
  /// Largest number of periods along an edge.
  static let maximumReach = 24
  /// Share of the power that waves may have that several cells in a row would not have.
  private static let noise = 0.01

  let reachDown: Int
  let reachRight: Int
  /// [reachDown + 1][2 reachRight + 1]: mean of v exp(-2 pi i (h row/height + k column/width)), h from 0.
  private let real: [Double]
  private let imaginary: [Double]

  init(_ picture: GreyPicture) {
    let (w, h) = (picture.width, picture.height)
    reachDown = min(Self.maximumReach, (h - 1) / 2)
    reachRight = min(Self.maximumReach, (w - 1) / 2)
    let across = 2 * reachRight + 1
    func circle(_ n: Int) -> [(Double, Double)] {
      (0..<n).map {
        let angle = 2 * Double.pi * Double($0) / Double(n)
        return (cos(angle), -sin(angle))
      }
    }
    let (down, right) = (circle(h), circle(w))
    var real = [Double](repeating: 0, count: (reachDown + 1) * across)
    var imaginary = real
    var column = [(Double, Double)](repeating: (0, 0), count: w)
    for p in 0...reachDown {
      // The transform along the columns, then along the rows.
      for j in 0..<w { column[j] = (0, 0) }
      for i in 0..<h {
        let turn = down[p * i % h]
        for j in 0..<w {
          let v = Double(picture.values[i * w + j])
          column[j].0 += v * turn.0
          column[j].1 += v * turn.1
        }
      }
      for q in -reachRight...reachRight {
        var (x, y) = (0.0, 0.0)
        let step = (q + w) % w
        var at = 0
        for j in 0..<w {
          let turn = right[at]
          x += column[j].0 * turn.0 - column[j].1 * turn.1
          y += column[j].0 * turn.1 + column[j].1 * turn.0
          at += step
          if at >= w { at -= w }
        }
        real[p * across + q + reachRight] = x / Double(w * h)
        imaginary[p * across + q + reachRight] = y / Double(w * h)
      }
    }
    self.real = real
    self.imaginary = imaginary
  }

  /// The coefficient with h periods down and k to the right, nil beyond the reach.
  func coefficient(_ h: Int, _ k: Int) -> (re: Double, im: Double)? {
    guard abs(h) <= reachDown, abs(k) <= reachRight else { return nil }
    let across = 2 * reachRight + 1
    let at = abs(h) * across + (h < 0 ? -k : k) + reachRight
    return (real[at], h < 0 ? -imaginary[at] : imaginary[at])
  }

  /// Power of the waves of half a reciprocal space, the constant left out.
  func power(where isWanted: (Int, Int) -> Bool) -> Double {
    var sum = 0.0
    for h in 0...reachDown {
      for k in -reachRight...reachRight where (h > 0 || k > 0) && isWanted(h, k) {
        let c = coefficient(h, k) ?? (0, 0)
        sum += c.re * c.re + c.im * c.im
      }
    }
    return sum
  }

  /// How often the picture repeats itself down and to the right, up to 12 times.
  func repetitions() -> (down: Int, right: Int) {
    let total = power { _, _ in true }
    func count(_ periods: (Int, Int) -> Int, _ reach: Int) -> Int {
      let most = min(12, reach / 2)
      guard total > 0, most >= 2 else { return 1 }
      return (2...most).reversed().first { n in
        power { h, k in periods(h, k) % n != 0 } <= Self.noise * total
      } ?? 1
    }
    return (count({ h, _ in h }, reachDown), count({ _, k in k }, reachRight))
  }
}
