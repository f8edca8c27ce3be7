/// A SIMD vector whose lanes hold the same element of several matrices. The operations are repeated for
/// each concrete type: the standard library's generic comparisons run lane by lane.
public protocol EigenLane: SIMD, Sendable where Scalar: BinaryFloatingPoint & Sendable {
  static func lesser(_ x: Self, _ y: Self) -> Self
  static func greater(_ x: Self, _ y: Self) -> Self
  static func magnitude(_ x: Self) -> Self
  /// x < y ? yes : no in each lane.
  static func whereLess(_ x: Self, _ y: Self, _ yes: Self, _ no: Self) -> Self
  static func anyGreater(_ x: Self, _ y: Self) -> Bool
  /// Square roots of numbers >= 0, to a few units in the last place.
  static func root(_ x: Self) -> Self

  /// Integers as wide as the lanes.
  associatedtype Bits: SIMD where Bits.Scalar: FixedWidthInteger
  /// Adds 1 to n where the signs of x and y differ.
  static func countChange(_ n: inout Bits, _ x: Self, _ y: Self)
  /// The numbers, which are small.
  static func number(_ n: Bits) -> Self
  /// Multiplies both by the power of two that brings the larger one to 1...2.
  static func rescale(_ x: inout Self, _ y: inout Self)
}

extension SIMD16<Float>: EigenLane {
  @inlinable @inline(__always)
  public static func lesser(_ x: Self, _ y: Self) -> Self { y.replacing(with: x, where: x .< y) }
  @inlinable @inline(__always)
  public static func greater(_ x: Self, _ y: Self) -> Self { x.replacing(with: y, where: x .< y) }
  @inlinable @inline(__always)
  public static func magnitude(_ x: Self) -> Self { x.replacing(with: -x, where: x .< 0) }
  @inlinable @inline(__always)
  public static func whereLess(_ x: Self, _ y: Self, _ yes: Self, _ no: Self) -> Self {
    no.replacing(with: yes, where: x .< y)
  }
  @inlinable @inline(__always)
  public static func anyGreater(_ x: Self, _ y: Self) -> Bool { any(x .> y) }
  /// x times Newton's iteration for 1/sqrt(x) from a guess that halves the exponent.
  @inlinable @inline(__always)
  public static func root(_ x: Self) -> Self {
    let bits = unsafeBitCast(x, to: SIMD16<Int32>.self)
    var y = unsafeBitCast(SIMD16<Int32>(repeating: 0x5f37_59df) &- (bits &>> 1), to: Self.self)
    for _ in 0..<3 { y *= 1.5 - 0.5 * (x * y) * y }
    return x * y
  }

  @inlinable @inline(__always)
  public static func countChange(_ n: inout SIMD16<UInt32>, _ x: Self, _ y: Self) {
    let bits = unsafeBitCast(x, to: SIMD16<UInt32>.self)
    n &+= (bits ^ unsafeBitCast(y, to: SIMD16<UInt32>.self)) &>> 31
  }
  @inlinable @inline(__always)
  public static func number(_ n: SIMD16<UInt32>) -> Self {
    unsafeBitCast(n | 0x4b00_0000, to: Self.self) - 0x1p23
  }
  @inlinable @inline(__always)
  public static func rescale(_ x: inout Self, _ y: inout Self) {
    let first = unsafeBitCast(x, to: SIMD16<UInt32>.self) & 0x7f80_0000
    let second = unsafeBitCast(y, to: SIMD16<UInt32>.self) & 0x7f80_0000
    let larger = first.replacing(with: second, where: first .< second)
    let scale = unsafeBitCast(0x7f00_0000 &- larger, to: Self.self)
    x *= scale
    y *= scale
  }
}

extension SIMD8<Double>: EigenLane {
  @inlinable @inline(__always)
  public static func lesser(_ x: Self, _ y: Self) -> Self { y.replacing(with: x, where: x .< y) }
  @inlinable @inline(__always)
  public static func greater(_ x: Self, _ y: Self) -> Self { x.replacing(with: y, where: x .< y) }
  @inlinable @inline(__always)
  public static func magnitude(_ x: Self) -> Self { x.replacing(with: -x, where: x .< 0) }
  @inlinable @inline(__always)
  public static func whereLess(_ x: Self, _ y: Self, _ yes: Self, _ no: Self) -> Self {
    no.replacing(with: yes, where: x .< y)
  }
  @inlinable @inline(__always)
  public static func anyGreater(_ x: Self, _ y: Self) -> Bool { any(x .> y) }
  @inlinable @inline(__always)
  public static func root(_ x: Self) -> Self {
    let bits = unsafeBitCast(x, to: SIMD8<Int64>.self)
    var y = unsafeBitCast(
      SIMD8<Int64>(repeating: 0x5fe6_eb50_c7b5_37a9) &- (bits &>> 1), to: Self.self)
    for _ in 0..<5 { y *= 1.5 - 0.5 * (x * y) * y }
    return x * y
  }

  @inlinable @inline(__always)
  public static func countChange(_ n: inout SIMD8<UInt64>, _ x: Self, _ y: Self) {
    let bits = unsafeBitCast(x, to: SIMD8<UInt64>.self)
    n &+= (bits ^ unsafeBitCast(y, to: SIMD8<UInt64>.self)) &>> 63
  }
  @inlinable @inline(__always)
  public static func number(_ n: SIMD8<UInt64>) -> Self {
    unsafeBitCast(n | 0x4330_0000_0000_0000, to: Self.self) - 0x1p52
  }
  @inlinable @inline(__always)
  public static func rescale(_ x: inout Self, _ y: inout Self) {
    let first = unsafeBitCast(x, to: SIMD8<UInt64>.self) & 0x7ff0_0000_0000_0000
    let second = unsafeBitCast(y, to: SIMD8<UInt64>.self) & 0x7ff0_0000_0000_0000
    let larger = first.replacing(with: second, where: first .< second)
    let scale = unsafeBitCast(0x7fe0_0000_0000_0000 &- larger, to: Self.self)
    x *= scale
    y *= scale
  }
}
