import LinearAlgebra

extension ElementProducts {
  /// Combinations of the functions, times exp(i k.r), as what a block is solved for.
  /// - Parameters:
  ///   - basis: whose functions in terms of modes, in the order modes, then others, are those of this.
  ///   - states: [states][order of the basis], complex ones as pairs.
  ///   - functions: how many functions are combined, the first ones.
  ///   - source: with one block of one function, and its wave vector.
  ///   - count: functions wanted, a multiple of eight.
  /// - Returns: [nodes][copies][parts][groups]
  func combination(
    _ basis: ReducedBasis<Matrix>, _ states: [[Double]], of functions: Int,
    _ source: ElementPlan.Source, count: Int
  ) -> LaneField {
    let c = Matrix.components
    let groups = count / 8
    let expansion = source.expansions[0][0]
    let domain = elements.domain
    let result = LaneField(nodes: domain.nodeCount, width: expansion.numbers * groups)
    // [functions][parts][groups]
    var factors = [FieldLane](repeating: .zero, count: functions * c * groups)
    let scales = self.scales(Array(0..<functions))
    for (state, vector) in states.prefix(count).enumerated() {
      for i in 0..<functions {
        var (re, im) = (0.0, 0.0)
        for j in 0..<basis.order {
          let at = c * (i + j * functions)
          if c == 1 {
            re += basis.basis.storage[at] * vector[j]
          } else {
            let (p, q) = (basis.basis.storage[at], basis.basis.storage[at + 1])
            re += p * vector[2 * j] - q * vector[2 * j + 1]
            im += p * vector[2 * j + 1] + q * vector[2 * j]
          }
        }
        let to = (i * c) * groups + state / 8
        factors[to][state % 8] = scales[i] * re
        if c == 2 { factors[to + groups][state % 8] = scales[i] * im }
      }
    }
    var cosines = [Double](repeating: 0, count: domain.nodeCount)
    var sines = cosines
    for (image, operation) in images.enumerated() {
      domain.phases(source.k, operation, &cosines, &sines)
      let field = fields[0][image]
      let lanes = field.width / 2
      let own = Array(
        expansion.factors[image * expansion.numbers..<(image + 1) * expansion.numbers])
      for node in 0..<domain.nodeCount {
        let values = UnsafeRawPointer(field.base + node * field.width)
          .assumingMemoryBound(to: Double.self)
        for group in 0..<groups {
          var (re, im) = (FieldLane.zero, FieldLane.zero)
          for i in 0..<functions {
            let (u, v) = (values[i], values[8 * lanes + i])
            let p = factors[i * c * groups + group]
            re.addProduct(p, FieldLane(repeating: u))
            im.addProduct(p, FieldLane(repeating: v))
            if c == 2 {
              let q = factors[(i * 2 + 1) * groups + group]
              re.addProduct(q, FieldLane(repeating: -v))
              im.addProduct(q, FieldLane(repeating: u))
            }
          }
          // Times exp(i k.r).
          let (x, y) = (cosines[node], -sines[node])
          let (p, q) = (x * re - y * im, x * im + y * re)
          for (number, factor) in own.enumerated() {
            result.base[(node * expansion.numbers + number) * groups + group] +=
              factor.re * p + factor.im * q
          }
        }
      }
    }
    return result
  }
}
