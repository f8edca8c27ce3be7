import Glibc

/// A complex number.
package struct Complex: Equatable, Sendable {
  package var re: Double
  package var im: Double

  package init(_ re: Double, _ im: Double) {
    self.re = re
    self.im = im
  }

  /// exp(i angle).
  package init(angle: Double) { self.init(cos(angle), sin(angle)) }

  package static var zero: Self { .init(0, 0) }
  package static var one: Self { .init(1, 0) }
  package var conjugate: Self { .init(re, -im) }

  package static prefix func - (a: Self) -> Self { .init(-a.re, -a.im) }
  package static func + (a: Self, b: Self) -> Self { .init(a.re + b.re, a.im + b.im) }
  package static func - (a: Self, b: Self) -> Self { .init(a.re - b.re, a.im - b.im) }
  package static func * (a: Self, b: Self) -> Self {
    .init(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
  }
  package static func / (a: Self, b: Self) -> Self {
    let product = a * b.conjugate
    let square = b.re * b.re + b.im * b.im
    return .init(product.re / square, product.im / square)
  }
}
