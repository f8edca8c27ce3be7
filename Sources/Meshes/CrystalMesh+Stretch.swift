extension CrystalMesh {
  /// The least of dx dy/(dL1 dL2) over twice the area between the corners, at the nodes and in the middle of a triangle
  /// with six nodes (corners, then the middles of the edges behind each).
  package static func leastStretch(_ x: [SIMD2<Double>]) -> Double {
    let whole = cross(x[1] - x[0], x[2] - x[0])
    var least = Double.infinity
    for (l1, l2) in [(0, 0), (1, 0), (0, 1), (0.5, 0), (0.5, 0.5), (0, 0.5), (1 / 3.0, 1 / 3.0)] {
      let l0 = 1 - l1 - l2
      let first =
        (4 * l1 - 1) * x[1] - (4 * l0 - 1) * x[0] + 4 * ((l0 - l1) * x[3] + l2 * (x[4] - x[5]))
      let second =
        (4 * l2 - 1) * x[2] - (4 * l0 - 1) * x[0] + 4 * ((l0 - l2) * x[5] + l1 * (x[4] - x[3]))
      least = min(least, cross(first, second) / whole)
    }
    return least
  }
}
