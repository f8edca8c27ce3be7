import LinearAlgebra

extension ReducedBasis {
  /// Lowest states at some wave vectors, eight at a time.
  /// - Parameters:
  ///   - tolerance: of the energies, E0.
  ///   - withVectors: whether the states are wanted too.
  /// - Returns: energies [points x count] row-major, E0, and on request states [points x count][order], complex ones
  ///   as pairs of numbers.
  func states(at points: [KPoint], count: Int, tolerance: Double, withVectors: Bool)
    -> (energies: [Double], vectors: [[Double]])
  {
    Matrix.components == 1
      ? realStates(at: points, count: count, tolerance: tolerance, withVectors: withVectors)
      : hermitianStates(at: points, count: count, tolerance: tolerance, withVectors: withVectors)
  }

  typealias Lane = SIMD8<Double>

  /// Cartesian components, square, and product of coordinates of up to eight wave vectors; the last is repeated.
  private func waves(_ points: ArraySlice<KPoint>) -> (
    x: Lane, y: Lane, square: Lane, product: Lane
  ) {
    var (kx, ky, product) = (Lane.zero, Lane.zero, Lane.zero)
    for lane in 0..<Lane.scalarCount {
      let k = points[points.startIndex + min(lane, points.count - 1)]
      (kx[lane], ky[lane]) = piece.metric.cartesian(k)
      product[lane] = k.x1 * k.x2
    }
    return (kx, ky, kx * kx + ky * ky, product)
  }

  private func realStates(at points: [KPoint], count: Int, tolerance: Double, withVectors: Bool)
    -> (energies: [Double], vectors: [[Double]])
  {
    let count = min(count, order)
    var result = [Double](repeating: 0, count: points.count * count)
    var vectors = [[Double]](repeating: [], count: withVectors ? result.count : 0)
    var batch = BatchedEigenproblem<Lane>(order: order, count: count)
    var from = 0
    while from < points.count {
      let filled = min(Lane.scalarCount, points.count - from)
      let (kx, ky, k2, product) = waves(points[from..<from + filled])
      var at = 0
      batch.packed.withUnsafeMutableBufferPointer { a in
        for i in 0..<order {
          for _ in 0...i {
            a[at] = Lane(repeating: a0[at]).addingProduct(kx, x[at]).addingProduct(ky, y[at])
              .addingProduct(k2, a2[at])
            at += 1
          }
        }
        for at in xy.indices { a[at].addProduct(product, Lane(repeating: xy[at])) }
        let kx2 = kx * kx
        for at in xx.indices { a[at].addProduct(kx2, Lane(repeating: xx[at])) }
      }
      batch.solve(tolerance: tolerance, withVectors: withVectors)
      Self.write(batch.values, filled, to: &result, from: from * count)
      if withVectors {
        for lane in 0..<filled {
          for n in 0..<count {
            vectors[(from + lane) * count + n] = (0..<order).map {
              batch.vectors[n * order + $0][lane]
            }
          }
        }
      }
      from += filled
    }
    return (result, vectors)
  }

  private func hermitianStates(
    at points: [KPoint], count: Int, tolerance: Double, withVectors: Bool
  ) -> (energies: [Double], vectors: [[Double]]) {
    let count = min(count, order)
    var result = [Double](repeating: 0, count: points.count * count)
    var vectors = [[Double]](repeating: [], count: withVectors ? result.count : 0)
    var batch = BatchedHermitianEigenproblem(order: order, count: count)
    var from = 0
    while from < points.count {
      let filled = min(Lane.scalarCount, points.count - from)
      let (kx, ky, k2, product) = waves(points[from..<from + filled])
      func element(_ at: Int) -> Lane {
        var value = Lane(repeating: a0[at]).addingProduct(kx, x[at]).addingProduct(ky, y[at])
          .addingProduct(k2, a2[at])
        if !xy.isEmpty { value.addProduct(product, Lane(repeating: xy[at])) }
        if !xx.isEmpty { value.addProduct(kx * kx, Lane(repeating: xx[at])) }
        return value
      }
      for at in 0..<order * (order + 1) / 2 {
        batch.real[at] = element(2 * at)
        batch.imaginary[at] = element(2 * at + 1)
      }
      batch.solve(tolerance: tolerance, withVectors: withVectors)
      Self.write(batch.values, filled, to: &result, from: from * count)
      if withVectors {
        for lane in 0..<filled {
          for n in 0..<count {
            var vector: [Double] = []
            vector.reserveCapacity(2 * order)
            for i in n * order..<(n + 1) * order {
              vector.append(batch.realVectors[i][lane])
              vector.append(batch.imaginaryVectors[i][lane])
            }
            vectors[(from + lane) * count + n] = vector
          }
        }
      }
      from += filled
    }
    return (result, vectors)
  }

  /// Writes the levels of the lanes in ascending order: brackets of levels that are closer than the tolerance need not
  /// be in order.
  private static func write(
    _ values: [Lane], _ filled: Int, to result: inout [Double], from start: Int
  ) {
    for lane in 0..<filled {
      for n in values.indices {
        let at = start + lane * values.count + n
        result[at] = n > 0 ? max(result[at - 1], values[n][lane]) : values[0][lane]
      }
    }
  }
}
