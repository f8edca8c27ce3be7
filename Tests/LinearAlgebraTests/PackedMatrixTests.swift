import LinearAlgebra
import Testing

@Suite struct PackedMatrixTests {
  /// Sizes around the panels and the rows taken together, against sums in double precision.
  @Test(arguments: [1, 15, 48, 49, 96, 245], [1, 7, 8, 19])
  func productsAreTheSums(_ rows: Int, _ count: Int) {
    for columns in [1, 5, 156] {
      var state: UInt64 = 3
      func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Double(state >> 11) / Double(1 << 53) - 0.5)
      }
      let w = (0..<rows * columns).map { _ in next() }
      let x = (0..<count * columns).map { _ in next() }
      let before = (0..<count * rows + 3).map { _ in next() }
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
}
