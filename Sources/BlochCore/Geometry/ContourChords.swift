import WallpaperGroups

/// A node of quadrature on a level line: its place, and the outward normal times its share of the line, Cartesian.
struct ContourNode {
  var x: Double
  var y: Double
  var normalX: Double
  var normalY: Double
}

/// Level lines that cross triangles once: of many triangles at once, eight places side by side.
///
/// Nodes on the chord between the two crossings are moved along the chord's normal onto the line.
struct ContourChords {
  typealias Lane = FieldLanes.Lane

  struct Chord {
    let triangle: ContourTriangle
    /// The corner that is alone on its side.
    let alone: Int
    /// Whether it is inside.
    let isInside: Bool
  }

  /// Nodes and weights on a chord of length 1.
  private static let rule = GaussRule.legendre(3).map { (0.5 * (1 + $0.node), 0.5 * $0.weight) }
  /// What nodes may miss of a line over its chord; a corner between them shows in it.
  private static let largestRise = 1e-3

  private(set) var chords: [Chord] = []
  private let levels: FieldLanes

  /// Where lines cross edges: a place and phi's gradient there.
  private struct Crossing {
    var x = 0.0
    var y = 0.0
    var slopeX = 0.0
    var slopeY = 0.0
  }

  /// An edge from the corner that is alone; the part of it at which the line crosses, about.
  private struct Edge {
    var x = 0.0
    var y = 0.0
    var dx = 0.0
    var dy = 0.0
    var value = 0.0
    var part = 0.0
  }

  /// On a chord: its begin, its direction, the unit normal to its right, the part of the chord where the node is and how
  /// far it is to the right, about.
  private struct Start {
    var x = 0.0
    var y = 0.0
    var dx = 0.0
    var dy = 0.0
    var part = 0.0
    var height = 0.0
  }

  /// Two of each chord.
  private var edges: [Edge] = []
  private var crossings: [Crossing] = []
  /// Of each node of each chord: its height over the chord's length and the line's slope over its chord; NaN where the
  /// line turns too far from it.
  private var heights: [Double] = []
  private var slopes: [Double] = []

  init(_ levels: FieldLanes) { self.levels = levels }

  /// - Parameter triangle: with one or two corners inside.
  mutating func add(_ triangle: ContourTriangle) {
    let (corners, isInside) = (triangle.corners, triangle.count == 1)
    let alone = corners.firstIndex { ($0.value > 0) == isInside }!
    let (next, last) = ((alone + 1) % 3, (alone + 2) % 3)
    let (a, b, c) = (corners[alone], corners[next], corners[last])
    chords.append(Chord(triangle: triangle, alone: alone, isInside: isInside))
    // The last edge runs the other way round.
    let (ahead, back) = (triangle.beyond?[alone], triangle.beyond?[last])
    edges.append(Self.edge(a, b, ahead))
    edges.append(Self.edge(a, c, back.map { ($0.behind, $0.before) }))
  }

  private static func edge(
    _ a: ContourCorner, _ b: ContourCorner, _ beyond: (before: Double, behind: Double)?
  ) -> Edge {
    let straight = a.value / (a.value - b.value)
    var edge = Edge(
      x: a.x, y: a.y, dx: b.x - a.x, dy: b.y - a.y, value: a.value, part: straight)
    guard let (before, behind) = beyond else { return edge }
    // The cubic through four values, at -1, 0, 1 and 2.
    let c1 = -before / 3 - a.value / 2 + b.value - behind / 6
    let c2 = before / 2 - a.value + b.value / 2
    let c3 = (behind - before) / 6 + (a.value - b.value) / 2
    var part = straight
    for _ in 0..<2 {
      part -=
        (a.value + part * (c1 + part * (c2 + part * c3))) / (c1 + part * (2 * c2 + part * 3 * c3))
    }
    if part > 0 && part < 1 { edge.part = part }
    return edge
  }

  /// Finds where the lines cross the edges, and the nodes between.
  mutating func follow() {
    crossings = [Crossing](repeating: Crossing(), count: edges.count)
    for first in stride(from: 0, to: edges.count, by: 8) { cross(first) }
    let count = chords.count * Self.rule.count
    heights = [Double](repeating: 0, count: count)
    slopes = heights
    for first in stride(from: 0, to: count, by: 8) { climb(first) }
  }

  /// Eight edges, by Newton's method kept between ends of either sign.
  private mutating func cross(_ first: Int) {
    let last = edges.count - 1
    var (x, y, dx, dy) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
    var (value, part) = (Lane.zero, Lane.zero)
    for i in 0..<8 {
      let edge = edges[min(first + i, last)]
      (x[i], y[i], dx[i], dy[i]) = (edge.x, edge.y, edge.dx, edge.dy)
      (value[i], part[i]) = (edge.value, edge.part)
    }
    var (low, high) = (Lane.zero, Lane(repeating: 1))
    var (slopeX, slopeY) = (Lane.zero, Lane.zero)
    for _ in 0..<40 {
      let own = levels.slope(x: x + part * dx, y: y + part * dy)
      (slopeX, slopeY) = (own.x, own.y)
      let isBefore = own.value * value .> 0
      low.replace(with: part, where: isBefore)
      high.replace(with: part, where: .!isBefore)
      var next = part - own.value / (own.x * dx + own.y * dy)
      // A step of Newton's may be smaller than the numbers' distance.
      let isKept = (next .>= low) .& (next .<= high)
      next = (0.5 * (low + high)).replacing(with: next, where: isKept)
      let step = next - part
      part = next
      // The next step would be of the square of this one.
      if !any((step .> 1e-5) .| (step .< -1e-5)) { break }
    }
    for i in 0..<min(8, edges.count - first) {
      crossings[first + i] = Crossing(
        x: x[i] + part[i] * dx[i], y: y[i] + part[i] * dy[i], slopeX: slopeX[i],
        slopeY: slopeY[i])
    }
  }

  /// From the first to the second, inside to the left.
  private func ends(_ chord: Int) -> (Crossing, Crossing) {
    let (p, q) = (crossings[2 * chord], crossings[2 * chord + 1])
    return chords[chord].isInside ? (p, q) : (q, p)
  }

  private func start(_ node: Int) -> Start {
    let (from, to) = ends(node / Self.rule.count)
    let s = Self.rule[node % Self.rule.count].0
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    // The cubic with the line's slopes at both ends, as far as these are moderate.
    func slope(_ end: Crossing) -> Double {
      let across = end.slopeX * dy - end.slopeY * dx
      let own = -(end.slopeX * dx + end.slopeY * dy) / across
      return abs(own) < 1 ? own : 0
    }
    let height = s * (1 - s) * ((1 - s) * slope(from) - s * slope(to))
    return Start(x: from.x + s * dx, y: from.y + s * dy, dx: dx, dy: dy, part: s, height: height)
  }

  /// Eight nodes: along the normal of their chords onto the line.
  private mutating func climb(_ first: Int) {
    let count = heights.count
    var (x, y, dx, dy, height) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero, Lane.zero)
    for i in 0..<8 {
      let own = start(min(first + i, count - 1))
      x[i] = own.x
      y[i] = own.y
      dx[i] = own.dx
      dy[i] = own.dy
      height[i] = own.height
    }
    // Heights are in lengths of the chord: its normal of that length is (dy, -dx).
    var slope = Lane.zero
    var isLost = height .!= height
    for round in 0..<12 {
      let own = levels.slope(x: x + height * dy, y: y - height * dx)
      let across = own.x * dy - own.y * dx
      slope = -(own.x * dx + own.y * dy) / across
      // Outwards it falls.
      isLost .|= .!(across .< 0)
      isLost .|= (slope .> 0.7) .| (slope .< -0.7)
      let step = -own.value / across
      height += step
      let isMoving = ((step .> 3e-6) .| (step .< -3e-6)) .& .!isLost
      if !any(isMoving) { break }
      if round == 11 { isLost .|= isMoving }
    }
    isLost .|= (height .> 1) .| (height .< -1)
    for i in 0..<min(8, count - first) {
      heights[first + i] = isLost[i] ? .nan : height[i]
      slopes[first + i] = slope[i]
    }
  }

  /// - Returns: the area inside the triangle, and the nodes; of a line that turns too far from its chord the area to the
  ///   chord, and nil.
  func result(_ at: Int) -> (inside: Double, nodes: [ContourNode]?) {
    let chord = chords[at]
    let (from, to) = ends(at)
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let square = dx * dx + dy * dy
    let a = chord.triangle.corners[chord.alone]
    let corner = 0.5 * abs((from.x - a.x) * (to.y - a.y) - (to.x - a.x) * (from.y - a.y))
    let area = chord.isInside ? corner : chord.triangle.area - corner
    if square == 0 { return (area, []) }
    var nodes: [ContourNode] = []
    var beyond = 0.0
    // The line ends on its chord again: the integral of its slope vanishes.
    var rise = 0.0
    for (i, (s, share)) in Self.rule.enumerated() {
      let (height, slope) = (
        heights[at * Self.rule.count + i], slopes[at * Self.rule.count + i]
      )
      if height.isNaN { return (area, nil) }
      beyond += share * height * square
      rise += share * slope
      // dr = (d + slope |d| n) ds, the normal to its right.
      let (rx, ry) = (dx + slope * dy, dy - slope * dx)
      nodes.append(
        ContourNode(
          x: from.x + s * dx + height * dy, y: from.y + s * dy - height * dx,
          normalX: share * ry, normalY: -share * rx))
    }
    return abs(rise) > Self.largestRise ? (area, nil) : (area + beyond, nodes)
  }
}
