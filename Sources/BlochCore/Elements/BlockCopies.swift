import WallpaperGroups

/// How the functions of one irrep of a little group follow from their values on a few copies of a fundamental domain.
///
/// With q_j one operation of each coset of the little group L in the crystal's group, and psi_1 ... psi_d a multiplet
/// that the irrep D acts on, the unknowns are psi_m(q_j x), x in the domain: d times the number of cosets values at each
/// node. The values anywhere else are
///
///     psi_m(l x + t) = exp(i k.t) sum over m' of conj(D_mm'(l)) psi_m'(x),  l in L, t in the lattice,
///
/// and integrals over the crystal are sums of those over the copies. Of a field of two components psi(h x) is meant in the
/// coordinates of the image h, R(h)^-1 psi(h x): then all of this holds of each of them. A pseudoscalar field takes the determinant of each
/// operation besides. Where C2T makes the block real, values are taken in a basis of the copies in which C2T is complex
/// conjugation: then all of this is real.
struct BlockCopies: Sendable {
  let block: SymmetryBlock
  let point: LittleGroup
  /// q_j
  let cosets: [Operation]
  /// [copies x copies]: the values are this times what is solved for; unitary.
  private(set) var basis: SmallComplex
  /// [operations of the point][d x d]: of the scalar that the field is.
  private let matrices: [[Complex]]

  var dimension: Int { block.dimension }
  /// Values at each node: copy j m at j d + m.
  var count: Int { cosets.count * dimension }
  var isReal: Bool { block.isReal }

  /// - Parameter isPseudoscalar: whether mirrors change the field's sign.
  init(
    _ point: LittleGroup, _ block: SymmetryBlock, group: WallpaperGroup, isPseudoscalar: Bool
  ) {
    self.point = point
    self.block = block
    matrices = zip(point.operations, block.matrices).map { operation, matrix in
      let sign: Double = isPseudoscalar ? Double(operation.determinant) : 1
      return matrix.map { Complex(sign, 0) * $0 }
    }
    var cosets: [Operation] = []
    for operation in group.operations {
      let isKnown = cosets.contains { coset in
        point.operations.contains { ($0 * coset).hasSameMatrix(as: operation) }
      }
      if !isKnown { cosets.append(operation) }
    }
    self.cosets = cosets
    let count = cosets.count * block.dimension
    basis = .identity(count)
    if !block.isReal { return }
    // C2T takes values y to W conj(y).
    let inversion = Operation(-1, 0, 0, -1)
    var w = SmallComplex(rows: count, columns: count)
    for (j, coset) in cosets.enumerated() {
      for (m, row) in values(at: inversion * coset).enumerated() {
        for i in 0..<count { w[j * block.dimension + m, i] = row[i].conjugate }
      }
    }
    // e + W conj(e) of all units e and their multiples by i.
    var candidates = SmallComplex(rows: count, columns: 2 * count)
    for j in 0..<count {
      for (column, unit) in [(2 * j, Complex.one), (2 * j + 1, Complex(0, 1))] {
        for i in 0..<count { candidates[i, column] = w[i, j] * unit.conjugate }
        candidates[j, column] = candidates[j, column] + unit
      }
    }
    let real = candidates.orthonormalColumns(isReal: true, rank: count)
    precondition(real.columns == count)
    basis = real
  }

  /// D_mn of an operation of the point, of the scalar that the field is.
  func matrix(_ operation: Int, _ m: Int, _ n: Int) -> Complex {
    matrices[operation][m * dimension + n]
  }

  /// psi_m(h x) of each m as factors of the values psi_m'(q_j x): [d][copies].
  /// - Parameter h: any operation of the crystal, translations included.
  private func values(at h: Operation) -> [[Complex]] {
    let d = dimension
    for (j, coset) in cosets.enumerated() {
      for (l, operation) in point.operations.enumerated() {
        guard let (t1, t2) = h.translation(from: operation * coset) else { continue }
        let phase = point.phase(n1: t1, n2: t2)
        return (0..<d).map { m in
          var row = [Complex](repeating: .zero, count: count)
          for n in 0..<d { row[j * d + n] = phase * matrices[l][m * d + n].conjugate }
          return row
        }
      }
    }
    preconditionFailure("an operation that the crystal does not have")
  }

  /// psi_m(h x) of each m as factors of what is solved for: [d x copies].
  func expansion(at h: Operation) -> SmallComplex {
    let rows = values(at: h)
    var result = SmallComplex(rows: rows.count, columns: count)
    for (m, row) in rows.enumerated() { for i in 0..<count { result[m, i] = row[i] } }
    return result * basis
  }

  /// What a node of the domain has, on all copies, in terms of what its orbit's representative has: [copies x copies],
  /// unitary, and real where the block is.
  /// - Parameter operation: takes the representative to the node.
  func gluing(_ operation: Operation) -> SmallComplex {
    var result = SmallComplex(rows: count, columns: count)
    for (j, coset) in cosets.enumerated() {
      for (m, row) in values(at: coset * operation).enumerated() {
        for i in 0..<count { result[j * dimension + m, i] = row[i] }
      }
    }
    return basis.adjoint * (result * basis)
  }
}

extension LittleGroup {
  /// exp(i k.t) of a lattice vector.
  fileprivate func phase(n1: Int, n2: Int) -> Complex {
    let turn = (((p1 * n1 + p2 * n2) % q) + q) % q
    return Complex(angle: 2 * Double.pi * Double(turn) / Double(q))
  }
}

extension BlockCopies {
  /// A plane wave with q = (m1 b1 + m2 b2)/q of the point, and its factors on the copies.
  typealias Wave = (m1: Int, m2: Int, factors: [Complex])

  /// The multiplets that the orbit of a plane wave exp(i (k + G).x) has in the block, each as plane waves
  /// exp(i q.x), x in the domain, with factors on the copies; q = (m1 b1 + m2 b2)/q of the point.
  ///
  /// Of a field of two components, longitudinal and transverse waves: factors of the components, one after the other.
  func functions(of g: ReciprocalVector, components: Int = 1) -> [[Wave]] {
    let d = dimension
    if components == 2 { return vectorFunctions(of: g) }
    var images: [ReciprocalVector] = []
    // [images x members of the multiplet]: psi_m made of the n-th function that the projection gives.
    var columns: [[Complex]] = []
    for operation in point.operations {
      let image = point.image(g, operation)
      if !images.contains(image) { images.append(image) }
    }
    for n in 0..<d {
      var column = [Complex](repeating: .zero, count: images.count * d)
      for (operation, matrix) in zip(point.operations, matrices) {
        let at = images.firstIndex(of: point.image(g, operation))!
        let phase = Complex.twelfth(point.phase(g, operation))
        for m in 0..<d {
          column[at * d + m] = column[at * d + m] + phase * matrix[m * d + n].conjugate
        }
      }
      columns.append(column)
    }
    var all = SmallComplex(rows: images.count * d, columns: d)
    for (n, column) in columns.enumerated() {
      for (i, value) in column.enumerated() { all[i, n] = value }
    }
    let independent = all.orthonormalColumns(isReal: false)
    return (0..<independent.columns).map { n in
      var terms: [Wave] = []
      // C2T conjugates the factors: of a real block the largest is made real.
      var turn = Complex.one
      if isReal {
        let own = (0..<images.count * d).map { independent[$0, n] }
        let largest = own.max { $0.squaredMagnitude < $1.squaredMagnitude } ?? .one
        turn = Complex(angle: -largest.argument)
      }
      for (at, image) in images.enumerated() {
        let (m1, m2) = (point.p1 + point.q * image.n1, point.p2 + point.q * image.n2)
        // q.(W_j x + w_j) = (W_j^-1 q).x + q.w_j
        for (j, coset) in cosets.enumerated() {
          let (i1, i2) = coset.inverse.image(m1: m1, m2: m2)
          let turns = Double(m1 * coset.t1 + m2 * coset.t2) / Double(2 * point.q)
          let phase = turn * Complex(angle: 2 * Double.pi * (turns - turns.rounded(.down)))
          var factors = SmallComplex(rows: count, columns: 1)
          for m in 0..<d { factors[j * d + m, 0] = phase * independent[at * d + m, n] }
          terms.append((i1, i2, (basis.adjoint * factors).elements))
        }
      }
      return terms
    }
  }
}
