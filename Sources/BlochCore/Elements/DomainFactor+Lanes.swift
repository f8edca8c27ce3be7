/// Eight vectors side by side.
typealias FieldLane = SIMD8<Double>

extension DomainFactor {
  /// First half of a solution: inside w = L^-1 f, and on the boundary f less what the inside takes from it.
  /// - Parameter f: [nodes x width], in place.
  func eliminate(_ f: UnsafeMutablePointer<FieldLane>, width: Int) {
    overFronts(width: width) { work, chunk, lane in
      if chunk == 2 {
        forward(f, width, lane, work, SIMD16<Double>.self)
      } else {
        forward(f, width, lane, work, SIMD8<Double>.self)
      }
    }
  }

  /// Second half: inside x = L^-T (w - L_BI^T x_B), from w inside and x on the boundary.
  /// - Parameter x: [nodes x width], in place.
  func substitute(_ x: UnsafeMutablePointer<FieldLane>, width: Int) {
    overFronts(width: width) { work, chunk, lane in
      if chunk == 2 {
        backward(x, width, lane, work, SIMD16<Double>.self)
      } else {
        backward(x, width, lane, work, SIMD8<Double>.self)
      }
    }
  }

  /// Calls with work space, a number of lanes taken at once and the first of them.
  private func overFronts(
    width: Int, _ body: (UnsafeMutableRawPointer, Int, Int) -> Void
  ) {
    let bytes = 2 * MemoryLayout<FieldLane>.stride * largestFront
    withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 256) { memory in
      var lane = 0
      while lane < width {
        let chunk = min(width - lane, 2)
        body(memory.baseAddress!, chunk, lane)
        lane += chunk
      }
    }
  }

  @inline(__always)
  private func forward<Wide: SIMD>(
    _ f: UnsafeMutablePointer<FieldLane>, _ width: Int, _ lane: Int,
    _ work: UnsafeMutableRawPointer, _: Wide.Type
  ) where Wide.Scalar == Double {
    let w = work.assumingMemoryBound(to: Wide.self)
    let base = UnsafeMutableRawPointer(f + lane)
    let stride = width * MemoryLayout<FieldLane>.stride
    tree.nodes.withUnsafeBufferPointer { nodes in
      columns.withUnsafeBufferPointer { columns in
        for front in tree.fronts where front.eliminated > 0 {
          let own = nodes.baseAddress! + front.nodes.lowerBound
          let n = front.size
          for i in 0..<n {
            w[i] = base.loadUnaligned(fromByteOffset: Int(own[i]) * stride, as: Wide.self)
          }
          DenseLanes.forward(
            columns.baseAddress! + front.factor, size: n, eliminated: front.eliminated, w)
          for i in 0..<n {
            (base + Int(own[i]) * stride).storeBytes(of: w[i], as: Wide.self)
          }
        }
      }
    }
  }

  @inline(__always)
  private func backward<Wide: SIMD>(
    _ x: UnsafeMutablePointer<FieldLane>, _ width: Int, _ lane: Int,
    _ work: UnsafeMutableRawPointer, _: Wide.Type
  ) where Wide.Scalar == Double {
    let w = work.assumingMemoryBound(to: Wide.self)
    let base = UnsafeMutableRawPointer(x + lane)
    let stride = width * MemoryLayout<FieldLane>.stride
    tree.nodes.withUnsafeBufferPointer { nodes in
      columns.withUnsafeBufferPointer { columns in
        for front in tree.fronts.reversed() where front.eliminated > 0 {
          let own = nodes.baseAddress! + front.nodes.lowerBound
          let n = front.size
          for i in 0..<n {
            w[i] = base.loadUnaligned(fromByteOffset: Int(own[i]) * stride, as: Wide.self)
          }
          DenseLanes.backward(
            columns.baseAddress! + front.factor, size: n, eliminated: front.eliminated, w)
          for i in 0..<front.eliminated {
            (base + Int(own[i]) * stride).storeBytes(of: w[i], as: Wide.self)
          }
        }
      }
    }
  }
}

/// Triangular solutions of several right-hand sides at once with columns of a Cholesky factor, whose diagonal holds
/// reciprocals.
enum DenseLanes {
  typealias Lane = FieldLane

  /// x_e := L_ee^-1 x_e, x_r -= L_re x_e.
  @inline(__always)
  static func forward<Wide: SIMD>(
    _ columns: UnsafePointer<Double>, size n: Int, eliminated e: Int,
    _ x: UnsafeMutablePointer<Wide>
  ) where Wide.Scalar == Double {
    var j = 0
    while j + 4 <= e {
      let (a, b) = (columns + j * n, columns + (j + 1) * n)
      let (c, d) = (columns + (j + 2) * n, columns + (j + 3) * n)
      let x0 = x[j] * a[j]
      let x1 = (x[j + 1] - x0 * a[j + 1]) * b[j + 1]
      let x2 = (x[j + 2] - x0 * a[j + 2] - x1 * b[j + 2]) * c[j + 2]
      let x3 = (x[j + 3] - x0 * a[j + 3] - x1 * b[j + 3] - x2 * c[j + 3]) * d[j + 3]
      x[j] = x0
      x[j + 1] = x1
      x[j + 2] = x2
      x[j + 3] = x3
      for i in j + 4..<n {
        var sum = x[i]
        sum.addProduct(x0, Wide(repeating: -a[i]))
        sum.addProduct(x1, Wide(repeating: -b[i]))
        sum.addProduct(x2, Wide(repeating: -c[i]))
        sum.addProduct(x3, Wide(repeating: -d[i]))
        x[i] = sum
      }
      j += 4
    }
    while j < e {
      let a = columns + j * n
      let x0 = x[j] * a[j]
      x[j] = x0
      for i in j + 1..<n { x[i].addProduct(x0, Wide(repeating: -a[i])) }
      j += 1
    }
  }

  /// x_e := L_ee^-T (x_e - L_re^T x_r).
  @inline(__always)
  static func backward<Wide: SIMD>(
    _ columns: UnsafePointer<Double>, size n: Int, eliminated e: Int,
    _ x: UnsafeMutablePointer<Wide>
  ) where Wide.Scalar == Double {
    var j = e
    while j % 4 != 0 {
      j -= 1
      let a = columns + j * n
      var sum = x[j]
      for i in j + 1..<n { sum.addProduct(x[i], Wide(repeating: -a[i])) }
      x[j] = sum * a[j]
    }
    while j > 0 {
      j -= 4
      let (a, b) = (columns + j * n, columns + (j + 1) * n)
      let (c, d) = (columns + (j + 2) * n, columns + (j + 3) * n)
      var (s0, s1, s2, s3) = (x[j], x[j + 1], x[j + 2], x[j + 3])
      for i in j + 4..<n {
        let value = x[i]
        s0.addProduct(value, Wide(repeating: -a[i]))
        s1.addProduct(value, Wide(repeating: -b[i]))
        s2.addProduct(value, Wide(repeating: -c[i]))
        s3.addProduct(value, Wide(repeating: -d[i]))
      }
      s3 = s3 * d[j + 3]
      s2 = (s2 - s3 * c[j + 3]) * c[j + 2]
      s1 = (s1 - s2 * b[j + 2] - s3 * b[j + 3]) * b[j + 1]
      s0 = (s0 - s1 * a[j + 1] - s2 * a[j + 2] - s3 * a[j + 3]) * a[j]
      x[j] = s0
      x[j + 1] = s1
      x[j + 2] = s2
      x[j + 3] = s3
    }
  }
}
