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
}
