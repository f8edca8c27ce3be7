import Glibc
import Meshes
import WallpaperGroups

/// Quadrature nodes on the zero line of a level set, in one triangle of each orbit of a grid, and the area where it is
/// positive.
///
/// In every triangle that the line crosses, nodes on the chord between its two crossings are moved along the chord's
/// normal onto the line. Triangles that the line enters twice through one edge are divided.
struct LevelContour {
  /// Places x1 a1 + x2 a2.
  private(set) var x1: [Double] = []
  private(set) var x2: [Double] = []
  /// Outward normal times the length that a node stands for times the share of its triangle's orbit, Cartesian, a.
  private(set) var normalX: [Double] = []
  private(set) var normalY: [Double] = []
  /// Share of the cell where the level set is positive.
  private(set) var covered = 0.0

  private let levels: FieldLevels
  private let lattice: Lattice
  /// What the field can reach.
  private let scale: Double

  private static let rule = ContourChords.rule
  /// How often a triangle is divided.
  private static let deepest = 6

  /// A triangle with edges that the line may pass.
  private struct Doubt {
    let corners: [ContourCorner]
    let beyond: [(before: Double, behind: Double)]
    let weight: Double
    /// Of the edge from corner i to i + 1: i, and its number among `ContourPasses`.
    var edges: [(Int, Int)]
  }

  init(_ levels: FieldLevels, _ symmetry: CrystalSymmetry) {
    self.levels = levels
    lattice = symmetry.lattice
    let scale = zip(levels.cosines, levels.sines).reduce(0) { $0 + abs($1.0) + abs($1.1) }
    self.scale = scale
    // Eight steps in the shortest wave, and an even number for glides.
    let steps = max(16, (8 * levels.reach + 3) / 4 * 4)
    let grid = ContourGrid.of(symmetry.group, steps: steps)
    let values = levels.grid(grid.full)
    // Area of one triangle.
    let whole =
      lattice.area / Double(steps * steps * (grid.hasCentres ? 4 : 2))
    var area = 0.0
    let lanes = FieldLanes(levels)
    var chords = ContourChords(lanes)
    var passes = ContourPasses(lanes)
    var doubts: [Doubt] = []
    for triangle in grid.triangles {
      let (p, q, r) = (
        values[triangle.values[0]], values[triangle.values[1]], values[triangle.values[2]]
      )
      let count = (p > 0 ? 1 : 0) + (q > 0 ? 1 : 0) + (r > 0 ? 1 : 0)
      func mayPass(_ edge: Int, _ first: Double, _ last: Double) -> Bool {
        if (first > 0) != (last > 0) || min(abs(first), abs(last)) > 0.2 * scale { return false }
        let beyond = triangle.beyond[edge]
        return Self.mayPass(values[beyond.before], first, last, values[beyond.behind], scale)
      }
      let doubtful = (mayPass(0, p, q), mayPass(1, q, r), mayPass(2, r, p))
      let isDoubtful = doubtful.0 || doubtful.1 || doubtful.2
      if count % 3 == 0 && !isDoubtful {
        if count == 3 { area += triangle.weight * whole }
        continue
      }
      func corner(_ at: Int, _ value: Double) -> ContourCorner {
        let (a, b) = triangle.corners[at]
        let (x, y) = lattice.cartesian(
          x1: Double(a) / Double(2 * steps), x2: Double(b) / Double(2 * steps))
        return ContourCorner(x: x, y: y, value: value)
      }
      let corners = [corner(0, p), corner(1, q), corner(2, r)]
      let beyond = triangle.beyond.map { (before: values[$0.before], behind: values[$0.behind]) }
      if !isDoubtful {
        chords.add(corners, beyond: beyond, weight: triangle.weight)
        continue
      }
      var doubt = Doubt(corners: corners, beyond: beyond, weight: triangle.weight, edges: [])
      for (at, mayPass) in [doubtful.0, doubtful.1, doubtful.2].enumerated() where mayPass {
        doubt.edges.append((at, passes.add(corners[at], corners[(at + 1) % 3])))
      }
      doubts.append(doubt)
    }
    passes.sample()
    for doubt in doubts {
      let corners = doubt.corners
      let isCrossed = doubt.edges.contains { at, number in
        passes.isCrossed(number, small: 0.002 * scale)
          ?? self.isCrossed(corners[at], corners[(at + 1) % 3])
      }
      let count = corners.count { $0.value > 0 }
      if isCrossed || (count % 3 == 0 && hasIsland(corners)) {
        area += doubt.weight * divided(corners, doubt.weight, depth: 1)
      } else if count % 3 == 0 {
        if count == 3 { area += doubt.weight * whole }
      } else {
        chords.add(corners, beyond: doubt.beyond, weight: doubt.weight)
      }
    }
    chords.follow()
    for (at, chord) in chords.chords.enumerated() {
      guard let (inside, nodes) = chords.result(at) else {
        area += chord.weight * divided(chord.corners, chord.weight, depth: 1)
        continue
      }
      area += chord.weight * inside
      for node in nodes { append(node, weight: chord.weight) }
    }
    covered = area * Double(symmetry.order) / lattice.area
  }

  /// Whether the line may pass an edge with ends on one side: by the cubic through them and the next corners on both
  /// sides, to two hundredths of what the field can reach.
  private static func mayPass(
    _ before: Double, _ first: Double, _ last: Double, _ behind: Double, _ scale: Double
  ) -> Bool {
    let sign: Double = first > 0 ? 1 : -1
    let least = min(
      sign * (-7 * before + 105 * first + 35 * last - 5 * behind) / 128,
      sign * (9 * (first + last) - before - behind) / 16,
      sign * (-7 * behind + 105 * last + 35 * first - 5 * before) / 128)
    return least < 0.02 * scale
  }

  private mutating func append(_ node: ContourNode, weight: Double) {
    let place = place(node.x, node.y)
    x1.append(place.x1)
    x2.append(place.x2)
    normalX.append(weight * node.normalX)
    normalY.append(weight * node.normalY)
  }

  private func place(_ x: Double, _ y: Double) -> Place {
    let second = y / (lattice.ratio * lattice.sine)
    return Place(x - lattice.ratio * lattice.cosine * second, second)
  }

  /// - Returns: the area inside.
  private mutating func add(
    _ t: [ContourCorner], _ weight: Double, isDoubtful: Bool, depth: Int
  ) -> Double {
    let inside = t.map { $0.value > 0 }
    let area =
      0.5 * ((t[1].x - t[0].x) * (t[2].y - t[0].y) - (t[2].x - t[0].x) * (t[1].y - t[0].y))
    let count = inside.count { $0 }
    if depth < Self.deepest, isDoubtful, isCrossedTwice(t) || (count % 3 == 0 && hasIsland(t)) {
      return divided(t, weight, depth: depth + 1)
    }
    if count == 0 { return 0 }
    if count == 3 { return area }
    // The corner that is alone on its side.
    let alone = inside.firstIndex(of: count == 1)!
    let (a, b, c) = (t[alone], t[(alone + 1) % 3], t[(alone + 2) % 3])
    let (p, q) = (crossing(a, b), crossing(a, c))
    // Inside to the left of the way.
    let (from, to) = count == 1 ? (p, q) : (q, p)
    let corner = 0.5 * ((p.x - a.x) * (q.y - a.y) - (q.x - a.x) * (p.y - a.y))
    let chord = count == 1 ? corner : area - corner
    let nodes = x1.count
    guard let beyond = follow(from, to, weight) else {
      for _ in nodes..<x1.count { removeLast() }
      if depth < Self.deepest {
        // A line that turns so sharply may pass edges of the parts twice.
        return divided(t, weight, depth: depth + 1)
      }
      return chord
    }
    return chord + beyond
  }

  private mutating func removeLast() {
    x1.removeLast()
    x2.removeLast()
    normalX.removeLast()
    normalY.removeLast()
  }

  private mutating func divided(_ t: [ContourCorner], _ weight: Double, depth: Int) -> Double {
    let middle = (0..<3).map { i -> ContourCorner in
      let (a, b) = (t[i], t[(i + 1) % 3])
      let (x, y) = (0.5 * (a.x + b.x), 0.5 * (a.y + b.y))
      return ContourCorner(x: x, y: y, value: levels.value(at: place(x, y)))
    }
    let parts = [
      [t[0], middle[0], middle[2]], [middle[0], t[1], middle[1]], [middle[2], middle[1], t[2]],
      middle,
    ]
    return parts.reduce(0) { $0 + add($1, weight, isDoubtful: true, depth: depth) }
  }

  /// Whether the line passes an edge with ends on one side.
  private func isCrossedTwice(_ t: [ContourCorner]) -> Bool {
    for i in 0..<3 {
      let (a, b) = (t[i], t[(i + 1) % 3])
      if (a.value > 0) == (b.value > 0) && isCrossed(a, b) { return true }
    }
    return false
  }

  /// The same for one edge: by its quarters, and where these leave it open by the lowest point between them.
  private func isCrossed(_ a: ContourCorner, _ b: ContourCorner) -> Bool {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let sign: Double = a.value > 0 ? 1 : -1
    func isBeyond(_ value: Double) -> Bool { (value > 0) != (a.value > 0) }
    func place(at share: Double) -> Place { self.place(a.x + share * dx, a.y + share * dy) }
    var values = (sign * a.value, 0.0, 0.0, 0.0, sign * b.value)
    return withUnsafeMutableBytes(of: &values) { bytes in
      let v = bytes.bindMemory(to: Double.self)
      for quarter in 1...3 {
        let value = levels.value(at: place(at: 0.25 * Double(quarter)))
        if isBeyond(value) { return true }
        v[quarter] = sign * value
      }
      var least = 0
      for quarter in 1...4 where v[quarter] < v[least] { least = quarter }
      // The parabola through the lowest quarter and its neighbours.
      let at = min(max(least, 1), 3)
      let bend = v[at - 1] - 2 * v[at] + v[at + 1]
      guard bend > 0 else { return false }
      let offset = 0.5 * (v[at - 1] - v[at + 1]) / bend
      guard v[at] - 0.5 * bend * offset * offset < 0.002 * scale else { return false }
      var share = min(max(0.25 * (Double(at) + offset), 0), 1)
      for _ in 0..<3 {
        let own = levels.slope(at: place(at: share))
        if isBeyond(own.value) { return true }
        let next = share - sign * (own.x * dx + own.y * dy) / (16 * bend)
        if !(next > 0 && next < 1) { return false }
        if abs(next - share) < 1e-4 { return false }
        share = next
      }
      return false
    }
  }

  /// Whether the line closes inside a triangle with corners on one side: by the extremum of the field next to its middle.
  private func hasIsland(_ t: [ContourCorner]) -> Bool {
    let (x, y) = ((t[0].x + t[1].x + t[2].x) / 3, (t[0].y + t[1].y + t[2].y) / 3)
    let own = levels.sample(at: place(x, y))
    let isInside = t[0].value > 0
    if (own.value > 0) != isInside { return true }
    let sign: Double = isInside ? 1 : -1
    let determinant = own.xx * own.yy - own.xy * own.xy
    guard determinant > 0, sign * own.xx > 0 else { return false }
    let (dx, dy) = (
      (own.xy * own.y - own.yy * own.x) / determinant,
      (own.xy * own.x - own.xx * own.y) / determinant
    )
    guard sign * (own.value + 0.5 * (own.x * dx + own.y * dy)) < 0.002 * scale else { return false }
    // Far outside the parabola is no longer the field.
    let reach = t.reduce(0) { max($0, ($1.x - x) * ($1.x - x) + ($1.y - y) * ($1.y - y)) }
    guard dx * dx + dy * dy < reach else { return false }
    return (levels.value(at: place(x + dx, y + dy)) > 0) != isInside
  }

  /// Where the line crosses an edge, by Newton's method kept between ends of either sign.
  private func crossing(_ a: ContourCorner, _ b: ContourCorner) -> (x: Double, y: Double) {
    var (low, high) = (0.0, 1.0)
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    var s = a.value / (a.value - b.value)
    for _ in 0..<40 {
      let own = levels.slope(at: place(a.x + s * dx, a.y + s * dy))
      if (own.value > 0) == (a.value > 0) { low = s } else { high = s }
      let slope = own.x * dx + own.y * dy
      var next = s - own.value / slope
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      // The next step would be of the square of this one.
      if abs(next - s) < 1e-6 { return (a.x + next * dx, a.y + next * dy) }
      s = next
    }
    return (a.x + s * dx, a.y + s * dy)
  }

  /// Nodes between two points of the line.
  /// - Returns: the area between chord and line; nil where the line turns too far from its chord.
  private mutating func follow(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ weight: Double
  ) -> Double? {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = (dx * dx + dy * dy).squareRoot()
    if length == 0 { return 0 }
    // To the right, outwards.
    let (nx, ny) = (dy / length, -dx / length)
    var area = 0.0
    var height = 0.0
    // The line ends on its chord again: the integral of its slope vanishes.
    var rise = 0.0
    for (s, share) in Self.rule {
      let (x, y) = (from.x + s * dx, from.y + s * dy)
      var slope = 0.0
      var steps = 0
      while true {
        let own = levels.slope(at: place(x + height * nx, y + height * ny))
        let across = own.x * nx + own.y * ny
        slope = -(own.x * dx + own.y * dy) / (across * length)
        // Outwards it falls.
        if !(across < 0) || abs(slope) > 0.7 { return nil }
        let step = -own.value / across
        height += step
        if abs(step) < 3e-6 * length { break }
        steps += 1
        if steps == 12 || abs(height) > length { return nil }
      }
      // dr = (d + slope |d| n) ds, the normal to its right.
      let (rx, ry) = (dx + slope * length * nx, dy + slope * length * ny)
      append(
        ContourNode(
          x: x + height * nx, y: y + height * ny, normalX: share * ry, normalY: -share * rx),
        weight: weight)
      area += share * height * length
      rise += share * slope
    }
    return abs(rise) > ContourChords.largestRise ? nil : area
  }
}
