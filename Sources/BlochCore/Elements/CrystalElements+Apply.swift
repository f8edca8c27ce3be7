/// The elements' operators on functions in lanes, [nodes][components][lanes]. Contributions of the triangles of the domain alone are summed: products
/// with other functions are integrals over the domain.
extension CrystalElements {
  /// (grad a grad + v) x.
  func applyStiffness(_ x: LaneField, into y: LaneField) {
    if let elastic { return applyStiffness(elastic, x, into: y) }
    y.clear()
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 36) { m in
      for triangle in 0..<domain.triangleCount {
        stiffness(triangle, shift: 0, into: m.baseAddress!)
        add(m.baseAddress!, triangle, x, 0..<x.width) { node, lane, row in
          y.base[node * y.width + lane] += row
        }
      }
    }
  }

  /// What kx is multiplied by in A(k), -i a (N_i du - u dN_i) with d = p d/dx + q d/dy, of [rows][2][lanes].
  func applyGradient(_ x: LaneField, _ p: Double, _ q: Double, into y: LaneField) {
    if let elastic { return applyGradient(elastic, x, p, q, into: y) }
    y.clear()
    let lanes = x.width / 2
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 36) { m in
      for triangle in 0..<domain.triangleCount {
        let a = medium(triangle).a
        for i in 0..<36 {
          let at = 36 * triangle + i
          m[i] = a * (p * matrices.alongX[at] + q * matrices.alongY[at])
        }
        // -i times a real matrix exchanges the parts.
        add(m.baseAddress!, triangle, x, lanes..<2 * lanes) { node, lane, row in
          y.base[node * y.width + lane - lanes] += row
        }
        add(m.baseAddress!, triangle, x, 0..<lanes) { node, lane, row in
          y.base[node * y.width + lane + lanes] -= row
        }
      }
    }
  }

  /// a x and b x.
  func applyMasses(_ x: LaneField, into first: LaneField, _ second: LaneField) {
    first.clear()
    second.clear()
    matrices.mass.withUnsafeBufferPointer { mass in
      for triangle in 0..<domain.triangleCount {
        let medium = medium(triangle)
        add(mass.baseAddress! + 36 * triangle, triangle, x, 0..<x.width) { node, lane, row in
          first.base[node * first.width + lane].addProduct(row, FieldLane(repeating: medium.a))
          second.base[node * second.width + lane].addProduct(row, FieldLane(repeating: medium.b))
        }
      }
    }
  }

  /// Calls with the rows of m x at the nodes of a triangle.
  @inline(__always)
  private func add(
    _ m: UnsafePointer<Double>, _ triangle: Int, _ x: LaneField, _ lanes: Range<Int>,
    _ body: (Int, Int, FieldLane) -> Void
  ) {
    let width = components * x.width
    domain.triangles.withUnsafeBufferPointer { nodes in
      let own = nodes.baseAddress! + 6 * triangle
      let (n0, n1, n2) = (Int(own[0]), Int(own[1]), Int(own[2]))
      let (n3, n4, n5) = (Int(own[3]), Int(own[4]), Int(own[5]))
      for lane in lanes {
        let from = x.base + lane
        let (x0, x1, x2) = (from[n0 * width], from[n1 * width], from[n2 * width])
        let (x3, x4, x5) = (from[n3 * width], from[n4 * width], from[n5 * width])
        @inline(__always)
        func row(_ i: Int) -> FieldLane {
          (m[6 * i] * x0).addingProduct(x1, FieldLane(repeating: m[6 * i + 1]))
            .addingProduct(x2, FieldLane(repeating: m[6 * i + 2]))
            .addingProduct(x3, FieldLane(repeating: m[6 * i + 3]))
            .addingProduct(x4, FieldLane(repeating: m[6 * i + 4]))
            .addingProduct(x5, FieldLane(repeating: m[6 * i + 5]))
        }
        body(n0, lane, row(0))
        body(n1, lane, row(1))
        body(n2, lane, row(2))
        body(n3, lane, row(3))
        body(n4, lane, row(4))
        body(n5, lane, row(5))
      }
    }
  }

  /// M x, with b.
  func multiplyMass(_ x: LaneField, into y: LaneField) {
    y.clear()
    // All components alike.
    let width = components * x.width
    matrices.mass.withUnsafeBufferPointer { mass in
      for triangle in 0..<domain.triangleCount {
        let b = FieldLane(repeating: medium(triangle).b)
        add(mass.baseAddress! + 36 * triangle, triangle, x, 0..<width) { node, lane, row in
          y.base[node * width + lane].addProduct(row, b)
        }
      }
    }
  }

  /// Integrals of a (N_i du - u dN_i) for each node i, d by x and then by y, of all states of a block.
  /// - Returns: [rows][2][copies][parts][groups]
  func gradientCoupling(_ block: ElementModes.Block) -> LaneField {
    if let elastic { return gradientCoupling(elastic, block.field) }
    let width = block.field.width
    let result = LaneField(nodes: domain.nodeCount, width: 2 * width)
    for (matrix, offset) in [(matrices.alongX, 0), (matrices.alongY, width)] {
      matrix.withUnsafeBufferPointer { matrix in
        for triangle in 0..<domain.triangleCount {
          let a = FieldLane(repeating: medium(triangle).a)
          add(matrix.baseAddress! + 36 * triangle, triangle, block.field, 0..<width) {
            node, lane, row in
            result.base[node * 2 * width + offset + lane].addProduct(row, a)
          }
        }
      }
    }
    return result
  }
}
