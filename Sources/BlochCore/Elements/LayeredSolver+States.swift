import LinearAlgebra
import WallpaperGroups

extension LayeredSolver.States {
  /// Chosen states by samples of u exp(-i k r) in the middles of edges, [samples x chosen], each of norm 1, and the position
  /// of each sample along A1, and along A2 in layers from the lower side of layer 0 on, with the root of its weight. Their sums
  /// of squares are integrals of |u|^2, exact for products of quadratic functions on straight triangles but for the highest
  /// order.
  package func samples(
    _ chosen: [Int]
  ) -> (vectors: ComplexMatrix, points: [(along: Double, across: Double, root: Double)]) {
    var nodes: [[Int]] = []
    var (weights, turns, positions): ([Double], [Double], [Double]) = ([], [], [])
    let count = Double(solver.rows)
    for layer in solver.layers {
      let domain = layer.domain
      var areas = [Double](repeating: 0, count: domain.nodeCount)
      for triangle in 0..<domain.triangleCount {
        let v = domain.triangles[6 * triangle..<6 * triangle + 6].map { Int($0) }
        let (ax, ay) = (domain.x[v[1]] - domain.x[v[0]], domain.y[v[1]] - domain.y[v[0]])
        let (bx, by) = (domain.x[v[2]] - domain.x[v[0]], domain.y[v[2]] - domain.y[v[0]])
        for i in 3..<6 { areas[v[i]] += (ax * by - ay * bx) / 6 }
      }
      let own = areas.indices.filter { areas[$0] > 0 }
      nodes.append(own)
      for node in own {
        let place = domain.places[node]
        weights.append(areas[node].squareRoot())
        turns.append(place.x1)
        positions.append(solver.position(place.x2 * count))
      }
    }
    var vectors = fields.values(chosen, at: nodes)
    let rows = vectors.rows
    let phases = turns.map { Complex(angle: -2 * Double.pi * kappa * $0) }
    for column in chosen.indices {
      var sum = 0.0
      for row in 0..<rows {
        let at = 2 * (row + column * rows)
        let value =
          Complex(vectors.storage[at], vectors.storage[at + 1]) * phases[row]
        vectors.storage[at] = weights[row] * value.re
        vectors.storage[at + 1] = weights[row] * value.im
        sum += weights[row] * weights[row] * (value.re * value.re + value.im * value.im)
      }
      let scale = 1 / max(sum, 1e-300).squareRoot()
      for at in 2 * column * rows..<2 * (column + 1) * rows { vectors.storage[at] *= scale }
    }
    return (
      vectors,
      positions.indices.map { (turns[$0], positions[$0], weights[$0]) }
    )
  }

  /// <i|d lambda/d kappa|j> between chosen states, 1/|A1|^2: with P the cells along A1 of a layer's boundary, by which its
  /// values turn, 2 pi i (u^H A P u - (P u)^H A u), A = K - lambda M.
  package func slopes(_ chosen: [Int]) -> ComplexMatrix {
    var result = ComplexMatrix(rows: chosen.count, columns: chosen.count)
    let groups = Set(chosen.map { $0 / 8 }).sorted()
    if groups.isEmpty { return result }
    var own = LayeredFields(groups: [], count: 8 * groups.count)
    var (shifted, stiff, massive) = (own, own, own)
    for group in groups {
      let fields = self.fields.groups[group]
      own.groups.append(fields)
      let moved = zip(solver.layers, fields).map { layer, field in
        let moved = LaneField(nodes: field.nodes, width: 2)
        for (at, node) in layer.boundary.enumerated() {
          for part in 0..<2 {
            moved.base[2 * Int(node) + part] =
              field.base[2 * Int(node) + part] * Double(layer.cells[at])
          }
        }
        return moved
      }
      shifted.groups.append(moved)
      stiff.groups.append(
        zip(solver.layers, fields).map { layer, field in
          let image = LaneField(nodes: field.nodes, width: 2)
          layer.elements.applyStiffness(field, into: image)
          return image
        })
      massive.groups.append(
        zip(solver.layers, fields).map { layer, field in
          let image = LaneField(nodes: field.nodes, width: 2)
          layer.elements.multiplyMass(field, into: image)
          return image
        })
    }
    // (P u)^H A u; the other term is its adjoint.
    let stiffness = LayeredFields.product(shifted, stiff)
    let mass = LayeredFields.product(shifted, massive)
    func place(_ state: Int) -> Int { 8 * groups.firstIndex(of: state / 8)! + state % 8 }
    func element(_ i: Int, _ j: Int, _ level: Double) -> Complex {
      let at = 2 * (place(i) + place(j) * stiffness.rows)
      return Complex(
        stiffness.storage[at] - level * mass.storage[at],
        stiffness.storage[at + 1] - level * mass.storage[at + 1])
    }
    for (column, j) in chosen.enumerated() {
      for (row, i) in chosen.enumerated() {
        let level = 0.5 * (plain[i] + plain[j])
        let value =
          Complex(0, 2 * Double.pi)
          * (element(j, i, level).conjugate - element(i, j, level))
        result.storage[2 * (row + column * chosen.count)] = value.re
        result.storage[2 * (row + column * chosen.count) + 1] = value.im
      }
    }
    return result
  }
}

extension LayeredSolver {
  /// A position along A2 in layers, from the lower side of layer 0 on.
  func position(_ across: Double) -> Double {
    let count = Double(rows)
    let own = across + 1 - edge
    return own - count * (own / count).rounded(.down)
  }
}
