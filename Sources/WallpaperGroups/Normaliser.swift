/// An operation {W | s} that takes patterns of a group to other patterns of the same group: {W | s} g {W | s}^-1 is in the
/// group for all of its g.
public struct NormaliserOperation: Sendable, Hashable {
  /// W; its translation is 0.
  public let matrix: Operation
  /// s in twelfths of a1 and a2, 0..<12.
  public let s1: Int
  public let s2: Int
}

extension WallpaperGroup {
  /// The normaliser's operations on a lattice of a system, one for each class of those that differ by operations of the
  /// group, the identity first: what makes new data of a cell without changing its group. Where an origin can be moved
  /// along a line (pm, pg, cm) or at all (p1) without changing the group, which `freeDirections` has, shifts along it are
  /// left out.
  ///
  /// - Parameter lattice: the system of the lattice at hand, which may be more symmetric than the group needs; its own
  ///   where that is nil.
  /// - Precondition: the system's lattices have the group's operations.
  public func normaliser(on lattice: LatticeSystem? = nil) -> [NormaliserOperation] {
    let holohedry = (lattice ?? system).holohedry.operations
    precondition(
      operations.allSatisfy { own in holohedry.contains { $0.hasSameMatrix(as: own) } },
      "the lattice has not the group's operations")
    var found: [NormaliserOperation] = []
    for matrix in holohedry {
      for s1 in 0..<12 {
        for s2 in 0..<12 {
          let candidate = NormaliserOperation(matrix: matrix, s1: s1, s2: s2)
          if normalises(candidate), !found.contains(where: { isSame($0, candidate) }) {
            found.append(candidate)
          }
        }
      }
    }
    return found
  }

  /// Lattice directions along which every shift takes patterns of the group to patterns of the group: two of p1, one of
  /// pm, pg and cm, else none.
  public var freeDirections: [(x1: Int, x2: Int)] {
    if operations.count == 1 { return [(1, 0), (0, 1)] }
    guard rotationOrder == 1 else { return [] }
    return [operations[1].invariantDirection]
  }

  private func normalises(_ candidate: NormaliserOperation) -> Bool {
    let w = candidate.matrix
    return operations.allSatisfy { operation in
      let conjugate = w * operation * w.inverse
      guard let own = operations.first(where: { $0.hasSameMatrix(as: conjugate) }) else {
        return false
      }
      // s - W' s beside the translation W t, all in twelfths.
      let s1 = candidate.s1 - own.w11 * candidate.s1 - own.w12 * candidate.s2
      let s2 = candidate.s2 - own.w21 * candidate.s1 - own.w22 * candidate.s2
      return (6 * (conjugate.t1 - own.t1) + s1) % 12 == 0
        && (6 * (conjugate.t2 - own.t2) + s2) % 12 == 0
    }
  }

  /// Whether two operations of the normaliser differ by an operation of the group and a free shift.
  private func isSame(_ l: NormaliserOperation, _ r: NormaliserOperation) -> Bool {
    operations.contains { operation in
      // r = l g: W_r = W_l R and s_r = W_l t + s_l.
      guard (l.matrix * operation).hasSameMatrix(as: r.matrix) else { return false }
      let shift = l.matrix * operation
      let (d1, d2) = (6 * shift.t1 + l.s1 - r.s1, 6 * shift.t2 + l.s2 - r.s2)
      let free = freeDirections
      if free.count == 2 { return true }
      if let d = free.first { return (d1 * d.x2 - d2 * d.x1) % 12 == 0 }
      return d1 % 12 == 0 && d2 % 12 == 0
    }
  }
}
