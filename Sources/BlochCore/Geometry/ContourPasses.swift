/// Whether level lines pass edges with ends on one side: values at the quarters of many edges, eight side by side.
struct ContourPasses {
  typealias Lane = FieldLanes.Lane

  private let levels: FieldLanes
  private var edges: [(ContourCorner, ContourCorner)] = []
  /// Values at the quarters, [edge][3].
  private var quarters: [Double] = []

  init(_ levels: FieldLanes) { self.levels = levels }

  /// - Returns: the edge's number.
  mutating func add(_ a: ContourCorner, _ b: ContourCorner) -> Int {
    edges.append((a, b))
    return edges.count - 1
  }

  mutating func sample() {
    quarters = [Double](repeating: 0, count: 3 * edges.count)
    for first in stride(from: 0, to: edges.count, by: 8) {
      var (x, y, dx, dy) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
      for i in 0..<8 {
        let (a, b) = edges[min(first + i, edges.count - 1)]
        (x[i], y[i], dx[i], dy[i]) = (a.x, a.y, b.x - a.x, b.y - a.y)
      }
      for quarter in 1...3 {
        let part = 0.25 * Double(quarter)
        let value = levels.slope(x: x + part * dx, y: y + part * dy).value
        for i in 0..<min(8, edges.count - first) {
          quarters[3 * (first + i) + quarter - 1] = value[i]
        }
      }
    }
  }

  /// - Parameter small: what the parabola through the lowest quarter and its neighbours may be wrong by.
  /// - Returns: nil where the quarters do not say.
  func isCrossed(_ edge: Int, small: Double) -> Bool? {
    let (a, b) = edges[edge]
    let sign: Double = a.value > 0 ? 1 : -1
    let (v0, v1, v2, v3, v4) = (
      sign * a.value, sign * quarters[3 * edge], sign * quarters[3 * edge + 1],
      sign * quarters[3 * edge + 2], sign * b.value
    )
    let least = min(v1, min(v2, v3))
    if least <= 0 { return true }
    func bottom(_ before: Double, _ here: Double, _ behind: Double) -> Double {
      let bend = before - 2 * here + behind
      let rise = before - behind
      return bend > 0 && abs(rise) <= 2 * bend ? here - rise * rise / (8 * bend) : here
    }
    let lowest = min(bottom(v0, v1, v2), min(bottom(v1, v2, v3), bottom(v2, v3, v4)))
    return lowest < small ? nil : false
  }
}
