import WallpaperGroups

/// What the values of one block on a domain's boundary are in terms of independent unknowns: some for each orbit of
/// boundary nodes, fewer where operations keep its nodes.
///
/// A field of two components, which is known in the coordinates of each copy, is turned by the operation that takes the
/// orbit's representative to the node: nowhere else rotations act on it.
struct BlockGluing: Sendable {
  /// Of the domain, times the dimension of the irrep.
  let copies: Int
  /// Of the field.
  let components: Int
  /// 1 where the block is real, 2 where it is complex.
  let parts: Int
  /// [kinds of nodes]: unknowns of such a node.
  let ranks: [Int]
  /// [kinds][components x copies x rank], complex ones as pairs: the values on the copies of one unknown each.
  let values: [[Double]]
  /// [boundary nodes]: its kind and its first unknown.
  let kindOf: [Int]
  let firstUnknown: [Int]
  /// Number of unknowns.
  let order: Int

  init(_ block: BlockCopies, _ boundary: DomainBoundary, components: Int = 1) {
    copies = block.count
    self.components = components
    parts = block.isReal ? 1 : 2
    var ranks: [Int] = []
    var values: [[Double]] = []
    var known: [[Operation]: SmallComplex] = [:]
    for kind in boundary.kinds {
      let basis: SmallComplex
      if let other = known[kind.stabiliser] {
        basis = other
      } else {
        basis = Self.invariants(block, kind.stabiliser, boundary.lattice, components)
        known[kind.stabiliser] = basis
      }
      let own = block.gluing(kind.operation, boundary.lattice, components) * basis
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

  /// Values that every operation of a stabiliser keeps: [components x copies x rank], orthonormal.
  private static func invariants(
    _ block: BlockCopies, _ stabiliser: [Operation], _ lattice: Lattice, _ components: Int
  ) -> SmallComplex {
    let size = components * block.count
    var sum = SmallComplex(rows: size, columns: size)
    for operation in stabiliser { sum = sum + block.gluing(operation, lattice, components) }
    let mean = Complex(1 / Double(stabiliser.count), 0) * sum
    let trace = (0..<size).reduce(0) { $0 + mean[$1, $1].re }
    let rank = Int(trace.rounded())
    if rank == size { return .identity(size) }
    return mean.orthonormalColumns(isReal: block.isReal, rank: rank)
  }
}

extension BlockCopies {
  /// `gluing` of a field with components, [components x copies] either way.
  fileprivate func gluing(_ operation: Operation, _ lattice: Lattice, _ components: Int)
    -> SmallComplex
  {
    let scalar = gluing(operation)
    if components == 1 { return scalar }
    let turn = lattice.rotation(operation)
    let rows = [[turn.xx, turn.xy], [turn.yx, turn.yy]]
    var result = SmallComplex(rows: 2 * count, columns: 2 * count)
    for a in 0..<2 {
      for b in 0..<2 {
        for i in 0..<count {
          for j in 0..<count {
            result[a * count + i, b * count + j] = Complex(rows[a][b], 0) * scalar[i, j]
          }
        }
      }
    }
    return result
  }
}

extension BlockGluing {
  /// z += V^+ y of one boundary node.
  /// - Parameters:
  ///   - y: [components][copies][parts][groups]
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
      for copy in 0..<components * copies {
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
      for copy in 0..<components * copies {
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
