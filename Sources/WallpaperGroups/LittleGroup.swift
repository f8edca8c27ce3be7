/// Operations that keep a wave vector modulo G (one of each coset of the translations), or that keep a site (then k = 0,
/// and every product is one of them), with the phases that translations get: {1 | T} is exp(-2 pi i k.T).
public struct LittleGroup: Sendable {
  /// The identity, rotations by angle, mirrors by the angle of their line.
  public let operations: [Operation]
  /// k = (p1 b1 + p2 b2)/q, q in 1, 2, 3.
  public let p1: Int
  public let p2: Int
  public let q: Int
  /// Number of rotations, the identity counted: the n of C_n.
  public let rotations: Int

  init(operations: [Operation], p1: Int = 0, p2: Int = 0, q: Int = 1) {
    self.operations = operations
    (self.p1, self.p2, self.q) = (p1, p2, q)
    rotations = operations.count { !$0.isMirror }
  }

  /// Phase of {1 | T} in twelfths of a turn, T in lattice vectors; not reduced.
  public func phase(_ n1: Int, _ n2: Int) -> Int { -12 / q * (p1 * n1 + p2 * n2) }

  /// The member and the phase in twelfths that an operation of its coset has: g = {1 | T} operations[index].
  public func locate(_ operation: Operation) -> (index: Int, phase: Int)? {
    for (index, member) in operations.enumerated() {
      if let t = operation.translation(from: member) { return (index, phase(t.n1, t.n2)) }
    }
    return nil
  }

  /// The character of any operation of the group, lattice translations included.
  /// - Precondition: the operation's W is one of the group.
  public func character(_ irrep: Irrep, _ operation: Operation) -> Cyclotomic {
    let (index, phase) = locate(operation)!
    return irrep.characters[index].turned(by: phase)
  }

  /// How often an irrep is in a representation with these characters, one for each of `operations`.
  /// - Precondition: they are characters of a representation.
  public func multiplicity(of irrep: Irrep, in characters: [Cyclotomic]) -> Int {
    var sum = Cyclotomic.zero
    for (a, b) in zip(irrep.characters, characters) { sum += a.conjugate * b }
    let integer = sum.integer!
    precondition(integer % operations.count == 0)
    return integer / operations.count
  }
}
