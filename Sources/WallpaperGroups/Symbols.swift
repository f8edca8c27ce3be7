extension Irrep {
  /// The orbital that the irrep of a site, or of Gamma, is named by: the lowest angular momentum that has it, s p d f g h
  /// i; "p+" and "p-" where rotations alone tell them apart, a prime on the second of two with the same letter
  /// ("p'" is p_y).
  ///
  /// - Parameter group: the group it is an irrep of.
  /// - Precondition: an ordinary irrep.
  public func orbital(of group: LittleGroup) -> String {
    let letters = ["s", "p", "d", "f", "g", "h", "i"]
    let (n, m) = (group.rotations, rotationNumbers[0])
    guard group.operations.count > n else {
      return letters[abs(m)] + (m == 0 || 2 * m == n ? "" : m > 0 ? "+" : "-")
    }
    if dimension == 2 { return letters[abs(m)] }
    let isOdd = characters[n] == Cyclotomic(-1)
    // Odd under the first mirror: sin(n phi) is the lowest where the rotation gives 1.
    if m == 0 { return letters[isOdd ? n : 0] }
    return letters[m] + (isOdd ? "'" : "")
  }
}

extension SymmetryTables {
  /// The symbols that records use for the entries: those of p6 (s p d f at Gamma, 0 1 at K, + - at M) and of p2 (+ -) from
  /// before there were other groups, with time reversal; else the usual ones.
  public var recordSymbols: [String] {
    guard timeReversal, !group.hasMirror, [2, 6].contains(group.rotationOrder) else {
      return entries.map(\.symbol)
    }
    return entries.map { entry in
      let point = points[entry.point]
      let irrep = point.irreps[entry.irreps[0]]
      switch point.group.rotations {
      case 2: return irrep.rotationNumbers[0] == 0 ? "+" : "-"
      case 3: return String(abs(irrep.rotationNumbers[0]))
      default: return String(irrep.orbital(of: point.group).prefix(1))
      }
    }
  }
}
