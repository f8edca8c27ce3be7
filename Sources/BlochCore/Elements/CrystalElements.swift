/// The elements of one crystal: integrals over the triangles, and the coefficients a, b and v of the materials.
struct CrystalElements: Sendable {
  let domain: ElementDomain
  let matrices: ElementMatrices
  let inside: Medium
  let outside: Medium

  init(_ domain: ElementDomain, inside: Medium, outside: Medium) {
    self.domain = domain
    matrices = ElementMatrices(domain)
    self.inside = inside
    self.outside = outside
  }

  @inline(__always)
  func medium(_ triangle: Int) -> Medium { domain.isInside[triangle] ? inside : outside }

  /// a grad N_i grad N_j + (v + shift b) N_i N_j of a triangle, 6 x 6.
  func stiffness(_ triangle: Int, shift: Double, into matrix: UnsafeMutablePointer<Double>) {
    let medium = medium(triangle)
    let factor = medium.v + shift * medium.b
    for i in 0..<36 {
      let at = 36 * triangle + i
      matrix[i] = medium.a * matrices.stiffness[at] + factor * matrices.mass[at]
    }
  }
}
