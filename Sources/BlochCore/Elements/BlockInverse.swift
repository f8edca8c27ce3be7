/// Solutions with the matrix of one block: a domain's factor inside, the block's on the boundary.
struct BlockInverse: Sendable {
  let factor: DomainFactor
  let boundary: BlockFactor

  /// x := A^-1 x.
  /// - Parameter x: [rows][copies][parts][groups]; on the boundary right-hand sides are what the domain contributes.
  func apply(_ x: LaneField, groups: Int) {
    let width = x.width
    let gluing = boundary.gluing
    factor.eliminate(x.base, width: width)
    let lanes = gluing.order * gluing.parts
    withUnsafeTemporaryAllocation(of: FieldLane.self, capacity: lanes * (groups + 1)) { memory in
      let z = memory.baseAddress!
      z.initialize(repeating: .zero, count: lanes * (groups + 1))
      let nodes = factor.boundary
      for (at, row) in nodes.enumerated() {
        gluing.gather(at, x.base + Int(row) * width, into: z, groups: groups)
      }
      boundary.solve(z, groups: groups, work: z + lanes * groups)
      for (at, row) in nodes.enumerated() {
        gluing.scatter(at, z, into: x.base + Int(row) * width, groups: groups)
      }
    }
    factor.substitute(x.base, width: width)
    for row in factor.tree.fixed {
      for lane in 0..<width { x.base[Int(row) * width + lane] = .zero }
    }
  }
}
