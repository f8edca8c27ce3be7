import Glibc
import Meshes
import WallpaperGroups

/// A real Fourier series with indices up to 7, phi(x) = sum_G c_G exp(2 pi i G.x).
struct FourierLevelSet: LevelSet {
  /// By m1 = 0...7, lanes m2 = -8...7: the coefficients of m1 > 0, and of m1 = 0, m2 >= 0, twice those but of 0 0.
  private var real = [SIMD16<Double>](repeating: .zero, count: 8)
  private var imaginary = [SIMD16<Double>](repeating: .zero, count: 8)
  let lattice: Lattice
  private var reach = 0

  private static let lanes = SIMD16<Double>(
    -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7)

  init(_ lattice: Lattice, constant: Double) {
    self.lattice = lattice
    real[0][8] = constant
  }

  var constant: Double {
    get { real[0][8] }
    set { real[0][8] = newValue }
  }

  /// Adds c exp(2 pi i (m1 x1 + m2 x2)) and its complex conjugate.
  mutating func add(_ m1: Int, _ m2: Int, _ re: Double, _ im: Double) {
    if m1 < 0 || m1 == 0 && m2 < 0 {
      add(-m1, -m2, re, -im)
    } else {
      reach = max(reach, m1)
      real[m1][m2 + 8] += 2 * re
      imaginary[m1][m2 + 8] += 2 * im
    }
  }

  func sample(at place: Place) -> LevelSample {
    let (u, v) = (2 * Double.pi * place.x1, 2 * Double.pi * place.x2)
    let (cu, su, cv, sv) = (cos(u), sin(u), cos(v), sin(v))
    // exp(i m2 v).
    var (er, ei) = (SIMD16<Double>.zero, SIMD16<Double>.zero)
    var (c, s) = (1.0, 0.0)
    for k in 0..<9 {
      if k < 8 {
        er[8 + k] = c
        ei[8 + k] = s
      }
      er[8 - k] = c
      ei[8 - k] = -s
      (c, s) = (c * cv - s * sv, c * sv + s * cv)
    }
    var (w0r, w0i) = (SIMD16<Double>.zero, SIMD16<Double>.zero)
    var (w1r, w1i) = (SIMD16<Double>.zero, SIMD16<Double>.zero)
    var w2r = SIMD16<Double>.zero
    (c, s) = (1.0, 0.0)
    for m in 0...reach {
      let k = Double(m)
      let (fr, fi) = (er * c - ei * s, er * s + ei * c)
      let (a, b) = (real[m], imaginary[m])
      let (wr, wi) = (a * fr - b * fi, a * fi + b * fr)
      w0r += wr
      w0i += wi
      w1r += k * wr
      w1i += k * wi
      w2r += (k * k) * wr
      (c, s) = (c * cu - s * su, c * su + s * cu)
    }
    let n = Self.lanes
    let (p, q) = (2 * Double.pi, 4 * Double.pi * Double.pi)
    let (d1, d2) = (-p * w1i.sum(), -p * (n * w0i).sum())
    let (d11, d12, d22) = (-q * w2r.sum(), -q * (n * w1r).sum(), -q * (n * n * w0r).sum())
    // d/dx = d1, d/dy = e d1 + f d2.
    let (e, f) = (-lattice.cosine / lattice.sine, 1 / (lattice.ratio * lattice.sine))
    return LevelSample(
      value: w0r.sum(), x: d1, y: e * d1 + f * d2, xx: d11, xy: e * d11 + f * d12,
      yy: e * e * d11 + 2 * e * f * d12 + f * f * d22)
  }
}

extension FourierLevelSet {
  /// A random field with the symmetry of a group: one normal amplitude of variance 2/|G a| for each wave within the
  /// cut-off, then the mean over all operations.
  init(random group: WallpaperGroup, _ lattice: Lattice, seed: UInt64, cutoff: Int = 6) {
    self.init(lattice, constant: 0)
    var generator = SplitMix64(state: seed)
    let scale = 1 / Double(group.operations.count).squareRoot()
    let unit = (Lattice.hexagonal.area / lattice.area).squareRoot()
    for m1 in 0...7 {
      for m2 in -7...7 where m1 > 0 || m2 > 0 {
        let k = lattice.waveVector(x1: Double(m1), x2: Double(m2))
        let size = (k.x * k.x + k.y * k.y).squareRoot()
        // In units of |b| of the hexagonal lattice with a cell of the same area.
        let shell = size / (4 * Double.pi / 3.0.squareRoot()) / unit
        let (a, b) = generator.normals()
        guard shell <= Double(cutoff) + 0.01 else { continue }
        let deviation = scale * (1 / size).squareRoot()
        for g in group.operations {
          let (n1, n2) = g.image(m1: m1, m2: m2)
          // Where an image is not in the table all of its star is left out.
          guard abs(n1) <= 7, abs(n2) <= 7 else { continue }
          let sign = Double((n1 * g.t1 + n2 * g.t2) & 1 == 0 ? 1 : -1)
          add(n1, n2, sign * deviation * a, sign * deviation * b)
        }
      }
    }
  }
}

/// Steele, Lea and Flood's generator.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) / 9007199254740992.0 }

  mutating func normals() -> (Double, Double) {
    let r = (-2 * log(uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    return (r * cos(angle), r * sin(angle))
  }
}
