import Meshes
import WallpaperGroups

/// `FieldLevels` at eight places side by side.
///
/// phi = Re sum_n2 z2^n2 R(n2), R(n2) = sum_n1 (c - i s) z1^n1 with z = exp(2 pi i x); waves n1 and -n1 of a row share
/// their cosine and sine.
package struct FieldLanes {
  package typealias Lane = SIMD8<Double>

  /// Of one n2 and n1 > 0: sums and differences of the amplitudes of n1 and -n1.
  private struct Pair {
    var cosineSum: Double
    var cosineDifference: Double
    var sineSum: Double
    var sineDifference: Double
  }

  private let constant: Double
  private let reach: Int
  /// [n2][n1 - 1]
  private let pairs: [Pair]
  /// Of n1 = 0: [n2].
  private let axis: [(cosine: Double, sine: Double)]
  private let hasSines: Bool
  /// x1 = x - shear y, x2 = stretch y.
  private let shear: Double
  private let stretch: Double
  private let b1: (x: Double, y: Double)
  private let b2: (x: Double, y: Double)

  package init(_ levels: FieldLevels) {
    let lattice = levels.lattice
    let reach = levels.reach
    constant = levels.constant
    self.reach = reach
    var pairs = [Pair](
      repeating: Pair(cosineSum: 0, cosineDifference: 0, sineSum: 0, sineDifference: 0),
      count: (reach + 1) * reach)
    var axis = [(cosine: Double, sine: Double)](repeating: (0, 0), count: reach + 1)
    for (at, g) in levels.waves.enumerated() {
      let (c, s) = (levels.cosines[at], levels.sines[at])
      if g.n1 == 0 {
        axis[g.n2] = (c, s)
        continue
      }
      let sign: Double = g.n1 > 0 ? 1 : -1
      let here = g.n2 * reach + abs(g.n1) - 1
      pairs[here].cosineSum += c
      pairs[here].cosineDifference += sign * c
      pairs[here].sineSum += s
      pairs[here].sineDifference += sign * s
    }
    self.pairs = pairs
    self.axis = axis
    hasSines = levels.sines.contains { $0 != 0 }
    shear = lattice.cosine / lattice.sine
    stretch = 1 / (lattice.ratio * lattice.sine)
    b1 = lattice.waveVector(x1: 1, x2: 0)
    b2 = lattice.waveVector(x1: 0, x2: 1)
  }

  /// phi - threshold and its gradient at Cartesian places.
  @inline(__always)
  package func slope(x: Lane, y: Lane) -> (value: Lane, x: Lane, y: Lane) {
    let (x1, x2) = place(x: x, y: y)
    return withUnsafeTemporaryAllocation(of: Lane.self, capacity: 2 * reach + 2) { waves in
      // cos(2 pi n x1) and sin(2 pi n x1).
      let (c1, s1) = Self.circle(x1)
      var (c, s) = (Lane(repeating: 1), Lane.zero)
      for n in 0...reach {
        waves[2 * n] = c
        waves[2 * n + 1] = s
        (c, s) = (c * c1 - s * s1, s * c1 + c * s1)
      }
      let (c2, s2) = Self.circle(x2)
      (c, s) = (Lane(repeating: 1), Lane.zero)
      var value = Lane(repeating: constant)
      var (first, second) = (Lane.zero, Lane.zero)
      pairs.withUnsafeBufferPointer { pairs in
        axis.withUnsafeBufferPointer { axis in
          for n2 in 0...reach {
            var re = Lane(repeating: axis[n2].cosine)
            var im = Lane(repeating: -axis[n2].sine)
            // Of n1 times the amplitude.
            var (slopeRe, slopeIm) = (Lane.zero, Lane.zero)
            for n1 in stride(from: 1, through: reach, by: 1) {
              let (own, n) = (pairs[n2 * reach + n1 - 1], Double(n1))
              let (cosine, sine) = (waves[2 * n1], waves[2 * n1 + 1])
              re.addProduct(cosine, Lane(repeating: own.cosineSum))
              im.addProduct(sine, Lane(repeating: own.cosineDifference))
              slopeRe.addProduct(cosine, Lane(repeating: n * own.cosineDifference))
              slopeIm.addProduct(sine, Lane(repeating: n * own.cosineSum))
              if hasSines {
                re.addProduct(sine, Lane(repeating: own.sineDifference))
                im.addProduct(cosine, Lane(repeating: -own.sineSum))
                slopeRe.addProduct(sine, Lane(repeating: n * own.sineSum))
                slopeIm.addProduct(cosine, Lane(repeating: -n * own.sineDifference))
              }
            }
            value += c * re - s * im
            first -= c * slopeIm + s * slopeRe
            second -= Lane(repeating: Double(n2)) * (c * im + s * re)
            (c, s) = (c * c2 - s * s2, s * c2 + c * s2)
          }
        }
      }
      return (value, first * b1.x + second * b2.x, first * b1.y + second * b2.y)
    }
  }

  /// Fractional coordinates.
  @inline(__always)
  package func place(x: Lane, y: Lane) -> (x1: Lane, x2: Lane) {
    (x - shear * y, stretch * y)
  }

  /// cos(2 pi x) and sin(2 pi x), to the last bits, of numbers that are not huge.
  @inline(__always)
  private static func circle(_ x: Lane) -> (cosine: Lane, sine: Lane) {
    // The nearest integer, by what numbers of this size cannot hold.
    @inline(__always)
    func rounded(_ x: Lane) -> Lane { (x + 0x1.8p52) - 0x1.8p52 }
    let turns = x - rounded(x)
    let quarter = rounded(4 * turns)
    let r = (4 * turns - quarter) * (Double.pi / 2)
    let square = r * r
    var sine = Lane(repeating: 1 / -1_307_674_368_000)
    sine = sine * square + 1 / 6_227_020_800
    sine = sine * square + 1 / -39_916_800
    sine = sine * square + 1 / 362_880
    sine = sine * square + 1 / -5_040
    sine = sine * square + 1 / 120
    sine = sine * square + 1 / -6
    sine = sine * square + 1 / 1
    sine *= r
    var cosine = Lane(repeating: 1 / 20_922_789_888_000)
    cosine = cosine * square + 1 / -87_178_291_200
    cosine = cosine * square + 1 / 479_001_600
    cosine = cosine * square + 1 / -3_628_800
    cosine = cosine * square + 1 / 40_320
    cosine = cosine * square + 1 / -720
    cosine = cosine * square + 1 / 24
    cosine = cosine * square + 1 / -2
    cosine = cosine * square + 1 / 1
    // Quarters from -2 to 2.
    let isOdd = (quarter * quarter) .== 1
    let isBack = (quarter * quarter) .== 4
    let c = cosine.replacing(with: -quarter * sine, where: isOdd)
    let s = sine.replacing(with: quarter * cosine, where: isOdd)
    return (c.replacing(with: -cosine, where: isBack), s.replacing(with: -sine, where: isBack))
  }
}
