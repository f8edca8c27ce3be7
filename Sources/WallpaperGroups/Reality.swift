/// How time reversal joins irreps: the test of Wigner and Herring.
enum Reality {
  /// The corepresentations of a little group, in the order of its irreps. `operations` are those of the whole group.
  static func corepresentations(
    _ irreps: [Irrep], of group: LittleGroup, in operations: [Operation]
  )
    -> [Corepresentation]
  {
    let reversing = operations.filter {
      $0.carries(group.p1, group.p2, group.q, to: (-group.p1, -group.p2))
    }
    guard let first = reversing.first else {
      return irreps.indices.map {
        Corepresentation(
          symbol: irreps[$0].symbol, irreps: [$0], bands: irreps[$0].dimension, kind: .otherStar)
      }
    }
    var found: [Corepresentation] = []
    for (index, irrep) in irreps.enumerated() {
      if found.contains(where: { $0.irreps.contains(index) }) { continue }
      let sum = reversing.reduce(Cyclotomic.zero) { $0 + group.character(irrep, $1 * $1) }
      let kind: Corepresentation.Kind =
        sum.integer! == 0 ? .complex : sum.integer! > 0 ? .real : .pseudoreal
      precondition(abs(sum.integer!) == (kind == .complex ? 0 : group.operations.count))
      var members = [index]
      if kind == .complex {
        let conjugate = group.operations.map {
          group.character(irrep, first.inverse * $0 * first).conjugate
        }
        members.append(irreps.firstIndex { $0.characters == conjugate }!)
      } else if kind == .pseudoreal {
        members.append(index)
      }
      found.append(
        Corepresentation(
          symbol: symbol(members.map { irreps[$0].symbol }), irreps: members,
          bands: irrep.dimension * members.count, kind: kind))
    }
    return found
  }

  /// "E1" for E1+ and E1-, else both.
  static func symbol(_ symbols: [String]) -> String {
    if symbols.count == 2, symbols[0].last == "+", symbols[1].last == "-",
      symbols[0].dropLast() == symbols[1].dropLast()
    {
      return String(symbols[0].dropLast())
    }
    return symbols.joined()
  }
}

extension Operation {
  /// Whether W takes the wave vector p/q to the other one modulo reciprocal lattice vectors.
  package func carries(_ p1: Int, _ p2: Int, _ q: Int, to other: (Int, Int)) -> Bool {
    let (m1, m2) = image(m1: p1, m2: p2)
    return (m1 - other.0) % q == 0 && (m2 - other.1) % q == 0
  }
}
