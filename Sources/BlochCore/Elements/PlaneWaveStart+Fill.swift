extension PlaneWaveStart {
  /// Largest |m1| and |m2| of the waves.
  var reach: Int { waves.reduce(0) { max($0, abs($1.m1), abs($1.m2)) } }

  /// The functions on the nodes of a domain.
  func fill(_ field: LaneField, _ domain: ElementDomain, _ table: PlaneWaveTable) {
    let nodes = domain.nodeCount
    var node = 0
    withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: 2 * waves.count) { memory in
      let values = memory.baseAddress!
      while node < nodes {
        // Four at a time, the last again where there are fewer.
        let own = SIMD4(
          node, min(node + 1, nodes - 1), min(node + 2, nodes - 1), min(node + 3, nodes - 1))
        evaluate(own, table, into: values)
        sum(own, values, into: field)
        node += 4
      }
    }
    for node in 0..<nodes where domain.isFixed[node] {
      for lane in 0..<width { field.base[node * width + lane] = .zero }
    }
  }

  /// Cosines and sines of the waves at four nodes: [waves][2].
  @inline(__always)
  private func evaluate(
    _ nodes: SIMD4<Int>, _ table: PlaneWaveTable, into values: UnsafeMutablePointer<SIMD4<Double>>
  ) {
    let size = 2 * table.reach + 1
    table.first.withUnsafeBufferPointer { first in
      table.second.withUnsafeBufferPointer { second in
        waves.withUnsafeBufferPointer { waves in
          for (at, wave) in waves.enumerated() {
            var (c, s) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
            for i in 0..<4 {
              let middle = nodes[i] * size + table.reach
              let (p, q) = (first[middle + wave.m1], second[middle + wave.m2])
              c[i] = p.x * q.x - p.y * q.y
              s[i] = p.x * q.y + p.y * q.x
            }
            values[2 * at] = c
            values[2 * at + 1] = s
          }
        }
      }
    }
  }

  @inline(__always)
  private func sum(
    _ nodes: SIMD4<Int>, _ values: UnsafePointer<SIMD4<Double>>, into field: LaneField
  ) {
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        for lane in 0..<width {
          var (a0, a1, a2, a3) = (FieldLane.zero, FieldLane.zero, FieldLane.zero, FieldLane.zero)
          var (b0, b1, b2, b3) = (a0, a0, a0, a0)
          for wave in 0..<waves.count {
            let (p, q) = (cosines[wave * width + lane], sines[wave * width + lane])
            let (c, s) = (values[2 * wave], values[2 * wave + 1])
            a0.addProduct(p, FieldLane(repeating: c[0]))
            a1.addProduct(p, FieldLane(repeating: c[1]))
            a2.addProduct(p, FieldLane(repeating: c[2]))
            a3.addProduct(p, FieldLane(repeating: c[3]))
            b0.addProduct(q, FieldLane(repeating: s[0]))
            b1.addProduct(q, FieldLane(repeating: s[1]))
            b2.addProduct(q, FieldLane(repeating: s[2]))
            b3.addProduct(q, FieldLane(repeating: s[3]))
          }
          field.base[nodes[3] * width + lane] = a3 + b3
          field.base[nodes[2] * width + lane] = a2 + b2
          field.base[nodes[1] * width + lane] = a1 + b1
          field.base[nodes[0] * width + lane] = a0 + b0
        }
      }
    }
  }
}
