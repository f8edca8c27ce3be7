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
  }

  /// Grid steps along a1 and along a2.
  let steps: Int
  let triangles: [Triangle]
  /// Whether centres of grid cells are corners too.
  let hasCentres: Bool

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
              corners: triangle, weight: Double(orbit.count) / Double(group.operations.count)))
        }
      }
    }
    self.triangles = triangles
  }
}
