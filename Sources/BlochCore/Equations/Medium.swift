/// Coefficients of -div(a grad u) + v u = lambda b u in one material; or of -div sigma = lambda b u, u the displacement
/// in the plane, sigma = lame div u + 2 a epsilon with a = mu.
package struct Medium: Hashable, Sendable {
  package init(a: Double = 1, b: Double = 1, v: Double = 0, lame: Double? = nil) {
    self.a = a
    self.b = b
    self.v = v
    self.lame = lame
  }

  package var a: Double
  package var b: Double
  package var v: Double
  /// Lame's first parameter, nil where u has one component.
  package var lame: Double?

  /// Components of u.
  var components: Int { lame == nil ? 1 : 2 }
}
