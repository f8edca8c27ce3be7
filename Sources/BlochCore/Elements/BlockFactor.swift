import LinearAlgebra

/// The Cholesky factor of one block's matrix on the boundary of a domain, behind a `DomainFactor` that has eliminated
/// the inside.
struct BlockFactor: Sendable {
  let gluing: BlockGluing
  /// [order x order], column by column, complex ones as pairs; the diagonal holds reciprocals.
  private let columns: [Double]

  /// - Parameter schur: [boundary x boundary].
  /// - Throws: `LinearAlgebraError`.
  init(_ gluing: BlockGluing, schur: [Double]) throws {
    self.gluing = gluing
    let n = gluing.order
    if gluing.parts == 1 {
      var matrix = RealMatrix(rows: n, columns: n)
      Self.assemble(gluing, schur, into: &matrix.storage)
      try matrix.factorCholesky()
      for i in 0..<n { matrix.storage[i + i * n] = 1 / matrix.storage[i + i * n] }
      columns = matrix.storage
    } else {
      var matrix = ComplexMatrix(rows: n, columns: n)
      Self.assemble(gluing, schur, into: &matrix.storage)
      try matrix.factorCholesky()
      for i in 0..<n { matrix.storage[2 * (i + i * n)] = 1 / matrix.storage[2 * (i + i * n)] }
      columns = matrix.storage
    }
  }

  /// Sum over pairs of boundary nodes' components of V_a^+ S_ab V_b, lower triangle.
  private static func assemble(
    _ gluing: BlockGluing, _ schur: [Double], into matrix: inout [Double]
  ) {
    let parts = gluing.parts
    let n = gluing.order
    let components = gluing.components
    let kinds = components * gluing.values.count
    // [kinds and components, twice]: V_a^+ V_b, column by column.
    let products = (0..<kinds * kinds).map { gluing.product($0 / kinds, $0 % kinds) }
    // [nodes' components]
    let own = gluing.kindOf.indices.flatMap { node in
      let kind = gluing.kindOf[node]
      return (0..<components).map {
        (first: gluing.firstUnknown[node], rank: gluing.ranks[kind], kind: components * kind + $0)
      }
    }
    let rows = own.count
    matrix.withUnsafeMutableBufferPointer { matrix in
      schur.withUnsafeBufferPointer { schur in
        for b in 0..<rows {
          let (columnB, rankB, kindB) = own[b]
          if rankB == 0 { continue }
          for a in 0..<rows where own[a].first >= columnB {
            let (rowA, rankA, kindA) = own[a]
            let value = schur[a + b * rows]
            products[kindA * kinds + kindB].withUnsafeBufferPointer { product in
              for j in 0..<rankB {
                let to = matrix.baseAddress! + parts * (rowA + (columnB + j) * n)
                for i in 0..<parts * rankA { to[i] += value * product[parts * j * rankA + i] }
              }
            }
          }
        }
      }
    }
  }

  /// Solves in place.
  /// - Parameters:
  ///   - z: [unknowns][parts][groups]
  ///   - groups: lanes of each part.
  func solve(
    _ z: UnsafeMutablePointer<FieldLane>, groups: Int, work: UnsafeMutablePointer<FieldLane>
  ) {
    let n = gluing.order
    let parts = gluing.parts
    columns.withUnsafeBufferPointer { columns in
      for group in 0..<groups {
        for i in 0..<n * parts { work[i] = z[i * groups + group] }
        if parts == 1 {
          DenseLanes.forward(columns.baseAddress!, size: n, eliminated: n, work)
          DenseLanes.backward(columns.baseAddress!, size: n, eliminated: n, work)
        } else {
          DenseLanes.complexForward(columns.baseAddress!, size: n, work)
          DenseLanes.complexBackward(columns.baseAddress!, size: n, work)
        }
        for i in 0..<n * parts { z[i * groups + group] = work[i] }
      }
    }
  }
}

extension BlockGluing {
  /// V_a^+ V_b of components of two kinds of nodes, column by column.
  fileprivate func product(_ a: Int, _ b: Int) -> [Double] {
    var result: [Double] = []
    let (kindA, componentA) = a.quotientAndRemainder(dividingBy: components)
    let (kindB, componentB) = b.quotientAndRemainder(dividingBy: components)
    for j in 0..<ranks[kindB] {
      for i in 0..<ranks[kindA] {
        var sum = Complex.zero
        for c in 0..<copies {
          sum =
            sum + value(kindA, componentA * copies + c, i).conjugate
            * value(kindB, componentB * copies + c, j)
        }
        result.append(sum.re)
        if parts == 2 { result.append(sum.im) }
      }
    }
    return result
  }

  private func value(_ kind: Int, _ copy: Int, _ unknown: Int) -> Complex {
    let at = parts * (copy * ranks[kind] + unknown)
    return Complex(values[kind][at], parts == 2 ? values[kind][at + 1] : 0)
  }
}
