import WallpaperGroups

/// Enumerates fingerprints by brute force.
enum Fingerprints {
  /// All compatible fingerprints of n bands: the choices at each point, joined one point after the other; a relation is
  /// tested as soon as all points that it speaks of are chosen.
  static func compatible(_ n: Int, _ tables: SymmetryTables) -> [[Int]] {
    var found: [[Int]] = [[]]
    for point in tables.points.indices {
      let entries = tables.entries(at: point)
      let choices = partitions(n, entries.map { tables.entries[$0].bands })
      let end = entries.last! + 1
      let closed = tables.relations.map(\.row).filter { row in
        let last = row.lastIndex { $0 != 0 }!
        return last < end && last >= entries[0]
      }
      found = found.flatMap { head in
        choices.map { head + $0 }.filter { vector in
          closed.allSatisfy { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } == 0 }
        }
      }
    }
    return found
  }

  /// All ways to make n of parts of these sizes.
  static func partitions(_ n: Int, _ sizes: [Int]) -> [[Int]] {
    guard let first = sizes.first else { return n == 0 ? [[]] : [] }
    return (0...(n / first)).flatMap { count in
      partitions(n - count * first, Array(sizes.dropFirst())).map { [count] + $0 }
    }
  }
}
