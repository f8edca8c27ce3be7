import Glibc

/// The nodes that layers share with each other or, at either end of A1, with themselves, and in which order they are
/// eliminated: layer after layer, each as soon as all its layers are there.
struct LayerChain: Sendable {
  /// Of one step: places among the nodes, those eliminated first.
  struct Front: Sendable {
    var nodes: [Int32]
    var eliminated: Int
    /// Where the layer's boundary stands in the front.
    var layerPlaces: [Int32]
    /// Where what the step before left stands.
    var remainingPlaces: [Int32]
    /// Where its columns begin in the factor.
    var factor: Int
  }

  let fronts: [Front]
  let count: Int
  let factorCount: Int
  /// [layers][boundary]: which node.
  let places: [[Int32]]
  /// [layers][boundary]: cell along A1.
  let cells: [[Int]]

  init(orbits: [[Int32]], cells: [[Int]]) {
    self.cells = cells
    var numbers: [Int32: Int32] = [:]
    var last: [Int] = []
    places = orbits.enumerated().map { layer, own in
      own.map { orbit in
        let number = numbers[orbit] ?? Int32(last.count)
        if Int(number) == last.count {
          numbers[orbit] = number
          last.append(layer)
        }
        last[Int(number)] = layer
        return number
      }
    }
    count = last.count
    var fronts: [Front] = []
    var rest: [Int32] = []
    var position = [Int32](repeating: -1, count: last.count)
    var factor = 0
    for (layer, own) in places.enumerated() {
      var all = rest
      for node in rest { position[Int(node)] = 0 }
      for node in own where position[Int(node)] < 0 {
        position[Int(node)] = 0
        all.append(node)
      }
      let done = all.filter { last[Int($0)] == layer }
      let left = all.filter { last[Int($0)] != layer }
      let nodes = done + left
      for (at, node) in nodes.enumerated() { position[Int(node)] = Int32(at) }
      fronts.append(
        Front(
          nodes: nodes, eliminated: done.count, layerPlaces: own.map { position[Int($0)] },
          remainingPlaces: rest.map { position[Int($0)] }, factor: factor))
      factor += nodes.count * done.count
      for node in nodes { position[Int(node)] = -1 }
      rest = left
    }
    self.fronts = fronts
    factorCount = factor
  }
}

/// K - sigma M of a strip at one wave vector, on the nodes of a chain: C D C^H.
struct ChainFactor: Sendable {
  let chain: LayerChain
  /// Columns of each front, [eliminated][size]; the diagonal holds reciprocals.
  private let re: [Double]
  private let im: [Double]
  /// [nodes]: 1 or -1.
  private let signs: [Double]
  /// [cells + reach]: exp(2 pi i kappa n).
  private let phases: [Complex]
  private let firstCell: Int

  /// - Parameter matrices: [layers], each [boundary x boundary].
  /// - Throws: `SolverError` where a pivot is lost to rounding.
  init(_ chain: LayerChain, kappa: Double, matrices: [[Double]]) throws {
    self.chain = chain
    let all = chain.cells.joined()
    let (low, high) = (all.min() ?? 0, all.max() ?? 0)
    firstCell = low
    phases = (low...high).map { Complex(angle: 2 * Double.pi * kappa * Double($0)) }
    var (re, im) = (
      [Double](repeating: 0, count: chain.factorCount),
      [Double](repeating: 0, count: chain.factorCount)
    )
    var signs = [Double](repeating: 1, count: chain.count)
    // What the step before left, lower triangles.
    var (oldRe, oldIm): ([Double], [Double]) = ([], [])
    var isSound = true
    for (layer, front) in chain.fronts.enumerated() {
      let n = front.nodes.count
      var (a, b) = ([Double](repeating: 0, count: n * n), [Double](repeating: 0, count: n * n))
      let r = front.remainingPlaces.count
      for j in 0..<r {
        for i in j..<r {
          let (p, q) = (Int(front.remainingPlaces[i]), Int(front.remainingPlaces[j]))
          if p >= q {
            a[p + q * n] += oldRe[i + j * r]
            b[p + q * n] += oldIm[i + j * r]
          } else {
            a[q + p * n] += oldRe[i + j * r]
            b[q + p * n] -= oldIm[i + j * r]
          }
        }
      }
      let own = front.layerPlaces
      let cells = chain.cells[layer]
      let count = own.count
      matrices[layer].withUnsafeBufferPointer { m in
        for j in 0..<count {
          let q = Int(own[j])
          for i in 0..<count {
            let p = Int(own[i])
            if p < q { continue }
            // conj(phase i) m phase j
            let d = cells[j] - cells[i]
            let value = m[i + j * count]
            a[p + q * n] += value * cosine(d)
            b[p + q * n] += value * sine(d)
          }
        }
      }
      a.withUnsafeMutableBufferPointer { a in
        b.withUnsafeMutableBufferPointer { b in
          for j in 0..<front.eliminated {
            let (cr, ci) = (a.baseAddress! + j * n, b.baseAddress! + j * n)
            let pivot = cr[j]
            var largest = 0.0
            for i in j + 1..<n { largest = max(largest, abs(cr[i]), abs(ci[i])) }
            if !(abs(pivot) > 1e-9 * largest) { isSound = false }
            let sign = pivot < 0 ? -1.0 : 1.0
            signs[Int(front.nodes[j])] = sign
            let reciprocal = 1 / abs(pivot).squareRoot()
            cr[j] = reciprocal
            ci[j] = 0
            for i in j + 1..<n {
              cr[i] *= sign * reciprocal
              ci[i] *= sign * reciprocal
            }
            for k in j + 1..<n {
              let (fr, fi) = (sign * cr[k], -sign * ci[k])
              let (or, oi) = (a.baseAddress! + k * n, b.baseAddress! + k * n)
              for i in k..<n {
                or[i] -= cr[i] * fr - ci[i] * fi
                oi[i] -= cr[i] * fi + ci[i] * fr
              }
            }
          }
        }
      }
      for at in 0..<front.eliminated * n {
        re[front.factor + at] = a[at]
        im[front.factor + at] = b[at]
      }
      let left = n - front.eliminated
      let e = front.eliminated
      oldRe = [Double](repeating: 0, count: left * left)
      oldIm = oldRe
      for j in 0..<left {
        for i in j..<left {
          oldRe[i + j * left] = a[e + i + (e + j) * n]
          oldIm[i + j * left] = b[e + i + (e + j) * n]
        }
      }
    }
    guard isSound else { throw SolverError("a shift is too near to a level of the strip") }
    (self.re, self.im, self.signs) = (re, im, signs)

    func cosine(_ d: Int) -> Double { d == 0 ? 1 : cos(2 * Double.pi * kappa * Double(d)) }
    func sine(_ d: Int) -> Double { d == 0 ? 0 : sin(2 * Double.pi * kappa * Double(d)) }
  }

  /// How many levels of the part on the chain are negative.
  var negatives: Int { signs.count { $0 < 0 } }

  @inline(__always)
  func phase(_ cell: Int) -> Complex { phases[cell - firstCell] }

  /// (K - sigma M)^-1 x, eight complex vectors side by side, [nodes][2], in place.
  func solve(_ x: UnsafeMutablePointer<FieldLane>) {
    let largest = chain.fronts.map(\.nodes.count).max() ?? 0
    withUnsafeTemporaryAllocation(of: FieldLane.self, capacity: 2 * largest) { work in
      re.withUnsafeBufferPointer { re in
        im.withUnsafeBufferPointer { im in
          for front in chain.fronts { forward(front, x, work.baseAddress!, re, im) }
          for (node, sign) in signs.enumerated() where sign < 0 {
            x[2 * node] *= -1
            x[2 * node + 1] *= -1
          }
          for front in chain.fronts.reversed() { backward(front, x, work.baseAddress!, re, im) }
        }
      }
    }
  }

  @inline(__always)
  private func forward(
    _ front: LayerChain.Front, _ x: UnsafeMutablePointer<FieldLane>,
    _ w: UnsafeMutablePointer<FieldLane>, _ re: UnsafeBufferPointer<Double>,
    _ im: UnsafeBufferPointer<Double>
  ) {
    let n = front.nodes.count
    for (i, node) in front.nodes.enumerated() {
      w[2 * i] = x[2 * Int(node)]
      w[2 * i + 1] = x[2 * Int(node) + 1]
    }
    for j in 0..<front.eliminated {
      let at = front.factor + j * n
      let scale = re[at + j]
      let (p, q) = (w[2 * j] * scale, w[2 * j + 1] * scale)
      (w[2 * j], w[2 * j + 1]) = (p, q)
      for i in j + 1..<n {
        let (c, s) = (FieldLane(repeating: re[at + i]), FieldLane(repeating: im[at + i]))
        w[2 * i].addProduct(p, -c)
        w[2 * i].addProduct(q, s)
        w[2 * i + 1].addProduct(p, -s)
        w[2 * i + 1].addProduct(q, -c)
      }
    }
    for (i, node) in front.nodes.enumerated() {
      x[2 * Int(node)] = w[2 * i]
      x[2 * Int(node) + 1] = w[2 * i + 1]
    }
  }

  @inline(__always)
  private func backward(
    _ front: LayerChain.Front, _ x: UnsafeMutablePointer<FieldLane>,
    _ w: UnsafeMutablePointer<FieldLane>, _ re: UnsafeBufferPointer<Double>,
    _ im: UnsafeBufferPointer<Double>
  ) {
    let n = front.nodes.count
    for (i, node) in front.nodes.enumerated() {
      w[2 * i] = x[2 * Int(node)]
      w[2 * i + 1] = x[2 * Int(node) + 1]
    }
    for j in stride(from: front.eliminated - 1, through: 0, by: -1) {
      let at = front.factor + j * n
      var (p, q) = (w[2 * j], w[2 * j + 1])
      for i in j + 1..<n {
        // Less conj(c) w.
        let (c, s) = (FieldLane(repeating: re[at + i]), FieldLane(repeating: im[at + i]))
        p.addProduct(w[2 * i], -c)
        p.addProduct(w[2 * i + 1], -s)
        q.addProduct(w[2 * i + 1], -c)
        q.addProduct(w[2 * i], s)
      }
      (w[2 * j], w[2 * j + 1]) = (p * re[at + j], q * re[at + j])
    }
    for (i, node) in front.nodes.prefix(front.eliminated).enumerated() {
      x[2 * Int(node)] = w[2 * i]
      x[2 * Int(node) + 1] = w[2 * i + 1]
    }
  }
}
