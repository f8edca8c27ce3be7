/// How many nodes the irreps below a gap of the special points prove between the bands N and N + 1, with time reversal
/// and rotations but no mirror (p2, p4, p6): the number of orbits of n nodes, plus a correction for each pair that the
/// cut splits, is even or odd as the form says.
public struct NodeRule: Sendable {
  /// Nodes in an orbit: the order n of the largest rotation.
  public let orbit: Int
  /// Modulo 2, on the fingerprint of complete multiplets among the lowest N bands.
  public let form: SymmetryIndicators.Form
  /// For each entry what a cut through it adds: 0 or 1, nil where the rule has no answer then. Entries that are not
  /// degenerate have 0.
  public let corrections: [Int?]

  /// The parity of the number of orbits of nodes away from the points that rotations keep; nil where the cut splits a
  /// pair that leaves it open. `split` are the entries that the cut goes through.
  public func parity(_ vector: [Int], split: [Int] = []) -> Int? {
    var sum = form(vector)
    for entry in split {
      guard let correction = corrections[entry] else { return nil }
      sum += correction
    }
    return sum % 2
  }
}

extension SymmetryTables {
  /// The rule follows from that of the Chern number: a weak breaking of time reversal that keeps the rotations opens
  /// every node, and an orbit of n nodes changes C by n times +-1/2. A pair +-m that is cut at a point with a rotation of
  /// order d touches with the winding w = 2m modulo d: C changes by w/2 where the form says m.
  public var nodeRule: NodeRule? {
    guard timeReversal, !group.hasMirror, group.hasTwofoldRotation, let rotationForm else {
      return nil
    }
    let n = group.rotationOrder
    precondition(rotationForm.coefficients.allSatisfy { $0 % (n / 2) == 0 })
    let corrections: [Int?] = entries.map { entry in
      guard entry.bands == 2 else { return 0 }
      let (d, m) = (
        points[entry.point].group.rotations,
        points[entry.point].irreps[entry.irreps[0]].rotationNumbers[0]
      )
      let (up, down) = (((2 * m % d) + d) % d, ((-2 * m % d) + d) % d)
      if up == down { return nil }
      let winding = up < down ? up : -down
      // (n/d)(m - w/2) is 0 or n/2 modulo n.
      return (2 * m - winding) / d % 2 == 0 ? 0 : 1
    }
    return NodeRule(
      orbit: n,
      form: SymmetryIndicators.Form(
        modulus: 2, coefficients: rotationForm.coefficients.map { $0 / (n / 2) }),
      corrections: corrections)
  }
}
