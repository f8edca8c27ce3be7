/// Coefficients of -div(a grad u) + v u = lambda b u in one material.
package struct Medium: Hashable, Sendable {
  package init(a: Double = 1, b: Double = 1, v: Double = 0) {
    self.a = a
    self.b = b
    self.v = v
  }

  package var a: Double
  package var b: Double
  package var v: Double
}
