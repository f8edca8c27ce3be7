import LinearAlgebra
import Testing

/// Test matrices of one batch: what is easy, what is degenerate and what is badly scaled.
private func matrix(_ kind: Int, order n: Int, state: inout UInt64) -> RealMatrix {
  func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / Double(1 << 53) - 0.5
  }
  var matrix = RealMatrix(rows: n, columns: n)
  for i in 0..<n {
    for j in 0...i {
      switch kind % 8 {
      case 7: matrix[i, j] = i == j ? next() : 0  // diagonal
      case 6: matrix[i, j] = i == j ? 0.25 : 0  // all eigenvalues equal
      case 5: matrix[i, j] = 1  // one eigenvalue n, the others 0
      case 4: matrix[i, j] = i / 2 == j / 2 ? 1 / Double(1 + i / 2) : 0  // pairs, decoupled
      case 3:  // Wilkinson
        matrix[i, j] = i == j + 1 ? 1 : (i == j ? abs(Double(2 * i - n + 1)) / 2 : 0)
      default: matrix[i, j] = next()
      }
      matrix[j, i] = matrix[i, j]
    }
  }
  return matrix
}

@Suite struct BatchedEigenproblemTests {
  /// Different matrices at once against LAPACK one at a time, every order the lanes are meant for.
  @Test(arguments: 1...33) func doublesAgreeWithLAPACK(_ order: Int) throws {
    var state = UInt64(order)
    let count = min(order, 7)
    var batch = BatchedEigenproblem<SIMD8<Double>>(order: order, count: count)
    let single = (0..<8).map { matrix($0, order: order, state: &state) }
    for (lane, one) in single.enumerated() {
      for i in 0..<order { for j in 0...i { batch.packed[i * (i + 1) / 2 + j][lane] = one[i, j] } }
    }
    batch.solve(tolerance: 1e-13, withVectors: true)
    for (lane, one) in single.enumerated() {
      let expected = try RealMatrix.lowestEigenpairs(one, count: count).values
      for n in 0..<count { #expect(abs(batch.values[n][lane] - expected[n]) < 1e-11) }
      check(one, kind: lane % 8, count: count, within: 1e-10) {
        ($1 == nil ? batch.values[$0] : batch.vectors[$0 * order + $1!])[lane]
      }
    }
  }

  @Test(arguments: [2, 3, 5, 8, 13, 21, 32]) func floatsAgreeWithLAPACK(_ order: Int) throws {
    var state = UInt64(order + 100)
    for count in [1, min(order, 7), order] {
      var batch = BatchedEigenproblem<SIMD16<Float>>(order: order, count: count)
      let single = (0..<16).map { matrix($0, order: order, state: &state) }
      for (lane, one) in single.enumerated() {
        for i in 0..<order {
          for j in 0...i { batch.packed[i * (i + 1) / 2 + j][lane] = Float(one[i, j]) }
        }
      }
      batch.solve(tolerance: 0, withVectors: true)
      for (lane, one) in single.enumerated() {
        let expected = try RealMatrix.lowestEigenpairs(one, count: count).values
        let accuracy = 4e-6 * Double(order)
        for n in 0..<count {
          #expect(
            abs(Double(batch.values[n][lane]) - expected[n]) < accuracy,
            "kind \(lane % 8) count \(count) state \(n)")
        }
        check(one, kind: lane % 8, count: count, within: 2 * accuracy) {
          Double(($1 == nil ? batch.values[$0] : batch.vectors[$0 * order + $1!])[lane])
        }
      }
    }
  }

  /// A x = E x, x orthonormal; `element(state, nil)` is a value, `element(state, i)` part of a vector.
  private func check(
    _ a: RealMatrix, kind: Int, count: Int, within: Double, _ element: (Int, Int?) -> Double
  ) {
    let n = a.rows
    var worst = 0.0
    for state in 0..<count {
      for i in 0..<n {
        var image = 0.0
        for j in 0..<n { image += a[i, j] * element(state, j) }
        worst = max(worst, abs(image - element(state, nil) * element(state, i)))
      }
      for other in 0...state {
        var dot = 0.0
        for i in 0..<n { dot += element(state, i) * element(other, i) }
        worst = max(worst, abs(dot - (state == other ? 1 : 0)))
      }
    }
    #expect(worst < within, "order \(n) count \(count) kind \(kind)")
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
