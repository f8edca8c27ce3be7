import LinearAlgebra

extension ElementProducts {
  /// What functions contribute to combinations of those of a basis: [functions][parts][groups].
  /// - Parameters:
  ///   - order: which functions those of the basis are given in terms of.
  ///   - states: [states][order of the basis], complex ones as pairs.
  ///   - count: functions wanted, a multiple of eight.
  func factors(
    _ basis: ReducedBasis<Matrix>, _ order: [Int], _ states: [[Double]], count: Int
  ) -> [FieldLane] {
    let c = Matrix.components
    let groups = count / 8
    var factors = [FieldLane](repeating: .zero, count: order.count * c * groups)
    let scales = self.scales(order)
    for (state, vector) in states.prefix(count).enumerated() {
      for i in order.indices {
        var (re, im) = (0.0, 0.0)
        for j in 0..<basis.order {
          let at = c * (i + j * order.count)
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
    return factors
  }

  /// Combinations of functions on one image of the domain, times exp(i k.r): [rows][2][groups].
  func combination(
    _ factors: [FieldLane], _ order: [Int], k: KPoint, image: Int, groups: Int
  ) -> LaneField {
    let c = Matrix.components
    let domain = elements.domain
    let rows = elements.rows
    let result = LaneField(nodes: rows, width: 2 * groups)
    var cosines = [Double](repeating: 0, count: rows)
    var sines = cosines
    domain.phases(k, images[image], &cosines, &sines)
    // One set after the other.
    var first = 0
    for set in fields {
      let field = set[image]
      let lanes = field.width / 2
      let own = order.indices.filter {
        (first..<first + 8 * lanes).contains(places[order[$0]])
      }.map { (factor: $0, column: places[order[$0]] - first) }
      first += 8 * lanes
      for node in 0..<rows {
        let values = UnsafeRawPointer(field.base + node * field.width)
          .assumingMemoryBound(to: Double.self)
        for group in 0..<groups {
          var re = result.base[2 * node * groups + group]
          var im = result.base[(2 * node + 1) * groups + group]
          for (factor, column) in own {
            let (u, v) = (values[column], values[8 * lanes + column])
            let p = factors[factor * c * groups + group]
            re.addProduct(p, FieldLane(repeating: u))
            im.addProduct(p, FieldLane(repeating: v))
            if c == 2 {
              let q = factors[(factor * 2 + 1) * groups + group]
              re.addProduct(q, FieldLane(repeating: -v))
              im.addProduct(q, FieldLane(repeating: u))
            }
          }
          result.base[2 * node * groups + group] = re
          result.base[(2 * node + 1) * groups + group] = im
        }
      }
    }
    for node in 0..<rows {
      let (x, y) = (cosines[node], -sines[node])
      for group in 0..<groups {
        let re = result.base[2 * node * groups + group]
        let im = result.base[(2 * node + 1) * groups + group]
        result.base[2 * node * groups + group] = x * re - y * im
        result.base[(2 * node + 1) * groups + group] = x * im + y * re
      }
    }
    return result
  }

  /// Combinations of the functions, times exp(i k.r), as what a block is solved for.
  /// - Parameters:
  ///   - basis: in terms of all functions as they were added.
  ///   - states: [states][order of the basis], complex ones as pairs.
  ///   - source: with one block of one function, and its wave vector.
  ///   - count: functions wanted, a multiple of eight.
  /// - Returns: [rows][copies][parts][groups]
  func combination(
    _ basis: ReducedBasis<Matrix>, _ states: [[Double]], _ source: ElementPlan.Source, count: Int
  ) -> LaneField {
    let groups = count / 8
    let expansion = source.expansions[0][0]
    let nodes = elements.rows
    let result = LaneField(nodes: nodes, width: expansion.numbers * groups)
    let order = Array(0..<basis.basis.rows)
    let factors = self.factors(basis, order, states, count: count)
    for image in images.indices {
      let field = combination(factors, order, k: source.k, image: image, groups: groups)
      let own = Array(
        expansion.factors[image * expansion.numbers..<(image + 1) * expansion.numbers])
      for node in 0..<nodes {
        for group in 0..<groups {
          let p = field.base[2 * node * groups + group]
          let q = field.base[(2 * node + 1) * groups + group]
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
