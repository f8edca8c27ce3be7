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
