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

  /// Sum over pairs of boundary nodes of V_a^+ S_ab V_b, lower triangle.
  private static func assemble(
    _ gluing: BlockGluing, _ schur: [Double], into matrix: inout [Double]
  ) {
    let parts = gluing.parts
    let n = gluing.order
    let kinds = gluing.values.count
    // [kinds x kinds]: V_a^+ V_b, column by column.
    let products = (0..<kinds * kinds).map { gluing.product($0 / kinds, $0 % kinds) }
    let nodes = gluing.kindOf.count
    matrix.withUnsafeMutableBufferPointer { matrix in
      schur.withUnsafeBufferPointer { schur in
        for b in 0..<nodes {
          let (kindB, columnB) = (gluing.kindOf[b], gluing.firstUnknown[b])
          let rankB = gluing.ranks[kindB]
          if rankB == 0 { continue }
          for a in 0..<nodes where gluing.firstUnknown[a] >= columnB {
            let kindA = gluing.kindOf[a]
            let rankA = gluing.ranks[kindA]
            let value = schur[a + b * nodes]
            products[kindA * kinds + kindB].withUnsafeBufferPointer { product in
              for j in 0..<rankB {
                let to =
                  matrix.baseAddress! + parts * (gluing.firstUnknown[a] + (columnB + j) * n)
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
  /// V_a^+ V_b of two kinds of nodes, column by column.
  fileprivate func product(_ a: Int, _ b: Int) -> [Double] {
    var result: [Double] = []
    let (ra, rb) = (ranks[a], ranks[b])
    for j in 0..<rb {
      for i in 0..<ra {
        var sum = Complex.zero
        for c in 0..<copies {
          sum = sum + value(a, c, i).conjugate * value(b, c, j)
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
