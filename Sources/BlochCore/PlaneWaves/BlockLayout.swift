import Glibc
import LinearAlgebra

/// How the symmetrised plane waves of one irrep block follow from the orbits.
///
/// With P_mn = (d/|L|) sum over g of conj(D_mn(g)) g, an orbit's functions in the block are f = sum over m of
/// c_m P_1m |k + G>, with the vectors c of its stabiliser S: those with (1/|S|) sum over S of conj(D(g)) phase(g) c = c.
/// Normalised,
///
///     <f|H|f'> = (|S| |S'|)^(-1/2) sum over g of (c^+ conj(D(g)) c') phase(g, G') <k + G|H|g(k + G')>.
///
/// In an irrep of one dimension an orbit has one function or none.
struct BlockLayout: Sendable {
  /// Rows that share their stabiliser and its vector, one after the other.
  struct Run: Sendable {
    /// Position in `vectors`.
    var vector: Int
    /// First row of the block, first row of the tables, number of rows.
    var row: Int
    var start: Int
    var count: Int
    /// |S|^(-1/2).
    var norm: Double
  }

  /// A symmetrised plane wave.
  struct Column: Sendable {
    var orbit: Int
    var vector: Int
    var norm: Double
  }

  let block: SymmetryBlock
  let runs: [Run]
  /// The explicit ones in the order of the rows, then the folded ones orbit by orbit.
  let columns: [Column]
  /// Number of explicit ones.
  let size: Int
  /// [stabilisers' vectors]: c, `dimension` numbers.
  let vectors: [[Complex]]
  /// [vector of the column][operation][vector of the row], one after the other: c^+ conj(D(g)) c'.
  let weights: [Complex]
  /// The columns, orbit by orbit, and [orbits + 1] where those of each begin.
  let orbitColumns: [Int]
  let orbitStarts: [Int]
  /// [orbits][members][its columns][dimension], one after the other: the coefficient of the member in each function of
  /// the multiplet, for a coefficient (members/d)^(1/2) of the column.
  let factors: [Complex]

  /// - Parameters:
  ///   - stabilisers: kinds of them, each as 12 times an operation plus its phase in twelfths of a turn.
  ///   - kindOf: [orbits]
  ///   - leaders: [orbits][members]: the first operation that leads to each.
  ///   - phases: [orbits x operations] in twelfths of a turn, empty where there are none.
  ///   - rowOrder: the explicit orbits, those of one kind one after the other.
  init(
    _ block: SymmetryBlock, stabilisers: [[Int]], kindOf: [Int], leaders: [[Int]], phases: [Int],
    rowOrder: [Int]
  ) {
    let operations = block.matrices.count
    let sizes = leaders.map(\.count)
    self.block = block
    var vectors: [[Complex]] = []
    let vectorsOfKind = stabilisers.map { stabiliser -> [Int] in
      Self.invariantVectors(block, stabiliser).map { vector in
        vectors.append(vector)
        return vectors.count - 1
      }
    }
    let norms = sizes.map { (Double($0) / Double(operations)).squareRoot() }
    var runs: [Run] = []
    var columns: [Column] = []
    var start = 0
    while start < rowOrder.count {
      let kind = kindOf[rowOrder[start]]
      var end = start
      while end < rowOrder.count, kindOf[rowOrder[end]] == kind { end += 1 }
      for vector in vectorsOfKind[kind] {
        let norm = norms[rowOrder[start]]
        runs.append(
          Run(vector: vector, row: columns.count, start: start, count: end - start, norm: norm))
        for at in start..<end {
          columns.append(Column(orbit: rowOrder[at], vector: vector, norm: norm))
        }
      }
      start = end
    }
    size = columns.count
    for orbit in rowOrder.count..<max(sizes.count, rowOrder.count) {
      for vector in vectorsOfKind[kindOf[orbit]] {
        columns.append(Column(orbit: orbit, vector: vector, norm: norms[orbit]))
      }
    }
    var orbitStarts = [Int](repeating: 0, count: sizes.count + 1)
    for column in columns { orbitStarts[column.orbit + 1] += 1 }
    for orbit in sizes.indices { orbitStarts[orbit + 1] += orbitStarts[orbit] }
    var orbitColumns = [Int](repeating: 0, count: columns.count)
    var next = orbitStarts
    for (at, column) in columns.enumerated() {
      orbitColumns[next[column.orbit]] = at
      next[column.orbit] += 1
    }
    weights = vectors.flatMap { right in
      block.matrices.flatMap { matrix in
        vectors.map { left in Self.form(left, matrix, right, block.dimension) }
      }
    }
    var factors: [Complex] = []
    factors.reserveCapacity(
      zip(sizes, zip(orbitStarts, orbitStarts.dropFirst())).reduce(0) {
        $0 + $1.0 * ($1.1.1 - $1.1.0) * block.dimension
      })
    for (orbit, members) in leaders.enumerated() {
      for operation in members {
        let phase = phases.isEmpty ? 0 : phases[orbit * operations + operation]
        for at in orbitStarts[orbit]..<orbitStarts[orbit + 1] {
          Self.append(
            block, vectors[columns[orbitColumns[at]].vector], operation, phase, to: &factors)
        }
      }
    }
    self.factors = factors
    self.runs = runs
    self.columns = columns
    self.vectors = vectors
    self.orbitColumns = orbitColumns
    self.orbitStarts = orbitStarts
  }

  func columns(ofOrbit orbit: Int) -> ArraySlice<Int> {
    orbitColumns[orbitStarts[orbit]..<orbitStarts[orbit + 1]]
  }

  /// c^+ conj(D) c'.
  private static func form(
    _ left: [Complex], _ matrix: [Complex], _ right: [Complex], _ d: Int
  ) -> Complex {
    if d == 1 { return matrix[0].conjugate }
    var sum = Complex.zero
    for m in 0..<d {
      for n in 0..<d {
        let element: Complex = left[m].conjugate * matrix[m * d + n].conjugate
        sum = sum + element * right[n]
      }
    }
    return sum
  }

  /// Orthonormal c with (1/|S|) sum of conj(D(g)) phase(g) c = c.
  private static func invariantVectors(_ block: SymmetryBlock, _ stabiliser: [Int]) -> [[Complex]] {
    let d = block.dimension
    var average = [Complex](repeating: .zero, count: d * d)
    for member in stabiliser {
      let matrix = block.matrices[member / 12]
      let phase = Complex.twelfth(member % 12)
      for i in average.indices { average[i] = average[i] + phase * matrix[i].conjugate }
    }
    let scale = Complex(1 / Double(stabiliser.count), 0)
    average = average.map { scale * $0 }
    let rank = Int((0..<d).reduce(0.0) { $0 + average[$1 * d + $1].re }.rounded())
    if rank == 0 { return [] }
    if d == 1 { return [[.one]] }
    if rank == d { return [[.one, .zero], [.zero, .one]] }
    // A projector onto one vector: its longer column.
    let column = average[0].re >= average[3].re ? 0 : 1
    let vector = [average[column], average[2 + column]]
    let length = (vector[0].squaredMagnitude + vector[1].squaredMagnitude).squareRoot()
    return [vector.map { Complex(1 / length, 0) * $0 }]
  }

  /// Appends phase conj(D(g)) c.
  private static func append(
    _ block: SymmetryBlock, _ vector: [Complex], _ operation: Int, _ phase: Int,
    to factors: inout [Complex]
  ) {
    let d = block.dimension
    let matrix = block.matrices[operation]
    if d == 1 && phase == 0 { return factors.append(matrix[0].conjugate) }
    for m in 0..<d {
      var sum = Complex.zero
      for n in 0..<d { sum = sum + matrix[m * d + n].conjugate * vector[n] }
      factors.append(.twelfth(phase) * sum)
    }
  }
}
