import Meshes
import WallpaperGroups

/// The nodes on a domain's boundary as orbits: which operation takes each orbit's representative to the node, and which
/// keep the representative.
struct DomainBoundary: Sendable {
  /// What nodes have in common: the operation that makes them, and the operations that keep the representative.
  struct Kind: Hashable, Sendable {
    var operation: Operation
    var stabiliser: [Operation]
  }

  let lattice: Lattice
  /// The different kinds.
  let kinds: [Kind]
  /// [boundary nodes], in the order of the domain's factor: positions in `kinds`, and which orbit.
  let kindOf: [Int]
  let orbitOf: [Int]
  /// [orbits]: the kind of one of its nodes.
  let orbitKinds: [Int]

  /// - Parameter nodes: on the boundary, in the order wanted.
  init(_ domain: ElementDomain, nodes: some Sequence<Int32>) {
    lattice = domain.symmetry.lattice
    let operations = domain.symmetry.group.operations
    var kinds: [Kind] = []
    var known: [Kind: Int] = [:]
    var orbits: [Int32: Int] = [:]
    var stabilisers: [[Operation]] = []
    var (kindOf, orbitOf): ([Int], [Int]) = ([], [])
    var orbitKinds: [Int] = []
    for node in nodes {
      let name = domain.names[Int(node)]
      let operation = operations[Int(name.operation)].translated(Int(name.n1), Int(name.n2))
      let orbit: Int
      if let at = orbits[name.orbit] {
        orbit = at
      } else {
        orbit = stabilisers.count
        orbits[name.orbit] = orbit
        stabilisers.append(Self.stabiliser(of: domain.representative(name.orbit), operations))
      }
      let kind = Kind(operation: operation, stabiliser: stabilisers[orbit])
      let at = known[kind] ?? kinds.count
      if at == kinds.count {
        known[kind] = at
        kinds.append(kind)
      }
      kindOf.append(at)
      orbitOf.append(orbit)
      if orbit == orbitKinds.count { orbitKinds.append(at) }
    }
    self.kinds = kinds
    self.kindOf = kindOf
    self.orbitOf = orbitOf
    self.orbitKinds = orbitKinds
  }

  /// The operations, translations included, that keep a place.
  private static func stabiliser(of place: Place, _ operations: [Operation]) -> [Operation] {
    operations.compactMap { operation in
      let (x1, x2) = operation.position(x1: place.x1, x2: place.x2)
      let (d1, d2) = (place.x1 - x1, place.x2 - x2)
      let (n1, n2) = (d1.rounded(), d2.rounded())
      guard abs(d1 - n1) < Tolerance.position, abs(d2 - n2) < Tolerance.position else {
        return nil
      }
      return operation.translated(Int(n1), Int(n2))
    }
  }
}
