extension MarchingGrid {
  /// Number of orbits of edges, some counted twice, that the interface seems to cross twice with opposite normals: a
  /// neck, channel or islet that is thinner than the grid.
  ///
  /// Between its ends the level set is taken as the cubic with the values and derivatives there. A bulge, where both
  /// normals point the same way, changes nothing in what is connected with what.
  func doublyCrossedEdges(_ field: LevelField) -> Int {
    var count = 0
    for index in representatives {
      let p = GridPoint(i: Int(index) % n1, j: Int(index) / n1)
      let inside = isInside(p)
      for step in steps(from: p) {
        let q = GridPoint(i: p.i + step.0, j: p.j + step.1)
        guard isInside(q) == inside else { continue }
        // Bernstein coefficients of the cubic.
        let (b0, b3) = (value(p), value(q))
        let (b1, b2) = (b0 + slope(p, step) / 3, b3 - slope(q, step) / 3)
        if inside ? b1 >= 0 && b2 >= 0 : b1 < 0 && b2 < 0 { continue }
        if isNeck(from: place(p), to: place(q), [b0, b1, b2, b3], field) { count += 1 }
      }
    }
    return count
  }

  private func isNeck(from a: Vector, to b: Vector, _ c: [Double], _ field: LevelField) -> Bool {
    let samples = 32
    var last = c[0]
    var normals: [Vector] = []
    for k in 1...samples {
      let u = Double(k) / Double(samples)
      let w = 1 - u
      let value =
        w * w * w * c[0] + 3 * u * w * w * c[1] + 3 * u * u * w * c[2] + u * u * u * c[3]
      if (value >= 0) != (last >= 0) {
        let x = a + (b - a) * (u - 0.5 / Double(samples))
        guard let point = field.project(x, step: 0.003, tolerance: 1e-4) else { return false }
        normals.append(point.normal)
      }
      last = value
    }
    return normals.count >= 2 && dot(normals[0], normals[1]) < 0.3
  }
}
