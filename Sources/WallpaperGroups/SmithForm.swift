/// The Smith normal form of an integer matrix: U M V = D with U and V unimodular and D diagonal, each diagonal element
/// dividing the next.
public struct SmithForm: Sendable {
  /// U, rows x rows.
  public private(set) var left: [[Int]]
  /// V, columns x columns.
  public private(set) var right: [[Int]]
  /// The positive diagonal elements, one for each unit of rank.
  public private(set) var divisors: [Int] = []

  private var work: [[Int]]

  /// - Precondition: every row has `columns` elements.
  public init(_ matrix: [[Int]], columns: Int) {
    precondition(matrix.allSatisfy { $0.count == columns })
    work = matrix
    left = IntegerLattice.unit(matrix.count)
    right = IntegerLattice.unit(columns)
    for step in 0..<min(matrix.count, columns) {
      guard bringPivot(to: step) else { break }
      divisors.append(work[step][step])
    }
    work = []
  }

  /// Makes the element (step, step) the divisor of all that is left and clears its row and column; false where nothing
  /// is left.
  private mutating func bringPivot(to step: Int) -> Bool {
    let (rows, columns) = (work.count, right.count)
    while true {
      var best: (row: Int, column: Int)?
      for row in step..<rows {
        for column in step..<columns where work[row][column] != 0 {
          if best == nil || abs(work[row][column]) < abs(work[best!.row][best!.column]) {
            best = (row, column)
          }
        }
      }
      guard let best else { return false }
      work.swapAt(step, best.row)
      left.swapAt(step, best.row)
      swapColumns(step, best.column)
      let pivot = work[step][step]
      for row in step + 1..<max(rows, step + 1) {
        addRow(step, times: -(work[row][step] / pivot), to: row)
      }
      for column in step + 1..<max(columns, step + 1) {
        addColumn(step, times: -(work[step][column] / pivot), to: column)
      }
      // What is left over becomes a smaller pivot in the next round.
      if (step + 1..<max(rows, step + 1)).contains(where: { work[$0][step] != 0 })
        || (step + 1..<max(columns, step + 1)).contains(where: { work[step][$0] != 0 })
      {
        continue
      }
      let stray = (step + 1..<max(rows, step + 1)).first { row in
        (step + 1..<columns).contains { work[row][$0] % pivot != 0 }
      }
      guard let stray else { break }
      addRow(stray, times: 1, to: step)
    }
    if work[step][step] < 0 {
      work[step] = work[step].map(-)
      left[step] = left[step].map(-)
    }
    return true
  }

  private mutating func addRow(_ source: Int, times factor: Int, to target: Int) {
    if factor == 0 { return }
    for column in work[target].indices { work[target][column] += factor * work[source][column] }
    for column in left[target].indices { left[target][column] += factor * left[source][column] }
  }

  private mutating func addColumn(_ source: Int, times factor: Int, to target: Int) {
    if factor == 0 { return }
    for row in work.indices { work[row][target] += factor * work[row][source] }
    for row in right.indices { right[row][target] += factor * right[row][source] }
  }

  private mutating func swapColumns(_ a: Int, _ b: Int) {
    if a == b { return }
    for row in work.indices { work[row].swapAt(a, b) }
    for row in right.indices { right[row].swapAt(a, b) }
  }
}
