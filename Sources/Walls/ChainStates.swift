import LinearAlgebra

/// States of eight block chains next to shifts, by a block Krylov space of (A - shift)^-1 with Rayleigh and Ritz (Grimes, Lewis
/// and Simon, SIAM J. Matrix Anal. Appl. 15, 228 (1994)).
struct ChainStates {
  typealias Lane = BlockChainLanes.Lane

  private let chain: BlockChainLanes
  private let plain: BlockChainLanes
  private let shift: Lane
  /// [blocks], each [order][4], orthonormal.
  private var basis: [[Lane]] = []
  /// [4 blocks x 4 blocks] of (A - shift)^-1, lower triangle.
  private var projected: [[Lane]] = []
  /// [4][4]: of the next block what the last one leaves.
  private var rest: [Lane] = []

  /// Of one chain: levels in the range asked about, from the shift outwards.
  struct Found {
    var levels: [Double] = []
    /// [levels][order]
    var vectors: [[Double]] = []
  }

  private static let width = BlockChainLanes.width
  /// Blocks after which it is looked whether levels are known.
  private static let looks = [7, 9, 11, 14, 18, 23]
  /// Largest residual, of the eigenvalue; levels lack its square.
  private static let tolerance = 1e-6

  /// - Parameter chain: becomes factors.
  init(_ chain: BlockChainLanes, shift: Lane) {
    var own = chain
    own.factor(shift: shift)
    plain = chain
    self.chain = own
    self.shift = shift
  }

  /// - Parameter interest: of each chain, levels that must be known; nil of chains that nobody asks about.
  /// - Returns: of each chain; nil where its levels do not become known.
  mutating func find(_ interest: [ClosedRange<Double>?]) -> [Found?] {
    var open = interest.indices.filter { interest[$0] != nil }
    var result = [Found?](repeating: nil, count: 8)
    let counts = counts(interest)
    start()
    for look in Self.looks where Self.width * (look + 1) <= chain.order {
      while basis.count <= look { step() }
      let found = states(look)
      open.removeAll { lane in
        guard let range = interest[lane] else { return true }
        guard let own = found(lane, range), own.levels.count == counts[lane] else { return false }
        result[lane] = own
        return true
      }
      if open.isEmpty { break }
    }
    return result
  }

  /// Levels in the ranges.
  private func counts(_ interest: [ClosedRange<Double>?]) -> [Int] {
    var (low, high) = (shift, shift)
    for (lane, range) in interest.enumerated() {
      if let range { (low[lane], high[lane]) = (range.lowerBound, range.upperBound) }
    }
    var (a, b) = (plain, plain)
    let (below, above) = (a.factor(shift: low), b.factor(shift: high))
    return interest.indices.map { Int(above[$0] - below[$0]) }
  }

  private mutating func start() {
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    var block = (0..<Self.width * chain.order).map { _ -> Lane in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Lane(repeating: Double(state >> 11) / 0x1p53 - 0.5)
    }
    _ = Self.orthonormalise(&block)
    basis = [block]
  }

  /// The next block.
  private mutating func step() {
    var block = basis[basis.count - 1]
    block.withUnsafeMutableBufferPointer { chain.solve($0.baseAddress!) }
    // All but the last two are there by rounding alone.
    let near = max(0, basis.count - 2)
    var row = [Lane](repeating: .zero, count: 16 * basis.count)
    for at in Array(basis.indices.reversed()) + Array(near..<basis.count) {
      let product = Self.product(basis[at], block)
      for i in 0..<16 { row[16 * at + i] += product[i] }
      Self.subtract(basis[at], product, from: &block)
    }
    // Row of blocks: element (i, j) is that of the older function i and the newer j.
    projected.append(row)
    rest = Self.orthonormalise(&block)
    basis.append(block)
  }

  /// [4][4] x^T y.
  private static func product(_ x: [Lane], _ y: [Lane]) -> [Lane] {
    var sums = InlineArray<16, Lane>(repeating: .zero)
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        for k in stride(from: 0, to: x.count, by: 4) {
          let (a, b, c, d) = (y[k], y[k + 1], y[k + 2], y[k + 3])
          for i in 0..<4 {
            let own = x[k + i]
            sums[4 * i].addProduct(own, a)
            sums[4 * i + 1].addProduct(own, b)
            sums[4 * i + 2].addProduct(own, c)
            sums[4 * i + 3].addProduct(own, d)
          }
        }
      }
    }
    return sums.indices.map { sums[$0] }
  }

  /// y -= x m.
  private static func subtract(_ x: [Lane], _ m: [Lane], from y: inout [Lane]) {
    var factors = InlineArray<16, Lane>(repeating: .zero)
    for i in 0..<16 { factors[i] = -m[i] }
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        for k in stride(from: 0, to: x.count, by: 4) {
          var (a, b, c, d) = (y[k], y[k + 1], y[k + 2], y[k + 3])
          for i in 0..<4 {
            let own = x[k + i]
            a.addProduct(own, factors[4 * i])
            b.addProduct(own, factors[4 * i + 1])
            c.addProduct(own, factors[4 * i + 2])
            d.addProduct(own, factors[4 * i + 3])
          }
          (y[k], y[k + 1], y[k + 2], y[k + 3]) = (a, b, c, d)
        }
      }
    }
  }

  /// Gram and Schmidt, twice. - Returns: [4][4]: old columns in new ones, upper triangle.
  private static func orthonormalise(_ x: inout [Lane]) -> [Lane] {
    var factors = [Lane](repeating: .zero, count: 16)
    x.withUnsafeMutableBufferPointer { x in
      for j in 0..<4 {
        for _ in 0..<2 {
          for i in 0..<j {
            var sum = Lane.zero
            for k in stride(from: 0, to: x.count, by: 4) { sum.addProduct(x[k + i], x[k + j]) }
            factors[4 * i + j] += sum
            for k in stride(from: 0, to: x.count, by: 4) { x[k + j].addProduct(-sum, x[k + i]) }
          }
        }
        var norm = Lane.zero
        for k in stride(from: 0, to: x.count, by: 4) { norm.addProduct(x[k + j], x[k + j]) }
        norm = Lane.root(Lane.greater(norm, Lane(repeating: 1e-280)))
        factors[4 * j + j] = norm
        let scale = 1 / norm
        for k in stride(from: 0, to: x.count, by: 4) { x[k + j] *= scale }
      }
    }
    return factors
  }

  /// Rayleigh and Ritz in the first blocks.
  private func states(_ blocks: Int) -> (Int, ClosedRange<Double>) -> Found? {
    let size = 4 * blocks
    // Numbers of order one.
    var largest = Lane(repeating: 1e-300)
    for row in projected.prefix(blocks) {
      for value in row { largest = Lane.greater(largest, Lane.magnitude(value)) }
    }
    var problem = BatchedEigenproblem<Lane>(order: size, count: size)
    for j in 0..<size {
      let column = projected[j / 4]
      for i in 0...j {
        // The newer function is the row of the lower triangle.
        problem.packed[j * (j + 1) / 2 + i] = column[16 * (i / 4) + 4 * (i % 4) + j % 4] / largest
      }
    }
    problem.solve(tolerance: 1e-15, withVectors: true)
    let rest = self.rest
    return { lane, range in
      var found = Found()
      let farthest = max(
        range.upperBound - self.shift[lane], self.shift[lane] - range.lowerBound)
      // From the shift outwards, until one is not known.
      let order = (0..<size).sorted {
        abs(problem.values[$0][lane]) > abs(problem.values[$1][lane])
      }
      for state in order {
        let inverse = problem.values[state][lane] * largest[lane]
        // |(A - shift)^-1 x - inverse x|, over |inverse|.
        var square = 0.0
        for i in 0..<4 {
          var part = 0.0
          for j in i..<4 {
            part += rest[4 * i + j][lane] * problem.vectors[state * size + size - 4 + j][lane]
          }
          square += part * part
        }
        let residual = square.squareRoot()
        if residual > Self.tolerance * abs(inverse) {
          // The level is farther from the shift than this.
          return abs(inverse) + residual < 1 / farthest ? found : nil
        }
        let level = self.shift[lane] + 1 / inverse
        if !range.contains(level) { continue }
        found.levels.append(level)
        var vector = [Double](repeating: 0, count: self.chain.order)
        for (block, own) in self.basis.prefix(blocks).enumerated() {
          for i in 0..<4 {
            let factor = problem.vectors[state * size + 4 * block + i][lane]
            for k in vector.indices { vector[k] += factor * own[4 * k + i][lane] }
          }
        }
        found.vectors.append(vector)
      }
      return found
    }
  }
}
