import Glibc

/// Numbers in memory of their own, aligned for SIMD and padded with zeros to whole vectors.
public final class FloatBuffer: @unchecked Sendable {
  public let base: UnsafeMutablePointer<Float>
  public let count: Int

  /// Zeros.
  public init(count: Int) {
    self.count = count
    let bytes = max(1, (count + 15) / 16) * 64
    var raw: UnsafeMutableRawPointer?
    let failed = posix_memalign(&raw, 64, bytes)
    if failed != 0 { fatalError("out of memory") }
    memset(raw!, 0, bytes)
    base = raw!.assumingMemoryBound(to: Float.self)
  }

  deinit { free(base) }

  public func copy(from other: FloatBuffer) {
    memcpy(base, other.base, 4 * min(count, other.count))
  }

  public func clear() { memset(base, 0, 4 * count) }

  public var array: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Copies numbers to a place.
  public func assign(_ values: [Float], at offset: Int = 0) {
    precondition(offset + values.count <= count)
    for (i, value) in values.enumerated() { base[offset + i] = value }
  }

  /// The padded buffer as vectors.
  var lanes: UnsafeMutablePointer<SIMD16<Float>> {
    UnsafeMutableRawPointer(base).assumingMemoryBound(to: SIMD16<Float>.self)
  }
}

/// exp(x) in each lane to 2 units in the last place, for |x| <= 87.
@inline(__always)
func exponential(_ x: SIMD16<Float>) -> SIMD16<Float> {
  // x = n log 2 + r with |r| <= log(2)/2; the shift rounds x/log 2 to an integer in the low bits.
  let shift: Float = 0x1.8p23
  let shifted = (x * Float(1.442_695_04)).addingProduct(1, SIMD16(repeating: shift))
  let n = shifted - shift
  let r = x.addingProduct(n, SIMD16(repeating: -0.693_145_75))
    .addingProduct(n, SIMD16(repeating: -1.428_606_8e-6))
  var sum = SIMD16<Float>(repeating: 1.0 / 720)
  for c: Float in [1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1] {
    sum = SIMD16(repeating: c).addingProduct(sum, r)
  }
  let exponent = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
  return unsafeBitCast(
    unsafeBitCast(sum, to: SIMD16<Int32>.self) &+ exponent, to: SIMD16<Float>.self)
}

/// 1/(1 + exp(-x)).
@inline(__always)
func sigmoid(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let limit = SIMD16<Float>(repeating: 80)
  let bounded = x.replacing(with: limit, where: x .> limit)
  return 1 / (1 + exponential(-bounded.replacing(with: -limit, where: bounded .< -limit)))
}
