/// Integrals over the triangles of a domain, with the coefficients a, b and v left out: isoparametric quadratic
/// elements, straight ones by exact formulas.
struct ElementMatrices: Sendable {
  /// [triangles x 6 x 6]: products of gradients, and of values.
  let stiffness: [Double]
  let mass: [Double]
  /// [triangles x 6 x 6]: N_i dN_j - N_j dN_i, d by Cartesian x and y.
  let alongX: [Double]
  let alongY: [Double]
  /// [triangles x 4 x 6]: the same as the first two of bubbles (rows) and shape functions.
  let bubbleStiffness: [Double]
  let bubbleMass: [Double]
  /// [triangles x 10]: of bubbles with one another, as of `ElementIntegrals.bubblePairs`.
  let bubblePairStiffness: [Double]
  let bubblePairMass: [Double]
  /// Triangles that are nearly folded over.
  let foldedTriangles: Int

  init(_ domain: ElementDomain) {
    let count = domain.triangleCount
    // One after the other: the numbers of each triangle.
    let sizes = [36, 36, 36, 36, 24, 24, 10, 10]
    var arrays = sizes.map { [Double](repeating: 0, count: $0 * count) }
    var foldedTriangles = 0
    let pointers = arrays.indices.map { at in
      arrays[at].withUnsafeMutableBufferPointer { $0.baseAddress! }
    }
    withExtendedLifetime(arrays) {
      for triangle in 0..<count {
        var (x, y) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for i in 0..<6 {
          let node = Int(domain.triangles[6 * triangle + i])
          x[i] = domain.x[node]
          y[i] = domain.y[node]
        }
        let target = ElementIntegrals(
          stiffness: pointers[0] + 36 * triangle, mass: pointers[1] + 36 * triangle,
          alongX: pointers[2] + 36 * triangle, alongY: pointers[3] + 36 * triangle,
          bubbleStiffness: pointers[4] + 24 * triangle, bubbleMass: pointers[5] + 24 * triangle,
          bubblePairStiffness: pointers[6] + 10 * triangle,
          bubblePairMass: pointers[7] + 10 * triangle)
        let isSound =
          domain.interfaceEdges[triangle].isEmpty
          ? target.setStraight(x, y) : target.setCurved(x, y)
        if !isSound { foldedTriangles += 1 }
      }
    }
    self.foldedTriangles = foldedTriangles
    (stiffness, mass, alongX, alongY) = (arrays[0], arrays[1], arrays[2], arrays[3])
    (bubbleStiffness, bubbleMass) = (arrays[4], arrays[5])
    (bubblePairStiffness, bubblePairMass) = (arrays[6], arrays[7])
  }
}
