extension BatchedEigenproblem {
  /// Vectors of the tridiagonal matrices by inverse iteration with partial pivoting, each made
  /// orthogonal to those before it, then turned back into the matrices' own basis.
  @inline(__always)
  mutating func findVectors() {
    let n = order
    var found = vectors
    if found.count != count * n { found = [Lane](repeating: .zero, count: count * n) }
    var norm = Lane.zero
    for i in 0..<n {
      norm = Lane.greater(norm, Lane.magnitude(diagonal[i]) + Lane.magnitude(offDiagonal[i]))
    }
    // Equal eigenvalues are told apart by their last bits, as the factors would coincide otherwise.
    let step = norm * (4 * Scalar.ulpOfOne) + Lane(repeating: .leastNormalMagnitude * 1e6)
    var shift = values[0] - step
    found.withUnsafeMutableBufferPointer { x in
      diagonal.withUnsafeBufferPointer { d in
        offDiagonal.withUnsafeBufferPointer { e in
          withUnsafeTemporaryAllocation(of: Lane.self, capacity: (3 * 5 + 1) * n) { work in
            let tridiagonal = (d.baseAddress!, e.baseAddress!)
            // Three states at a time, so that their chains of divisions overlap.
            for first in stride(from: 0, to: count, by: 3) {
              var chains = (
                InverseIteration<Lane>(), InverseIteration<Lane>(), InverseIteration<Lane>()
              )
              let last = min(first + 3, count) - 1
              func prepare(_ chain: inout InverseIteration<Lane>, _ place: Int) {
                let state = first + place
                let base = work.baseAddress!
                // Beyond the last state a chain has nothing to do but room to do it.
                chain = InverseIteration(
                  order: n, work: base + place * 5 * n,
                  vector: state <= last ? x.baseAddress! + state * n : base + 15 * n)
                if state <= last { shift = Lane.greater(values[state], shift + step) }
                chain.begin(shift, tridiagonal, seed: state)
              }
              prepare(&chains.0, 0)
              prepare(&chains.1, 1)
              prepare(&chains.2, 2)
              for i in 0..<(n - 1) {
                chains.0.eliminate(i, tridiagonal, step)
                chains.1.eliminate(i, tridiagonal, step)
                chains.2.eliminate(i, tridiagonal, step)
              }
              chains.0.endElimination(step)
              chains.1.endElimination(step)
              chains.2.endElimination(step)
              for iteration in 0..<2 {
                if iteration > 0 {
                  for i in 0..<(n - 1) {
                    chains.0.forward(i)
                    chains.1.forward(i)
                    chains.2.forward(i)
                  }
                }
                for i in Swift.stride(from: n - 1, through: 0, by: -1) {
                  chains.0.backward(i)
                  chains.1.backward(i)
                  chains.2.backward(i)
                }
                // The first time the nearest ones are enough, which may be equal to it.
                let own = first..<(last + 1)
                for state in own { Self.bound(x.baseAddress! + state * n, n) }
                if iteration > 0 { Self.project(x.baseAddress!, own, n) }
                for state in own {
                  let from = iteration == 0 ? max(0, state - 2) : first
                  Self.orthonormalize(x.baseAddress!, state, against: from..<state, n)
                }
              }
            }
          }
        }
      }
      backTransform(x.baseAddress!)
    }
    vectors = found
  }

  /// Makes vector `state` orthogonal to others and of length one.
  @inline(__always)
  private static func orthonormalize(
    _ x: UnsafeMutablePointer<Lane>, _ state: Int, against others: Range<Int>, _ n: Int
  ) {
    let own = x + state * n
    for previous in others {
      let y = x + previous * n
      let overlap = -dot(own, y, n)
      for i in 0..<n { own[i] = own[i].addingProduct(overlap, y[i]) }
    }
    let square = dot(own, own, n)
    let unit = Lane.root(square) / square
    for i in 0..<n { own[i] *= unit }
  }

  /// Makes up to three vectors orthogonal to all before them, which are loaded once for the three.
  @inline(__always)
  private static func project(_ x: UnsafeMutablePointer<Lane>, _ states: Range<Int>, _ n: Int) {
    if states.count < 3 {
      for state in states {
        let own = x + state * n
        for previous in 0..<states.lowerBound {
          let y = x + previous * n
          let overlap = -dot(own, y, n)
          for i in 0..<n { own[i] = own[i].addingProduct(overlap, y[i]) }
        }
      }
      return
    }
    let a = x + states.lowerBound * n
    let (b, c) = (a + n, a + 2 * n)
    for previous in 0..<states.lowerBound {
      let y = x + previous * n
      var (ya, yb, yc) = (Lane.zero, Lane.zero, Lane.zero)
      for i in 0..<n {
        let t = y[i]
        ya.addProduct(t, a[i])
        yb.addProduct(t, b[i])
        yc.addProduct(t, c[i])
      }
      (ya, yb, yc) = (-ya, -yb, -yc)
      for i in 0..<n {
        let t = y[i]
        a[i].addProduct(t, ya)
        b[i].addProduct(t, yb)
        c[i].addProduct(t, yc)
      }
    }
  }

  /// Two sums, since one would wait for itself.
  @inline(__always)
  private static func dot(
    _ x: UnsafeMutablePointer<Lane>, _ y: UnsafeMutablePointer<Lane>, _ n: Int
  ) -> Lane {
    var even = Lane.zero
    var odd = Lane.zero
    for i in Swift.stride(from: 0, to: n - 1, by: 2) {
      even.addProduct(x[i], y[i])
      odd.addProduct(x[i + 1], y[i + 1])
    }
    if n % 2 == 1 { even.addProduct(x[n - 1], y[n - 1]) }
    return even + odd
  }

  /// Scales the largest component to 1, so that squares do not overflow.
  @inline(__always)
  private static func bound(_ x: UnsafeMutablePointer<Lane>, _ n: Int) {
    var largest = Lane.zero
    for i in 0..<n { largest = Lane.greater(largest, Lane.magnitude(x[i])) }
    let scale = 1 / Lane.greater(largest, Lane(repeating: .leastNormalMagnitude * 1e6))
    for i in 0..<n { x[i] *= scale }
  }

  /// Two reflectors and two states at a time: fewer loads for each product.
  @inline(__always)
  private func backTransform(_ x: UnsafeMutablePointer<Lane>) {
    packed.withUnsafeBufferPointer { packed in
      for m in Swift.stride(from: 2, to: order, by: 2) {
        let v = packed.baseAddress! + m * (m + 1) / 2
        let beta = -reflectorScale[m]
        let isPair = m + 1 < order
        // A missing second reflector is the first one, scaled to nothing.
        let w = isPair ? v + m + 1 : v
        let gamma = isPair ? -reflectorScale[m + 1] : .zero
        let last = isPair ? w[m] : .zero
        var overlap = Lane.zero
        for j in 0..<m { overlap.addProduct(v[j], w[j]) }
        for state in Swift.stride(from: 0, to: count, by: 2) {
          let hasSecond = state + 1 < count
          let a = x + state * order
          let b = hasSecond ? a + order : a
          var (va, vb, wa, wb) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
          for j in 0..<m {
            let (vj, wj, aj, bj) = (v[j], w[j], a[j], b[j])
            va.addProduct(vj, aj)
            vb.addProduct(vj, bj)
            wa.addProduct(wj, aj)
            wb.addProduct(wj, bj)
          }
          va *= beta
          vb *= beta
          if isPair {
            wa.addProduct(last, a[m])
            wb.addProduct(last, b[m])
          }
          wa = gamma * wa.addingProduct(overlap, va)
          wb = gamma * wb.addingProduct(overlap, vb)
          for j in 0..<m { a[j] = a[j].addingProduct(va, v[j]).addingProduct(wa, w[j]) }
          if isPair { a[m].addProduct(wa, last) }
          if hasSecond {
            for j in 0..<m { b[j] = b[j].addingProduct(vb, v[j]).addingProduct(wb, w[j]) }
            if isPair { b[m].addProduct(wb, last) }
          }
        }
      }
    }
  }
}
