import LinearAlgebra

/// Functions on the nodes of all layers, in groups of eight complex ones side by side.
struct LayeredFields {
  /// [groups][layers], each [nodes][2].
  var groups: [[LaneField]]
  /// Functions.
  let count: Int

  /// a^H b summed over the nodes of all layers.
  static func product(_ a: LayeredFields, _ b: LayeredFields) -> ComplexMatrix {
    var result = ComplexMatrix(rows: a.count, columns: b.count)
    for (p, first) in a.groups.enumerated() {
      for (q, second) in b.groups.enumerated() {
        var re = InlineArray<8, FieldLane>(repeating: .zero)
        var im = re
        for (x, y) in zip(first, second) {
          for node in 0..<x.nodes {
            let (u, v) = (x.base[2 * node], x.base[2 * node + 1])
            let (s, t) = (y.base[2 * node], y.base[2 * node + 1])
            for i in 0..<8 {
              let (c, d) = (FieldLane(repeating: u[i]), FieldLane(repeating: v[i]))
              re[i].addProduct(c, s)
              re[i].addProduct(d, t)
              im[i].addProduct(c, t)
              im[i].addProduct(-d, s)
            }
          }
        }
        for i in 0..<min(8, a.count - 8 * p) {
          for j in 0..<min(8, b.count - 8 * q) {
            let at = 2 * (8 * p + i + (8 * q + j) * a.count)
            result.storage[at] = re[i][j]
            result.storage[at + 1] = im[i][j]
          }
        }
      }
    }
    return result
  }

  /// The functions times a matrix.
  func turned(by matrix: ComplexMatrix) -> LayeredFields {
    let groups = (matrix.columns + 7) / 8
    let result = (0..<groups).map { q in
      self.groups[0].indices.map { layer in
        let out = LaneField(nodes: self.groups[0][layer].nodes, width: 2)
        for (p, own) in self.groups.enumerated() {
          var (re, im) = (
            InlineArray<8, FieldLane>(repeating: .zero), InlineArray<8, FieldLane>(repeating: .zero)
          )
          for i in 0..<min(8, count - 8 * p) {
            for j in 0..<min(8, matrix.columns - 8 * q) {
              let at = 2 * (8 * p + i + (8 * q + j) * matrix.rows)
              re[i][j] = matrix.storage[at]
              im[i][j] = matrix.storage[at + 1]
            }
          }
          let x = own[layer]
          for node in 0..<x.nodes {
            let (u, v) = (x.base[2 * node], x.base[2 * node + 1])
            var (s, t) = (out.base[2 * node], out.base[2 * node + 1])
            for i in 0..<8 {
              let (c, d) = (FieldLane(repeating: u[i]), FieldLane(repeating: v[i]))
              s.addProduct(c, re[i])
              s.addProduct(-d, im[i])
              t.addProduct(c, im[i])
              t.addProduct(d, re[i])
            }
            out.base[2 * node] = s
            out.base[2 * node + 1] = t
          }
        }
        return out
      }
    }
    return LayeredFields(groups: result, count: matrix.columns)
  }

  /// Columns of the values at some nodes of each layer.
  func values(_ chosen: [Int], at nodes: [[Int]]) -> ComplexMatrix {
    let rows = nodes.reduce(0) { $0 + $1.count }
    var result = ComplexMatrix(rows: rows, columns: chosen.count)
    for (to, state) in chosen.enumerated() {
      var row = 0
      for (layer, own) in nodes.enumerated() {
        let field = groups[state / 8][layer]
        for node in own {
          result.storage[2 * (row + to * rows)] = field.base[2 * node][state % 8]
          result.storage[2 * (row + to * rows) + 1] = field.base[2 * node + 1][state % 8]
          row += 1
        }
      }
    }
    return result
  }
}
