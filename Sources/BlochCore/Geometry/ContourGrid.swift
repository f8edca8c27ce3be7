import Meshes
import Synchronization
import WallpaperGroups

/// Triangles of a grid that is mapped to itself by a crystal's operations, one of each orbit.
struct ContourGrid: Sendable {
  struct Triangle: Sendable {
    /// Corners in halves of a grid step along a1 and a2, counter-clockwise.
    let corners: [(Int, Int)]
    /// Size of its orbit over the number of operations.
    let weight: Double
    /// Where the field's values at the corners are in a table of `full` x `full`.
    let values: [Int]
    /// The same of the next corners on the line of each edge, from corner i to i + 1: before i, and behind i + 1.
    let beyond: [(before: Int, behind: Int)]
  }

  /// Grid steps along a1 and along a2.
  let steps: Int
  let triangles: [Triangle]
  /// Whether centres of grid cells are corners too.
  let hasCentres: Bool
  /// Places a side at which the field is needed: those of all corners.
  var full: Int { hasCentres ? 2 * steps : steps }

  private struct Name: Hashable {
    let group: WallpaperGroup
    let steps: Int
  }

  private static let made = Mutex<[Name: ContourGrid]>([:])

  static func of(_ group: WallpaperGroup, steps: Int) -> ContourGrid {
    made.withLock { made in
      let name = Name(group: group, steps: steps)
      if let grid = made[name] { return grid }
      if made.count >= 64 { made.removeAll() }
      let grid = ContourGrid(group, steps: steps)
      made[name] = grid
      return grid
    }
  }

  /// - Parameter steps: even.
  private init(_ group: WallpaperGroup, steps: Int) {
    self.steps = steps
    // Where operations turn a1 into a2 at a right angle, a diagonal would be turned into the other one.
    let hasCentres = [.rectangular, .square].contains(group.system)
    self.hasCentres = hasCentres
    let full = 2 * steps
    /// Corners of a triangle modulo the cell, sorted: its name.
    func name(_ corners: [(Int, Int)]) -> [Int] {
      // Three corners modulo the cell name it, since the grid has more than four steps.
      corners.map { (a, b) in ((a % full + full) % full) * full + (b % full + full) % full }
        .sorted()
    }
    let (unit, places) = hasCentres ? (1, full) : (2, steps)
    func place(_ a: Int, _ b: Int) -> Int {
      let (i, j) = (a / unit, b / unit)
      return ((i % places) + places) % places * places + ((j % places) + places) % places
    }
    func beyond(_ p: (Int, Int), _ q: (Int, Int)) -> (before: Int, behind: Int) {
      (place(2 * p.0 - q.0, 2 * p.1 - q.1), place(2 * q.0 - p.0, 2 * q.1 - p.1))
    }
    var seen = Set<[Int]>()
    var triangles: [Triangle] = []
    for i in 0..<steps {
      for j in 0..<steps {
        let (a, b) = (2 * i, 2 * j)
        let corners = [(a, b), (a + 2, b), (a + 2, b + 2), (a, b + 2)]
        let own =
          hasCentres
          ? (0..<4).map { [corners[$0], corners[($0 + 1) % 4], (a + 1, b + 1)] }
          : [[corners[0], corners[1], corners[3]], [corners[1], corners[2], corners[3]]]
        for triangle in own where !seen.contains(name(triangle)) {
          var orbit = Set<[Int]>()
          for g in group.operations {
            orbit.insert(
              name(
                triangle.map { (a, b) in
                  (
                    g.w11 * a + g.w12 * b + g.t1 * steps, g.w21 * a + g.w22 * b + g.t2 * steps
                  )
                }))
          }
          seen.formUnion(orbit)
          triangles.append(
            Triangle(
              corners: triangle, weight: Double(orbit.count) / Double(group.operations.count),
              values: triangle.map { place($0.0, $0.1) },
              beyond: (0..<3).map { beyond(triangle[$0], triangle[($0 + 1) % 3]) }))
        }
      }
    }
    self.triangles = triangles
  }
}
