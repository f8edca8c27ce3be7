import Glibc
import Meshes
import WallpaperGroups

/// The field under a two-level cell as a function of the plane: phi - threshold, positive where the pattern is 1.
///
/// phi = sum over half of the waves of c cos(G.r) + s sin(G.r), from products of exp(2 pi i x1) and exp(2 pi i x2): one
/// sine and cosine each for any number of waves.
package struct FieldLevels: LevelSet {
  package let lattice: Lattice
  /// G = n1 b1 + n2 b2 with n2 >= 0.
  let waves: [ReciprocalVector]
  let cosines: [Double]
  let sines: [Double]
  /// -threshold and the amplitude of G = 0.
  let constant: Double
  /// Largest |n1| and |n2|.
  let reach: Int
  /// Cartesian G of each wave.
  private let vectors: [(x: Double, y: Double)]

  /// Nil where the field is not cut sharply.
  package init?(_ field: FourierField, _ symmetry: CrystalSymmetry) {
    guard field.beta == .infinity else { return nil }
    lattice = symmetry.lattice
    var sums: [ReciprocalVector: (c: Double, s: Double)] = [:]
    var constant = -field.threshold
    for (at, g) in field.representatives.enumerated() {
      let (a, b) = (field.amplitudes[at], field.sines.isEmpty ? 0 : field.sines[at])
      if g == ReciprocalVector(0, 0) {
        constant += a
        continue
      }
      for image in ReciprocalStar(of: g, group: symmetry.group).half {
        let g = image.vector
        let isUpper = g.n2 > 0 || (g.n2 == 0 && g.n1 > 0)
        let key = isUpper ? g : ReciprocalVector(-g.n1, -g.n2)
        let known = sums[key] ?? (0, 0)
        sums[key] = (
          known.c + 2 * image.sign * a, known.s + (isUpper ? 2 : -2) * image.sign * b
        )
      }
    }
    self.constant = constant
    waves = sums.keys.sorted { ($0.n2, $0.n1) < ($1.n2, $1.n1) }
    cosines = waves.map { sums[$0]!.c }
    sines = waves.map { sums[$0]!.s }
    reach = waves.map { max(abs($0.n1), abs($0.n2)) }.max() ?? 0
    let own = symmetry.lattice
    vectors = waves.map { own.waveVector(x1: Double($0.n1), x2: Double($0.n2)) }
  }

  /// Of a Cartesian place.
  func place(x: Double, y: Double) -> Place {
    let second = y / (lattice.ratio * lattice.sine)
    return Place(x - lattice.ratio * lattice.cosine * second, second)
  }

  /// Calls with cos(G.r), sin(G.r) and the number of each wave.
  @inline(__always)
  private func each(_ place: Place, _ body: (Int, Double, Double) -> Void) {
    let turn = 2 * Double.pi
    let e1 = Complex(angle: turn * place.x1)
    let e2 = Complex(angle: turn * place.x2)
    withUnsafeTemporaryAllocation(of: Complex.self, capacity: 3 * reach + 2) { powers in
      // exp(2 pi i n x1) at n + reach; exp(2 pi i n x2) behind.
      let second = 2 * reach + 1
      powers[reach] = .one
      powers[second] = .one
      for n in stride(from: 1, through: reach, by: 1) {
        powers[reach + n] = powers[reach + n - 1] * e1
        powers[reach - n] = powers[reach + n].conjugate
        powers[second + n] = powers[second + n - 1] * e2
      }
      waves.withUnsafeBufferPointer { waves in
        for (at, g) in waves.enumerated() {
          let wave = powers[reach + g.n1] * powers[second + g.n2]
          body(at, wave.re, wave.im)
        }
      }
    }
  }

  package func sample(at place: Place) -> LevelSample {
    var result = LevelSample(value: constant)
    cosines.withUnsafeBufferPointer { a in
      sines.withUnsafeBufferPointer { b in
        vectors.withUnsafeBufferPointer { g in
          each(place) { at, cosine, sine in
            let value = a[at] * cosine + b[at] * sine
            let slope = b[at] * cosine - a[at] * sine
            let (x, y) = g[at]
            result.value += value
            result.x += x * slope
            result.y += y * slope
            result.xx -= x * x * value
            result.xy -= x * y * value
            result.yy -= y * y * value
          }
        }
      }
    }
    return result
  }

  /// phi - threshold and its Cartesian gradient.
  func slope(at place: Place) -> (value: Double, x: Double, y: Double) {
    var result = (value: constant, x: 0.0, y: 0.0)
    cosines.withUnsafeBufferPointer { a in
      sines.withUnsafeBufferPointer { b in
        vectors.withUnsafeBufferPointer { g in
          each(place) { at, cosine, sine in
            let slope = b[at] * cosine - a[at] * sine
            result.value += a[at] * cosine + b[at] * sine
            result.x += g[at].x * slope
            result.y += g[at].y * slope
          }
        }
      }
    }
    return result
  }

  /// phi - threshold.
  func value(at place: Place) -> Double {
    var result = constant
    cosines.withUnsafeBufferPointer { a in
      sines.withUnsafeBufferPointer { b in
        each(place) { at, cosine, sine in result += a[at] * cosine + b[at] * sine }
      }
    }
    return result
  }

  /// phi - threshold at ((i + offset) a1 + (j + offset) a2)/n for all i, j = 0..<n, element i n + j: sums along a1, then
  /// along a2.
  func grid(_ n: Int, offset: Double = 0) -> [Double] {
    let circle = (0..<n).map { Complex(angle: 2 * Double.pi * Double($0) / Double(n)) }
    // [n2][i]
    var rows = [Complex](repeating: .zero, count: (reach + 1) * n)
    for (at, g) in waves.enumerated() {
      let shift = 2 * Double.pi * Double(g.n1 + g.n2) * offset / Double(n)
      let amplitude = Complex(cosines[at], -sines[at]) * Complex(angle: shift)
      let step = ((g.n1 % n) + n) % n
      var phase = 0
      for i in 0..<n {
        rows[g.n2 * n + i] = rows[g.n2 * n + i] + amplitude * circle[phase]
        phase += step
        if phase >= n { phase -= n }
      }
    }
    var values = [Double](repeating: constant, count: n * n)
    values.withUnsafeMutableBufferPointer { values in
      for i in 0..<n {
        for n2 in 0...reach {
          let amplitude = rows[n2 * n + i]
          var phase = 0
          for j in 0..<n {
            values[i * n + j] += amplitude.re * circle[phase].re - amplitude.im * circle[phase].im
            phase += n2
            while phase >= n { phase -= n }
          }
        }
      }
    }
    return values
  }
}
