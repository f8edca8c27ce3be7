/// Lattices of integer vectors, given by rows that span them.
public enum IntegerLattice {
  static func unit(_ n: Int) -> [[Int]] {
    (0..<n).map { row in (0..<n).map { $0 == row ? 1 : 0 } }
  }

  /// The product of two matrices, each a list of rows.
  public static func product(_ l: [[Int]], _ r: [[Int]]) -> [[Int]] {
    l.map { combination($0, of: r) }
  }

  /// The sum of rows, each times its coefficient.
  public static func combination(_ coefficients: [Int], of rows: [[Int]]) -> [Int] {
    var sum = [Int](repeating: 0, count: rows.first?.count ?? 0)
    for (factor, row) in zip(coefficients, rows) where factor != 0 {
      for (index, element) in row.enumerated() { sum[index] += factor * element }
    }
    return sum
  }

  public static func dot(_ l: [Int], _ r: [Int]) -> Int {
    zip(l, r).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The Hermite basis of what rows span: in echelon form, pivots positive, elements above a pivot in 0..<pivot. Equal
  /// lattices have equal bases.
  public static func hermiteBasis(_ rows: [[Int]]) -> [[Int]] {
    var rows = rows
    var rank = 0
    for column in 0..<(rows.first?.count ?? 0) where rank < rows.count {
      while let pivot = (rank..<rows.count).filter({ rows[$0][column] != 0 })
        .min(by: { abs(rows[$0][column]) < abs(rows[$1][column]) })
      {
        rows.swapAt(rank, pivot)
        if rows[rank][column] < 0 { rows[rank] = rows[rank].map(-) }
        for row in rank + 1..<max(rows.count, rank + 1) {
          subtract(&rows, row, rank, rows[row][column] / rows[rank][column])
        }
        if (rank + 1..<max(rows.count, rank + 1)).allSatisfy({ rows[$0][column] == 0 }) {
          for row in 0..<rank {
            let (element, pivot) = (rows[row][column], rows[rank][column])
            subtract(&rows, row, rank, (element - ((element % pivot) + pivot) % pivot) / pivot)
          }
          rank += 1
          break
        }
      }
    }
    return Array(rows.prefix(rank))
  }

  /// The Hermite basis of all integer vectors v with row . v = 0 for every row.
  public static func kernel(of rows: [[Int]], columns: Int) -> [[Int]] {
    let smith = SmithForm(rows, columns: columns)
    return hermiteBasis(
      (smith.divisors.count..<columns).map { column in smith.right.map { $0[column] } })
  }

  /// The coefficients of a vector in a Hermite basis; nil where it is no integer combination.
  public static func coordinates(of vector: [Int], in basis: [[Int]]) -> [Int]? {
    var rest = vector
    var found: [Int] = []
    for row in basis {
      let pivot = row.firstIndex { $0 != 0 }!
      guard rest[pivot] % row[pivot] == 0 else { return nil }
      let factor = rest[pivot] / row[pivot]
      for (index, element) in row.enumerated() { rest[index] -= factor * element }
      found.append(factor)
    }
    return rest.allSatisfy { $0 == 0 } ? found : nil
  }

  private static func subtract(_ rows: inout [[Int]], _ target: Int, _ source: Int, _ factor: Int) {
    if factor == 0 { return }
    for column in rows[target].indices { rows[target][column] -= factor * rows[source][column] }
  }
}
