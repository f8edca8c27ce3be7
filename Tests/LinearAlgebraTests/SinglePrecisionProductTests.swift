import LinearAlgebra
import Testing

@Suite struct SinglePrecisionProductTests {
  private static func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Double(state >> 11) / Double(1 << 53) - 0.5)
    }
  }

  /// Sizes around the panels and the rows taken together, against sums in double precision.
  @Test(arguments: [1, 15, 48, 49, 96, 245], [1, 7, 8, 19])
  func packedProductsAreTheSums(_ rows: Int, _ count: Int) {
    for columns in [1, 5, 156] {
      let w = Self.numbers(rows * columns, 1)
      let x = Self.numbers(count * columns, 2)
      let before = Self.numbers(count * rows + 3, 3)
      var y = before
      let packed = PackedMatrix(w, rows: rows, columns: columns)
      y.withUnsafeMutableBufferPointer {
        packed.addProduct(x, to: $0.baseAddress!, count: count)
      }
      for i in 0..<count {
        for j in 0..<rows {
          var sum = Double(before[i * rows + j])
          for k in 0..<columns { sum += Double(x[i * columns + k]) * Double(w[j * columns + k]) }
          #expect(abs(Double(y[i * rows + j]) - sum) < 1e-5)
        }
      }
      #expect(Array(y.suffix(3)) == Array(before.suffix(3)))
    }
  }

  /// Factors as they are and transposed, inside larger matrices; inner dimensions around the depth
  /// that one panel holds. Nothing beyond the result is touched.
  @Test(arguments: [false, true], [false, true])
  func productsAreTheSums(_ first: Bool, _ second: Bool) {
    for (rows, columns, inner) in [
      (1, 1, 1), (8, 48, 384), (9, 16, 385), (17, 32, 40), (3, 50, 7), (16, 100, 800), (5, 70, 0),
    ] {
      let (m, n, k) = (rows + 2, columns + 3, inner + 1)
      let a = Self.numbers(m * k, 4)
      let b = Self.numbers(n * k, 5)
      let before = Self.numbers(rows * n, 6)
      for adds in [false, true] {
        var c = before
        c.withUnsafeMutableBufferPointer {
          multiply(
            rows: rows, columns: columns, inner: inner,
            SingleMatrix(a, stride: first ? m : k, transposed: first),
            SingleMatrix(b, stride: second ? k : n, transposed: second), adds: adds,
            into: $0.baseAddress!, stride: n)
        }
        for i in 0..<rows {
          for j in 0..<columns {
            var sum = adds ? Double(before[i * n + j]) : 0
            for l in 0..<inner {
              let x = first ? a[l * m + i] : a[i * k + l]
              sum += Double(x) * Double(second ? b[j * k + l] : b[l * n + j])
            }
            #expect(abs(Double(c[i * n + j]) - sum) < 1e-5)
          }
          for j in columns..<n { #expect(c[i * n + j] == before[i * n + j]) }
        }
      }
    }
  }
}
