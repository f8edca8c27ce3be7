import Glibc

/// What states are made of: real numbers, or complex ones where C2T does not make them real.
package protocol OverlapScalar: Sendable {
  static var zero: Self { get }
  static var one: Self { get }
  /// The complex conjugate.
  var conjugate: Self { get }
  var squaredMagnitude: Double { get }
  var magnitude: Double { get }
  /// In -pi...pi; 0 or pi for a real number.
  var argument: Double { get }
  static prefix func - (a: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  /// Sum of conj(a_i) b_i.
  /// - Parameters a, b: [count]
  static func overlap(_ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ count: Int) -> Self
}

extension Double: OverlapScalar {
  package static var one: Double { 1 }
  package var conjugate: Double { self }
  package var squaredMagnitude: Double { self * self }
  package var argument: Double { self < 0 ? Double.pi : 0 }

  @inline(__always)
  package static func overlap(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int
  ) -> Double {
    var sum = SIMD4<Double>.zero
    var i = 0
    while i + 4 <= count {
      let x = UnsafeRawPointer(a + i).loadUnaligned(as: SIMD4<Double>.self)
      let y = UnsafeRawPointer(b + i).loadUnaligned(as: SIMD4<Double>.self)
      sum.addProduct(x, y)
      i += 4
    }
    var result = sum.sum()
    while i < count {
      result += a[i] * b[i]
      i += 1
    }
    return result
  }
}

extension Complex: OverlapScalar {
  package var squaredMagnitude: Double { re * re + im * im }
  package var magnitude: Double { squaredMagnitude.squareRoot() }
  package var argument: Double { atan2(im, re) }

  package static func overlap(
    _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, _ count: Int
  ) -> Self {
    var (re, im) = (0.0, 0.0)
    for i in 0..<count {
      re += a[i].re * b[i].re + a[i].im * b[i].im
      im += a[i].re * b[i].im - a[i].im * b[i].re
    }
    return .init(re, im)
  }
}
