/// The Cholesky factor of a positive definite matrix on the nodes inside a domain, and what elimination leaves on its
/// boundary: the Schur complement (multifrontal method on a `DissectionTree`).
struct DomainFactor: Sendable {
  let tree: DissectionTree
  /// Of each front the columns of the eliminated nodes, [eliminated][size]: the diagonal holds reciprocals.
  let columns: [Double]
  /// [boundary x boundary], symmetric, in the order of the root's remaining rows.
  let schur: [Double]
  let largestFront: Int
  /// Nodes whose pivot was negative: the matrix is C D C^T with D -1 there and 1 elsewhere.
  let negative: [Int32]

  /// Of the domain's boundary nodes, in the order of `schur`, the rows of the first component.
  var boundary: [Int32] {
    let rows = tree.nodes[tree.root.nodes].dropFirst(tree.root.eliminated)
    return stride(from: rows.startIndex, to: rows.endIndex, by: tree.components).map { rows[$0] }
  }

  /// - Parameters:
  ///   - isIndefinite: whether pivots may be negative.
  ///   - element: the matrix of a triangle, of its nodes' components.
  /// - Throws: `SolverError` where the matrix is not positive definite but should be, or a pivot is lost to rounding.
  init(
    _ tree: DissectionTree, isIndefinite: Bool = false,
    element: (Int, UnsafeMutablePointer<Double>) -> Void
  ) throws {
    self.tree = tree
    var columns = [Double](repeating: 0, count: tree.factorCount)
    let largest = tree.fronts.map(\.size).max() ?? 0
    var matrix = [Double](repeating: 0, count: largest * largest)
    // Schur complements that wait for their parents, the last on top.
    var stack: [Double] = []
    let rows = 6 * tree.components
    var one = [Double](repeating: 0, count: rows * rows)
    var isPositive = true
    var negative: [Int32] = []
    for front in tree.fronts {
      let n = front.size
      matrix.withUnsafeMutableBufferPointer { matrix in
        let a = matrix.baseAddress!
        a.update(repeating: 0, count: n * n)
        if front.children.isEmpty {
          for at in front.triangles {
            one.withUnsafeMutableBufferPointer { element(Int(tree.triangles[at]), $0.baseAddress!) }
            Self.add(one, tree.trianglePlaces[rows * at..<rows * (at + 1)], to: a, n)
          }
        } else {
          // The second child's lies on top.
          for (child, range) in zip(front.children, front.childPlaces).reversed() {
            let r = tree.fronts[child].remaining
            Self.add(stack, stack.count - r * r, tree.places[range], to: a, n)
            stack.removeLast(r * r)
          }
        }
        if isIndefinite {
          isPositive =
            Self.eliminateIndefinite(front.eliminated, of: a, n) {
              negative.append(tree.nodes[front.nodes.lowerBound + $0])
            } && isPositive
        } else {
          isPositive = Self.eliminate(front.eliminated, of: a, n) && isPositive
        }
        columns.withUnsafeMutableBufferPointer { columns in
          (columns.baseAddress! + front.factor).update(from: a, count: front.eliminated * n)
        }
        let (e, r) = (front.eliminated, front.remaining)
        for j in 0..<r {
          for i in 0..<j { stack.append(a[e + j + (e + i) * n]) }
          for i in j..<r { stack.append(a[e + i + (e + j) * n]) }
        }
      }
    }
    guard isPositive else {
      throw SolverError(
        isIndefinite
          ? "a shift of the elements' matrix is too near to a level of a part"
          : "the elements' matrix is not positive definite")
    }
    self.columns = columns
    self.negative = negative
    largestFront = largest
    schur = stack
  }

  /// Adds a triangle's matrix to the lower triangle of a front.
  private static func add(
    _ matrix: [Double], _ places: ArraySlice<Int32>, to a: UnsafeMutablePointer<Double>, _ n: Int
  ) {
    let rows = places.count
    places.withUnsafeBufferPointer { places in
      for j in 0..<rows where places[j] >= 0 {
        for i in 0..<rows where places[i] >= places[j] {
          a[Int(places[i]) + Int(places[j]) * n] += matrix[rows * j + i]
        }
      }
    }
  }

  /// Adds a child's Schur complement.
  private static func add(
    _ stack: [Double], _ start: Int, _ places: ArraySlice<Int32>,
    to a: UnsafeMutablePointer<Double>, _ n: Int
  ) {
    let r = places.count
    stack.withUnsafeBufferPointer { stack in
      places.withUnsafeBufferPointer { places in
        for j in 0..<r {
          let column = a + Int(places[j]) * n
          let from = stack.baseAddress! + start + j * r
          for i in 0..<r where places[i] >= places[j] { column[Int(places[i])] += from[i] }
        }
      }
    }
  }

  /// As `eliminate`, with pivots of either sign: a = c d c^T, d = 1 or -1.
  /// - Parameter negative: called with the columns of negative pivots.
  /// - Returns: whether no pivot was lost to rounding.
  private static func eliminateIndefinite(
    _ e: Int, of a: UnsafeMutablePointer<Double>, _ n: Int, negative: (Int) -> Void
  ) -> Bool {
    var isSound = true
    for j in 0..<e {
      let column = a + j * n
      let pivot = column[j]
      var largest = 0.0
      for i in j + 1..<n { largest = max(largest, abs(column[i])) }
      if !(abs(pivot) > 1e-7 * largest) { isSound = false }
      let sign = pivot < 0 ? -1.0 : 1.0
      if pivot < 0 { negative(j) }
      let reciprocal = 1 / abs(pivot).squareRoot()
      column[j] = reciprocal
      for i in j + 1..<n { column[i] *= sign * reciprocal }
      for k in j + 1..<n {
        let factor = sign * column[k]
        let other = a + k * n
        for i in k..<n { other[i] -= factor * column[i] }
      }
    }
    return isSound
  }

  /// Cholesky factor of the first e columns of the lower triangle, and the rest less what these take from it. The
  /// diagonal becomes its reciprocal.
  private static func eliminate(_ e: Int, of a: UnsafeMutablePointer<Double>, _ n: Int) -> Bool {
    var isPositive = true
    /// One column, and what it takes from the columns up to `end`.
    func finish(_ j: Int, upTo end: Int) {
      let column = a + j * n
      let pivot = column[j]
      if !(pivot > 0) { isPositive = false }
      let reciprocal = 1 / pivot.squareRoot()
      column[j] = reciprocal
      for i in j + 1..<n { column[i] *= reciprocal }
      for k in j + 1..<end {
        let factor = column[k]
        let other = a + k * n
        for i in k..<n { other[i] -= factor * column[i] }
      }
    }
    var j = 0
    while j + 4 <= e {
      for i in j..<j + 4 { finish(i, upTo: j + 4) }
      let (p, q) = (a + j * n, a + (j + 1) * n)
      let (r, s) = (a + (j + 2) * n, a + (j + 3) * n)
      for k in j + 4..<n {
        let (w, x, y, z) = (p[k], q[k], r[k], s[k])
        let other = a + k * n
        for i in k..<n { other[i] -= w * p[i] + x * q[i] + y * r[i] + z * s[i] }
      }
      j += 4
    }
    while j < e {
      finish(j, upTo: n)
      j += 1
    }
    return isPositive
  }
}
