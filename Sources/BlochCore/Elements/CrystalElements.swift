/// The elements of one crystal: integrals over the triangles, and the coefficients of the materials.
struct CrystalElements: Sendable {
  let domain: ElementDomain
  let matrices: ElementMatrices
  /// Nil where the field has one component.
  let elastic: ElasticMatrices?
  let inside: Medium
  let outside: Medium

  init(_ domain: ElementDomain, inside: Medium, outside: Medium) {
    self.domain = domain
    matrices = ElementMatrices(domain)
    elastic =
      inside.components == 1
      ? nil : ElasticMatrices(domain, inside: inside, outside: outside)
    self.inside = inside
    self.outside = outside
  }

  /// Of the field.
  var components: Int { elastic == nil ? 1 : 2 }

  /// Numbers of one function: of each node its components, one after the other.
  var rows: Int { components * domain.nodeCount }

  @inline(__always)
  func medium(_ triangle: Int) -> Medium { domain.isInside[triangle] ? inside : outside }

  /// a grad N_i grad N_j + (v + shift b) N_i N_j of a triangle, 6 x 6, or 12 x 12 of two components.
  func stiffness(_ triangle: Int, shift: Double, into matrix: UnsafeMutablePointer<Double>) {
    if let elastic { return stiffness(elastic, triangle, shift: shift, into: matrix) }
    let medium = medium(triangle)
    let factor = medium.v + shift * medium.b
    for i in 0..<36 {
      let at = 36 * triangle + i
      matrix[i] = medium.a * matrices.stiffness[at] + factor * matrices.mass[at]
    }
  }
}
