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
  /// What the field can reach.
  private let scale: Double

  /// How often a triangle is divided.
  private static let deepest = 6

  init(_ levels: FieldLevels, _ symmetry: CrystalSymmetry) {
    self.levels = levels
    scale = zip(levels.cosines, levels.sines).reduce(0) { $0 + abs($1.0) + abs($1.1) }
    var (triangles, area) = self.triangles(symmetry)
    let lanes = FieldLanes(levels)
    for depth in 0...Self.deepest where !triangles.isEmpty {
      let isLast = depth == Self.deepest
      var passes = ContourPasses(levels, lanes, small: 0.002 * scale)
      var chords = ContourChords(lanes)
      let edges = triangles.map { own in
        isLast
          ? [] : own.doubtful.map { passes.add(own.corners[$0], own.corners[($0 + 1) % 3]) }
      }
      passes.sample()
      var open: [ContourTriangle] = []
      for (own, edges) in zip(triangles, edges) {
        let count = own.count
        let isWhole = count % 3 == 0
        if edges.contains(where: passes.isCrossed)
          || (isWhole && !isLast && hasIsland(own.corners))
        {
          open.append(own)
        } else if !isWhole {
          chords.add(own)
        } else if count == 3 {
          area += own.weight * own.area
        }
      }
      chords.follow()
      for (at, chord) in chords.chords.enumerated() {
        let (inside, nodes) = chords.result(at)
        if nodes == nil && !isLast {
          open.append(chord.triangle)
          continue
        }
        area += chord.triangle.weight * inside
        for node in nodes ?? [] { append(node, weight: chord.triangle.weight) }
      }
      triangles = open.flatMap { $0.divided(levels) }
    }
    covered = area * Double(symmetry.order) / symmetry.lattice.area
  }

  /// Triangles of the grid that the line may pass, and the area of those that are inside.
  private func triangles(_ symmetry: CrystalSymmetry) -> ([ContourTriangle], area: Double) {
    let lattice = symmetry.lattice
    // Eight steps in the shortest wave, and an even number for glides.
    let steps = max(16, (8 * levels.reach + 3) / 4 * 4)
    let grid = ContourGrid.of(symmetry.group, steps: steps)
    let values = levels.grid(grid.full)
    // Area of one triangle.
    let whole = lattice.area / Double(steps * steps * (grid.hasCentres ? 4 : 2))
    var area = 0.0
    var result: [ContourTriangle] = []
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
      if count % 3 == 0 && !(doubtful.0 || doubtful.1 || doubtful.2) {
        if count == 3 { area += triangle.weight * whole }
        continue
      }
      func corner(_ at: Int, _ value: Double) -> ContourCorner {
        let (a, b) = triangle.corners[at]
        let (x, y) = lattice.cartesian(
          x1: Double(a) / Double(2 * steps), x2: Double(b) / Double(2 * steps))
        return ContourCorner(x: x, y: y, value: value)
      }
      result.append(
        ContourTriangle(
          corners: [corner(0, p), corner(1, q), corner(2, r)],
          beyond: triangle.beyond.map { (values[$0.before], values[$0.behind]) },
          weight: triangle.weight,
          doubtful: [(0, doubtful.0), (1, doubtful.1), (2, doubtful.2)].filter(\.1).map(\.0)))
    }
    return (result, area)
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
    let place = levels.place(x: node.x, y: node.y)
    x1.append(place.x1)
    x2.append(place.x2)
    normalX.append(weight * node.normalX)
    normalY.append(weight * node.normalY)
  }

  /// Whether the line closes inside a triangle with corners on one side: by the extremum of the field next to its middle.
  private func hasIsland(_ t: [ContourCorner]) -> Bool {
    let (x, y) = ((t[0].x + t[1].x + t[2].x) / 3, (t[0].y + t[1].y + t[2].y) / 3)
    let own = levels.sample(at: levels.place(x: x, y: y))
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
    return (levels.value(at: levels.place(x: x + dx, y: y + dy)) > 0) != isInside
  }
}
