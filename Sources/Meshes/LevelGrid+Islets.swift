extension LevelGrid {
  /// Radius of the smallest islet that is worth its triangles, in units of the lattice's shortest vector.
  private static let smallestIslet = 0.002

  /// Puts vertices on minima below zero among vertices inside, and on maxima above zero among vertices outside.
  ///
  /// - Parameter reach: how far from a vertex they are looked for, in units of |a1|.
  mutating func insertIslets(within reach: Double) {
    var islets: [(place: Vector, vertex: Int)] = []
    for (v, s) in samples.enumerated() {
      let sign = s.value >= 0 ? 1.0 : -1.0
      guard let step = Self.stepToExtremum(s, sign), length(step) < reach else { continue }
      let expected = s.value + 0.5 * (s.x * step.x + s.y * step.y)
      guard sign * expected < 0.25 * sign * s.value else { continue }
      if let place = extremum(near: triangulation.representatives[v] + step, sign, reach) {
        islets.append((place, v))
      }
    }
    if islets.isEmpty { return }
    var faces = [Int](repeating: 0, count: samples.count)
    for h in 0..<3 * triangulation.count { faces[Int(triangulation.vertex[h])] = h }
    for (place, v) in islets {
      // Where the triangle has the vertex.
      let h = faces[v]
      let x = field.group.place(triangulation.motion[h], place)
      guard let location = triangulation.locate(x, from: h / 3) else { continue }
      // Edges have been looked along already.
      let corners = 3 * location.triangle..<3 * location.triangle + 3
      let isClear = corners.allSatisfy { h in
        let (a, d, size) = edge(h)
        return cross(d, location.place - a) > 1e-3 * size * size
      }
      guard isClear else { continue }
      let new = triangulation.append(representative: location.place)
      triangulation.insert(
        vertex: new,
        at: .init(triangle: location.triangle, place: location.place, motion: .identity))
      samples.append(field.sample(at: location.place))
    }
  }

  /// Newton's step to where the gradient vanishes, if sign times the level set has a minimum there.
  private static func stepToExtremum(_ s: LevelSample, _ sign: Double) -> Vector? {
    let determinant = s.xx * s.yy - s.xy * s.xy
    guard determinant > 0, sign * s.xx > 0 else { return nil }
    return Vector(s.xy * s.y - s.yy * s.x, s.xy * s.x - s.xx * s.y) / determinant
  }

  /// The extremum, if the level set has the other sign there, and far enough around it.
  private func extremum(near start: Vector, _ sign: Double, _ reach: Double) -> Vector? {
    var x = start
    for _ in 0..<5 {
      let s = field.sample(at: x)
      guard let step = Self.stepToExtremum(s, sign), length(step) < reach else { return nil }
      x += step
      guard length(step) < 1e-2 * reach else { continue }
      let depth = -sign * (s.value + 0.5 * (s.x * step.x + s.y * step.y))
      let bend = (s.xx * s.yy - s.xy * s.xy).squareRoot()
      let least = Self.smallestIslet * field.group.unit
      return 2 * depth > bend * least * least ? x : nil
    }
    return nil
  }
}
