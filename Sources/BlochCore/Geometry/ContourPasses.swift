/// Whether level lines pass edges with ends on one side: by values at the quarters of many edges, eight side by side, and
/// where these leave it open by the lowest point between them.
struct ContourPasses {
  typealias Lane = FieldLanes.Lane

  private let levels: FieldLevels
  private let lanes: FieldLanes
  /// What a parabola may be wrong by.
  private let small: Double
  private var edges: [(ContourCorner, ContourCorner)] = []
  /// Values at the quarters, [edge][3].
  private var quarters: [Double] = []

  init(_ levels: FieldLevels, _ lanes: FieldLanes, small: Double) {
    self.levels = levels
    self.lanes = lanes
    self.small = small
  }

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
        let value = lanes.slope(x: x + part * dx, y: y + part * dy).value
        for i in 0..<min(8, edges.count - first) {
          quarters[3 * (first + i) + quarter - 1] = value[i]
        }
      }
    }
  }

  func isCrossed(_ edge: Int) -> Bool {
    let (a, b) = edges[edge]
    let sign: Double = a.value > 0 ? 1 : -1
    let (v0, v1, v2, v3, v4) = (
      sign * a.value, sign * quarters[3 * edge], sign * quarters[3 * edge + 1],
      sign * quarters[3 * edge + 2], sign * b.value
    )
    if min(v1, v2, v3) <= 0 { return true }
    // The parabola through the lowest quarter and its neighbours.
    let (at, before, here, behind) =
      if min(v0, v1) <= min(v2, v3, v4) {
        (1, v0, v1, v2)
      } else if v2 <= min(v3, v4) {
        (2, v1, v2, v3)
      } else {
        (3, v2, v3, v4)
      }
    let bend = before - 2 * here + behind
    guard bend > 0 else { return false }
    let offset = 0.5 * (before - behind) / bend
    guard here - 0.5 * bend * offset * offset < small else { return false }
    var share = min(max(0.25 * (Double(at) + offset), 0), 1)
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    for _ in 0..<3 {
      let own = levels.slope(at: levels.place(x: a.x + share * dx, y: a.y + share * dy))
      if (own.value > 0) != (a.value > 0) { return true }
      let next = share - sign * (own.x * dx + own.y * dy) / (16 * bend)
      if !(next > 0 && next < 1) || abs(next - share) < 1e-4 { return false }
      share = next
    }
    return false
  }
}
