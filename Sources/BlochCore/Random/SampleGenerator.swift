import Glibc

/// The random numbers of one sample for one purpose: a function of (seed, sample index, purpose)
/// alone, so that any sample can be drawn again without the others.
///
/// The Philox key is the seed; the counter is (block number, purpose, index low, index high).
public struct SampleGenerator: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var pending: UInt64?

  public init(seed: UInt64, index: UInt64, purpose: RandomPurpose) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(
      0, purpose.rawValue,
      UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32))
  }

  /// 64 random bits; two calls use one Philox block. The stream repeats after 2^33 calls.
  public mutating func next() -> UInt64 {
    if let second = pending {
      pending = nil
      return second
    }
    let words = Philox.block(counter: counter, key: key)
    counter.x &+= 1
    pending = UInt64(words.z) | UInt64(words.w) << 32
    return UInt64(words.x) | UInt64(words.y) << 32
  }

  /// Uniform in the half-open interval (0, 1], a multiple of 2^-53.
  public mutating func uniform() -> Double {
    Double((next() >> 11) + 1) * 0x1p-53
  }

  /// `count` independent normal deviates of mean 0 and variance 1 by the Box-Muller transform,
  /// drawn in pairs: an odd count discards one.
  public mutating func normals(_ count: Int) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(max(count, 0) + 1)
    while values.count < count {
      let radius = (-2 * log(uniform())).squareRoot()
      let angle = 2 * Double.pi * uniform()
      values.append(radius * cos(angle))
      values.append(radius * sin(angle))
    }
    if values.count > count { values.removeLast() }
    return values
  }
}
