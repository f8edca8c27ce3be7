import Testing
import WallpaperGroups

/// Identities of the Smith and Hermite forms on random integer matrices.
@Suite struct SmithFormTests {
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  static func matrices() -> [[[Int]]] {
    var generator = Generator(state: 17)
    return (0..<300).map { _ in
      let (rows, columns) = (
        Int.random(in: 1...6, using: &generator), Int.random(in: 1...6, using: &generator)
      )
      let reach = Int.random(in: 1...4, using: &generator)
      return (0..<rows).map { _ in
        (0..<columns).map { _ in Int.random(in: -reach...reach, using: &generator) }
      }
    }
  }

  /// By expansion along the first row.
  static func determinant(_ m: [[Int]]) -> Int {
    if m.isEmpty { return 1 }
    return m.indices.reduce(0) { sum, column in
      let minor = m.dropFirst().map { row in
        row.indices.filter { $0 != column }.map { row[$0] }
      }
      return sum + (column % 2 == 0 ? 1 : -1) * m[0][column] * determinant(minor)
    }
  }

  @Test func smithFormIsDiagonalByUnimodularMatrices() {
    for matrix in Self.matrices() {
      let columns = matrix[0].count
      let form = SmithForm(matrix, columns: columns)
      #expect(abs(Self.determinant(form.left)) == 1)
      #expect(abs(Self.determinant(form.right)) == 1)
      let diagonal = IntegerLattice.product(IntegerLattice.product(form.left, matrix), form.right)
      for (i, row) in diagonal.enumerated() {
        for (j, element) in row.enumerated() {
          #expect(element == (i == j && i < form.divisors.count ? form.divisors[i] : 0))
        }
      }
      #expect(form.divisors.allSatisfy { $0 > 0 })
      #expect(zip(form.divisors, form.divisors.dropFirst()).allSatisfy { $1 % $0 == 0 })
      if matrix.count == columns {
        #expect(
          abs(Self.determinant(matrix))
            == (form.divisors.count == columns ? form.divisors.reduce(1, *) : 0))
      }
    }
  }

  @Test func hermiteBasisSpansTheSameLattice() {
    for matrix in Self.matrices() {
      let basis = IntegerLattice.hermiteBasis(matrix)
      for row in matrix { #expect(IntegerLattice.coordinates(of: row, in: basis) != nil) }
      // As many cosets: the same elementary divisors.
      let columns = matrix[0].count
      #expect(
        SmithForm(basis, columns: columns).divisors == SmithForm(matrix, columns: columns).divisors)
      // It does not depend on the rows that span the lattice.
      var other = Array(matrix.reversed())
      for row in other.indices.dropFirst() { other[row] = zip(other[row], other[row - 1]).map(+) }
      #expect(IntegerLattice.hermiteBasis(other) == basis)
      for vector in IntegerLattice.kernel(of: matrix, columns: columns) {
        for row in matrix { #expect(IntegerLattice.dot(row, vector) == 0) }
      }
      #expect(
        IntegerLattice.kernel(of: matrix, columns: columns).count + basis.count == columns)
    }
  }
}
