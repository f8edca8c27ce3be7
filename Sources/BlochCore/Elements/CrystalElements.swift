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

  /// y := M x, with b, from the triangles of the domain alone.
  func multiplyMass(_ x: LaneField, into y: LaneField) {
    y.clear()
    let width = x.width
    domain.triangles.withUnsafeBufferPointer { nodes in
      matrices.mass.withUnsafeBufferPointer { mass in
        for triangle in 0..<domain.triangleCount {
          let m = mass.baseAddress! + 36 * triangle
          let own = nodes.baseAddress! + 6 * triangle
          let b = medium(triangle).b
          let (n0, n1) = (Int(own[0]) * width, Int(own[1]) * width)
          let (n2, n3) = (Int(own[2]) * width, Int(own[3]) * width)
          let (n4, n5) = (Int(own[4]) * width, Int(own[5]) * width)
          for lane in 0..<width {
            let from = x.base + lane
            let to = y.base + lane
            let x0 = b * from[n0]
            let x1 = b * from[n1]
            let x2 = b * from[n2]
            let x3 = b * from[n3]
            let x4 = b * from[n4]
            let x5 = b * from[n5]
            @inline(__always)
            func row(_ i: Int) -> FieldLane {
              (m[6 * i] * x0).addingProduct(x1, FieldLane(repeating: m[6 * i + 1]))
                .addingProduct(x2, FieldLane(repeating: m[6 * i + 2]))
                .addingProduct(x3, FieldLane(repeating: m[6 * i + 3]))
                .addingProduct(x4, FieldLane(repeating: m[6 * i + 4]))
                .addingProduct(x5, FieldLane(repeating: m[6 * i + 5]))
            }
            to[n0] += row(0)
            to[n1] += row(1)
            to[n2] += row(2)
            to[n3] += row(3)
            to[n4] += row(4)
            to[n5] += row(5)
          }
        }
      }
    }
  }

  /// Integrals of a (N_i du - u dN_i) for each node i, d by x and then by y.
  /// - Returns: [nodes x 2 x copies]
  func gradientCoupling(_ block: ElementModes.Block, _ state: Int) -> [Complex] {
    let copies = block.copies.count
    let parts = block.copies.isReal ? 1 : 2
    let (groups, group, lane) = (block.groups, state / 8, state % 8)
    var result = [Complex](repeating: .zero, count: 2 * copies * domain.nodeCount)
    for triangle in 0..<domain.triangleCount {
      let own = domain.triangles[6 * triangle..<6 * triangle + 6].map { Int($0) }
      let a = medium(triangle).a
      for copy in 0..<copies {
        for j in 0..<6 {
          let row = block.field.base + ((own[j] * copies + copy) * parts) * groups + group
          let u = Complex(a * row[0][lane], parts == 2 ? a * row[groups][lane] : 0)
          for i in 0..<6 {
            let at = 36 * triangle + 6 * i + j
            let to = own[i] * 2 * copies + copy
            result[to] = result[to] + Complex(matrices.alongX[at], 0) * u
            result[to + copies] = result[to + copies] + Complex(matrices.alongY[at], 0) * u
          }
        }
      }
    }
    return result
  }
}
