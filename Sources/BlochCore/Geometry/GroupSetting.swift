import WallpaperGroups

/// A group with other axes: x = S y, where y are the coordinates in which the group has its usual operations.
struct GroupSetting: Sendable {
  let group: WallpaperGroup
  /// S row by row, unimodular.
  let axes: [Int]
  /// S g S^-1 for each operation of the group.
  let operations: [Operation]

  /// The settings in which no element of a W is larger than 1, which those on reduced axes are; each once.
  static func all(_ group: WallpaperGroup) -> [GroupSetting] { table[group.number - 1] }

  private static let table = WallpaperGroup.all.map(search)

  private static func search(_ group: WallpaperGroup) -> [GroupSetting] {
    let elements = (0..<81).map { code in
      [code % 3, code / 3 % 3, code / 9 % 3, code / 27].map { $0 - 1 }
    }
    .filter { abs($0[0] * $0[3] - $0[1] * $0[2]) == 1 }
    // The usual axes first, then such as turn the same way and point down and to the right.
    let rank = { (s: [Int]) in
      (
        s == [1, 0, 0, 1] ? 0 : 1, -(s[0] * s[3] - s[1] * s[2]), s.count { $0 < 0 },
        s.count { $0 != 0 }
      )
    }
    var (found, seen): ([GroupSetting], Set<Set<Operation>>) = ([], [])
    for s in elements.sorted(by: { rank($0) < rank($1) }) {
      let axes = Operation(s[0], s[1], s[2], s[3])
      let operations = group.operations.map { (axes * $0 * axes.inverse).reduced }
      let isSmall = operations.allSatisfy {
        max(abs($0.w11), abs($0.w12), abs($0.w21), abs($0.w22)) < 2
      }
      if isSmall, seen.insert(Set(operations)).inserted {
        found.append(GroupSetting(group: group, axes: s, operations: operations))
      }
    }
    return found
  }
}

extension Operation {
  /// {W | 0}.
  var matrix: Operation { Operation(w11, w12, w21, w22) }
}
