/// The operators on functions of two components in lanes, [nodes][components][lanes].
extension CrystalElements {
  /// sigma : epsilon + shift b u . u of a triangle, 12 x 12.
  func stiffness(
    _ elastic: ElasticMatrices, _ triangle: Int, shift: Double,
    into matrix: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<144 { matrix[i] = elastic.stiffness[144 * triangle + i] }
    let factor = shift * medium(triangle).b
    for i in 0..<6 {
      for j in 0..<6 {
        let mass = factor * matrices.mass[36 * triangle + 6 * i + j]
        matrix[24 * i + 2 * j] += mass
        matrix[24 * i + 12 + 2 * j + 1] += mass
      }
    }
  }

  func applyStiffness(_ elastic: ElasticMatrices, _ x: LaneField, into y: LaneField) {
    y.clear()
    elastic.stiffness.withUnsafeBufferPointer { matrix in
      for triangle in 0..<domain.triangleCount {
        add(matrix.baseAddress! + 144 * triangle, triangle, x, 0..<x.width, to: y.base, y.width)
      }
    }
  }

  /// What the wave vector's component along (p, q) is multiplied by in A(k), of [rows][2][lanes].
  func applyGradient(
    _ elastic: ElasticMatrices, _ x: LaneField, _ p: Double, _ q: Double, into y: LaneField
  ) {
    y.clear()
    let lanes = x.width / 2
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 288) { memory in
      let (m, negative) = (memory.baseAddress!, memory.baseAddress! + 144)
      for triangle in 0..<domain.triangleCount {
        for i in 0..<144 {
          let at = 144 * triangle + i
          m[i] = p * elastic.alongX[at] + q * elastic.alongY[at]
          negative[i] = -m[i]
        }
        // -i times a real matrix exchanges the parts.
        add(m, triangle, x, lanes..<2 * lanes, to: y.base - lanes, y.width)
        add(negative, triangle, x, 0..<lanes, to: y.base + lanes, y.width)
      }
    }
  }

  /// What k^2, k1 k2 and kx^2 are multiplied by, and b x, on an image of the domain.
  /// - Parameters:
  ///   - first, second: the directions x and y in the coordinates of the domain.
  ///   - quadratic: of the three.
  func applySquares(
    _ x: LaneField, _ first: (x: Double, y: Double), _ second: (x: Double, y: Double),
    into quadratic: [LaneField], _ mass: LaneField
  ) {
    for field in quadratic { field.clear() }
    mass.clear()
    // kx ky = product k1 k2 + square kx^2, as b2 is along y.
    let lattice = domain.symmetry.lattice
    let (b1, b2) = (lattice.waveVector(x1: 1, x2: 0), lattice.waveVector(x1: 0, x2: 1))
    let (product, square) = (b1.x * b2.y, b1.y / b1.x)
    let width = x.width
    withUnsafeTemporaryAllocation(of: FieldLane.self, capacity: 12) { memory in
      let r = memory.baseAddress!
      for triangle in 0..<domain.triangleCount {
        let own = medium(triangle)
        let both = FieldLane(repeating: own.a + (own.lame ?? 0))
        for lane in 0..<width {
          for row in 0..<12 {
            var sum = FieldLane.zero
            for j in 0..<6 {
              let node = Int(domain.triangles[6 * triangle + j])
              sum.addProduct(
                x.base[(2 * node + row % 2) * width + lane],
                FieldLane(repeating: matrices.mass[36 * triangle + 6 * (row / 2) + j]))
            }
            r[row] = sum
          }
          for i in 0..<6 {
            let at = 2 * Int(domain.triangles[6 * triangle + i]) * width + lane
            let (u, v) = (r[2 * i], r[2 * i + 1])
            let p = both * (u * first.x + v * first.y)
            let q = both * (u * second.x + v * second.y)
            for (component, value) in [u, v].enumerated() {
              let e = component == 0 ? first.x : first.y
              let f = component == 0 ? second.x : second.y
              let to = at + component * width
              // (lame + mu) (k.u) (k.v) is what isotropy does not leave to k^2.
              let (xx, yy, xy) = (e * p, f * q, e * q + f * p)
              quadratic[0].base[to] += own.a * value + yy
              quadratic[1].base[to] += product * xy
              quadratic[2].base[to] += xx - yy + square * xy
              mass.base[to] += own.b * value
            }
          }
        }
      }
    }
  }

  /// As of one component, of all states of a block: [rows][2][copies][parts][groups]
  func gradientCoupling(_ elastic: ElasticMatrices, _ field: LaneField) -> LaneField {
    let width = field.width
    let result = LaneField(nodes: field.nodes, width: 2 * width)
    for (matrix, offset) in [(elastic.alongX, 0), (elastic.alongY, width)] {
      matrix.withUnsafeBufferPointer { matrix in
        for triangle in 0..<domain.triangleCount {
          add(
            matrix.baseAddress! + 144 * triangle, triangle, field, 0..<width,
            to: result.base + offset, result.width)
        }
      }
    }
    return result
  }

  /// Adds a triangle's matrix times x.
  @inline(__always)
  private func add(
    _ m: UnsafePointer<Double>, _ triangle: Int, _ x: LaneField, _ lanes: Range<Int>,
    to y: UnsafeMutablePointer<FieldLane>, _ width: Int
  ) {
    domain.triangles.withUnsafeBufferPointer { nodes in
      let own = nodes.baseAddress! + 6 * triangle
      withUnsafeTemporaryAllocation(of: FieldLane.self, capacity: 12) { memory in
        let values = memory.baseAddress!
        for lane in lanes {
          for i in 0..<6 {
            let from = x.base + 2 * Int(own[i]) * x.width + lane
            values[2 * i] = from[0]
            values[2 * i + 1] = from[x.width]
          }
          for i in 0..<6 {
            let row = m + 24 * i
            var (u, v) = (FieldLane.zero, FieldLane.zero)
            for j in 0..<12 {
              u.addProduct(values[j], FieldLane(repeating: row[j]))
              v.addProduct(values[j], FieldLane(repeating: row[12 + j]))
            }
            let to = y + 2 * Int(own[i]) * width + lane
            to[0] += u
            to[width] += v
          }
        }
      }
    }
  }
}
