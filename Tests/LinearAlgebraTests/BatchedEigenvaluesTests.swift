import LinearAlgebra
import Testing

@Suite struct BatchedEigenvaluesTests {
  /// Eight different matrices at once against LAPACK one at a time, for every order up to 24.
  @Test(arguments: 1...24) func agreesWithLAPACK(_ order: Int) throws {
    var state: UInt64 = UInt64(order)
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53) - 0.5
    }
    let count = min(order, 6)
    var batch = BatchedEigenvalues(order: order, count: count)
    var single: [RealMatrix] = []
    for lane in 0..<BatchedEigenvalues.lanes {
      var matrix = RealMatrix(rows: order, columns: order)
      for i in 0..<order {
        for j in 0...i {
          let x = lane == 7 && i != j ? 0 : next()  // one diagonal matrix among them
          matrix[i, j] = x
          batch.packed[i * (i + 1) / 2 + j][lane] = x
        }
      }
      single.append(matrix)
    }
    let values = batch.solve(tolerance: 1e-12)
    for lane in 0..<BatchedEigenvalues.lanes {
      let expected = try RealMatrix.lowestEigenpairs(single[lane], count: count).values
      for n in 0..<count { #expect(abs(values[n][lane] - expected[n]) < 1e-10) }
    }
  }

  /// H x = E S x holds and x^T S x = 1.
  @Test func generalisedPairsSolveTheProblem() throws {
    let n = 12
    var h = RealMatrix(rows: n, columns: n)
    var s = RealMatrix(rows: n, columns: n)
    for i in 0..<n {
      for j in 0..<n {
        h[i, j] = 1 / Double(i + j + 1)
        s[i, j] = i == j ? 2 : 0.5 / Double(1 + (i - j) * (i - j))
      }
    }
    let pairs = try RealMatrix.lowestEigenpairs(h, overlap: s, count: 4)
    for state in 0..<4 {
      var norm = 0.0
      for i in 0..<n {
        var left = 0.0
        var right = 0.0
        for j in 0..<n {
          left += h[i, j] * pairs.vectors[j, state]
          right += s[i, j] * pairs.vectors[j, state]
        }
        #expect(abs(left - pairs.values[state] * right) < 1e-12)
        norm += pairs.vectors[i, state] * right
      }
      #expect(abs(norm - 1) < 1e-12)
    }
  }
}
