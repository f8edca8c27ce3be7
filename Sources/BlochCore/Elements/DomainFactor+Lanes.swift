/// Eight vectors side by side.
typealias FieldLane = SIMD8<Double>

extension DomainFactor {
  /// Work space of solutions.
  struct Workspace {
    var lanes: [FieldLane]

    init(_ factor: DomainFactor, width: Int) {
      let largest = factor.tree.fronts.map(\.size).max() ?? 0
      lanes = [FieldLane](repeating: .zero, count: largest * width)
    }
  }

  /// First half of a solution: inside w = L^-1 f, and on the boundary f less what the inside takes from it.
  /// - Parameter f: [nodes x width], in place.
  func eliminate(
    _ f: UnsafeMutablePointer<FieldLane>, width: Int, _ workspace: inout Workspace
  ) {
    workspace.lanes.withUnsafeMutableBufferPointer { work in
      let w = work.baseAddress!
      tree.nodes.withUnsafeBufferPointer { nodes in
        columns.withUnsafeBufferPointer { columns in
          for front in tree.fronts where front.eliminated > 0 {
            let own = nodes.baseAddress! + front.nodes.lowerBound
            let n = front.size
            for lane in 0..<width {
              for i in 0..<n { w[i] = f[Int(own[i]) * width + lane] }
              DenseLanes.forward(
                columns.baseAddress! + front.factor, size: n, eliminated: front.eliminated, w)
              for i in 0..<n { f[Int(own[i]) * width + lane] = w[i] }
            }
          }
        }
      }
    }
  }

  /// Second half: inside x = L^-T (w - L_BI^T x_B), from w inside and x on the boundary.
  /// - Parameter x: [nodes x width], in place.
  func substitute(
    _ x: UnsafeMutablePointer<FieldLane>, width: Int, _ workspace: inout Workspace
  ) {
    workspace.lanes.withUnsafeMutableBufferPointer { work in
      let w = work.baseAddress!
      tree.nodes.withUnsafeBufferPointer { nodes in
        columns.withUnsafeBufferPointer { columns in
          for front in tree.fronts.reversed() where front.eliminated > 0 {
            let own = nodes.baseAddress! + front.nodes.lowerBound
            let n = front.size
            for lane in 0..<width {
              for i in 0..<n { w[i] = x[Int(own[i]) * width + lane] }
              DenseLanes.backward(
                columns.baseAddress! + front.factor, size: n, eliminated: front.eliminated, w)
              for i in 0..<front.eliminated { x[Int(own[i]) * width + lane] = w[i] }
            }
          }
        }
      }
    }
  }
}

/// Triangular solutions of eight right-hand sides at once with columns of a Cholesky factor, whose diagonal holds
/// reciprocals.
enum DenseLanes {
  typealias Lane = FieldLane

  /// x_e := L_ee^-1 x_e, x_r -= L_re x_e.
  @inline(__always)
  static func forward(
    _ columns: UnsafePointer<Double>, size n: Int, eliminated e: Int,
    _ x: UnsafeMutablePointer<Lane>
  ) {
    var j = 0
    while j + 4 <= e {
      let (a, b) = (columns + j * n, columns + (j + 1) * n)
      let (c, d) = (columns + (j + 2) * n, columns + (j + 3) * n)
      let x0 = x[j] * a[j]
      let x1 = (x[j + 1] - x0 * a[j + 1]) * b[j + 1]
      let x2 = (x[j + 2] - x0 * a[j + 2] - x1 * b[j + 2]) * c[j + 2]
      let x3 =
        (x[j + 3] - x0 * a[j + 3] - x1 * b[j + 3] - x2 * c[j + 3]) * d[j + 3]
      (x[j], x[j + 1], x[j + 2], x[j + 3]) = (x0, x1, x2, x3)
      for i in j + 4..<n {
        var sum = x[i]
        sum.addProduct(x0, Lane(repeating: -a[i]))
        sum.addProduct(x1, Lane(repeating: -b[i]))
        sum.addProduct(x2, Lane(repeating: -c[i]))
        sum.addProduct(x3, Lane(repeating: -d[i]))
        x[i] = sum
      }
      j += 4
    }
    while j < e {
      let a = columns + j * n
      let x0 = x[j] * a[j]
      x[j] = x0
      for i in j + 1..<n { x[i].addProduct(x0, Lane(repeating: -a[i])) }
      j += 1
    }
  }

  /// x_e := L_ee^-T (x_e - L_re^T x_r).
  @inline(__always)
  static func backward(
    _ columns: UnsafePointer<Double>, size n: Int, eliminated e: Int,
    _ x: UnsafeMutablePointer<Lane>
  ) {
    var j = e
    while j % 4 != 0 {
      j -= 1
      let a = columns + j * n
      var sum = x[j]
      for i in j + 1..<n { sum.addProduct(x[i], Lane(repeating: -a[i])) }
      x[j] = sum * a[j]
    }
    while j > 0 {
      j -= 4
      let (a, b) = (columns + j * n, columns + (j + 1) * n)
      let (c, d) = (columns + (j + 2) * n, columns + (j + 3) * n)
      var (s0, s1, s2, s3) = (x[j], x[j + 1], x[j + 2], x[j + 3])
      for i in j + 4..<n {
        let value = x[i]
        s0.addProduct(value, Lane(repeating: -a[i]))
        s1.addProduct(value, Lane(repeating: -b[i]))
        s2.addProduct(value, Lane(repeating: -c[i]))
        s3.addProduct(value, Lane(repeating: -d[i]))
      }
      s3 = s3 * d[j + 3]
      s2 = (s2 - s3 * c[j + 3]) * c[j + 2]
      s1 = (s1 - s2 * b[j + 2] - s3 * b[j + 3]) * b[j + 1]
      s0 = (s0 - s1 * a[j + 1] - s2 * a[j + 2] - s3 * a[j + 3]) * a[j]
      (x[j], x[j + 1], x[j + 2], x[j + 3]) = (s0, s1, s2, s3)
    }
  }
}
