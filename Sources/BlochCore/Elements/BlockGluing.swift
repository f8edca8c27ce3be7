import WallpaperGroups

/// What the values of one block on a domain's boundary are in terms of independent unknowns: some for each orbit of
/// boundary nodes, fewer where operations keep its nodes.
struct BlockGluing: Sendable {
  let copies: Int
  /// 1 where the block is real, 2 where it is complex.
  let parts: Int
  /// [kinds of nodes]: unknowns of such a node.
  let ranks: [Int]
  /// [kinds][copies x rank], complex ones as pairs: the values on the copies of one unknown each.
  let values: [[Double]]
  /// [boundary nodes]: its kind and its first unknown.
  let kindOf: [Int]
  let firstUnknown: [Int]
  /// Number of unknowns.
  let order: Int

  init(_ block: BlockCopies, _ boundary: DomainBoundary) {
    copies = block.count
    parts = block.isReal ? 1 : 2
    var ranks: [Int] = []
    var values: [[Double]] = []
    var known: [[Operation]: SmallComplex] = [:]
    for kind in boundary.kinds {
      let basis: SmallComplex
      if let other = known[kind.stabiliser] {
        basis = other
      } else {
        basis = Self.invariants(block, kind.stabiliser)
        known[kind.stabiliser] = basis
      }
      let own = block.gluing(kind.operation) * basis
      ranks.append(basis.columns)
      values.append(
        own.elements.flatMap { block.isReal ? [$0.re] : [$0.re, $0.im] })
    }
    self.ranks = ranks
    self.values = values
    kindOf = boundary.kindOf
    var starts: [Int] = []
    var next = 0
    for kind in boundary.orbitKinds {
      starts.append(next)
      next += ranks[kind]
    }
    order = next
    firstUnknown = boundary.orbitOf.map { starts[$0] }
  }

  /// Values that every operation of a stabiliser keeps: [copies x rank], orthonormal.
  private static func invariants(_ block: BlockCopies, _ stabiliser: [Operation]) -> SmallComplex {
    var sum = SmallComplex(rows: block.count, columns: block.count)
    for operation in stabiliser { sum = sum + block.gluing(operation) }
    let mean = Complex(1 / Double(stabiliser.count), 0) * sum
    let trace = (0..<block.count).reduce(0) { $0 + mean[$1, $1].re }
    let rank = Int(trace.rounded())
    if rank == block.count { return .identity(block.count) }
    return mean.orthonormalColumns(isReal: block.isReal, rank: rank)
  }
}

extension BlockGluing {
  /// z += V^+ y of one boundary node.
  /// - Parameters:
  ///   - y: [copies][parts][groups]
  ///   - z: [unknowns][parts][groups], of all nodes.
  @inline(__always)
  func gather(
    _ node: Int, _ y: UnsafePointer<FieldLane>, into z: UnsafeMutablePointer<FieldLane>,
    groups: Int
  ) {
    let kind = kindOf[node]
    let rank = ranks[kind]
    let to = z + firstUnknown[node] * parts * groups
    values[kind].withUnsafeBufferPointer { v in
      for copy in 0..<copies {
        let from = y + copy * parts * groups
        for unknown in 0..<rank {
          let at = parts * (copy * rank + unknown)
          let own = to + unknown * parts * groups
          let re = v[at]
          if parts == 1 {
            if re == 0 { continue }
            for g in 0..<groups { own[g].addProduct(from[g], FieldLane(repeating: re)) }
            continue
          }
          let im = v[at + 1]
          if re == 0 && im == 0 { continue }
          for g in 0..<groups {
            let (s, t) = (from[g], from[groups + g])
            own[g] += re * s + im * t
            own[groups + g] += re * t - im * s
          }
        }
      }
    }
  }

  /// y := V z at one boundary node.
  @inline(__always)
  func scatter(
    _ node: Int, _ z: UnsafePointer<FieldLane>, into y: UnsafeMutablePointer<FieldLane>,
    groups: Int
  ) {
    let kind = kindOf[node]
    let rank = ranks[kind]
    let from = z + firstUnknown[node] * parts * groups
    values[kind].withUnsafeBufferPointer { v in
      for copy in 0..<copies {
        let own = y + copy * parts * groups
        for i in 0..<parts * groups { own[i] = .zero }
        for unknown in 0..<rank {
          let at = parts * (copy * rank + unknown)
          let other = from + unknown * parts * groups
          let re = v[at]
          if parts == 1 {
            if re == 0 { continue }
            for g in 0..<groups { own[g].addProduct(other[g], FieldLane(repeating: re)) }
            continue
          }
          let im = v[at + 1]
          if re == 0 && im == 0 { continue }
          for g in 0..<groups {
            let (s, t) = (other[g], other[groups + g])
            own[g] += re * s - im * t
            own[groups + g] += re * t + im * s
          }
        }
      }
    }
  }
}
