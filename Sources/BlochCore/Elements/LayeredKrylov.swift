import LinearAlgebra

/// Levels of a strip around sigma in the functions of its layers, at one wave vector: block Krylov steps with
/// (K - sigma M)^-1 M, eight vectors at a time, all kept orthogonal with M.
struct LayeredKrylov {
  let layers: [MeshLayer]
  let factor: ChainFactor
  /// Numbers of a function: the chain's nodes, then the modes of each layer.
  let order: Int
  private let firstMode: [Int]

  private static let block = 8
  private static let stepLimit = 60

  init(_ layers: [MeshLayer], _ factor: ChainFactor) {
    self.layers = layers
    self.factor = factor
    var at = factor.chain.count
    var firstMode: [Int] = []
    for layer in layers {
      firstMode.append(at)
      at += layer.levels.count
    }
    self.firstMode = firstMode
    order = at
  }

  struct States {
    /// lambda - sigma, ascending.
    var levels: [Double]
    /// [order x levels], of norm 1 with M.
    var vectors: ComplexMatrix
  }

  /// - Parameters:
  ///   - interest: lambda - sigma of which all levels must be there.
  ///   - window: of which those are taken that are.
  /// - Throws: `LinearAlgebraError`, `SolverError`.
  func states(interest: ClosedRange<Double>, window: ClosedRange<Double>) throws -> States {
    let m = Self.block
    var random = SplitMix(state: 1)
    var start = ComplexMatrix(rows: order, columns: m)
    for i in start.storage.indices { start.storage[i] = random.next() }
    var basis = ComplexMatrix(rows: order, columns: 0)
    var images = basis
    var (block, image, _) = try normalised(start)
    // [columns x columns] M-products of the basis with (K - sigma M)^-1 M times it.
    var projected = ComplexMatrix(rows: 0, columns: 0)
    for step in 1...Self.stepLimit {
      basis = Self.joined(basis, block)
      images = Self.joined(images, image)
      var next = inverse(image)
      let heights = ComplexMatrix.adjointProduct(images, next)
      next.add(-1, basis, heights)
      next.add(-1, basis, ComplexMatrix.adjointProduct(images, next))
      projected = Self.extended(projected, by: heights)
      let (orthogonal, itsImage, size) = try normalised(next)
      let count = basis.columns
      if step >= 2 {
        let own = try ComplexMatrix.lowestEigenpairs(projected, count: count)
        // What each leaves is in the next block: R times its last part.
        var last = ComplexMatrix(rows: m, columns: count)
        for j in 0..<count {
          for i in 0..<2 * m {
            last.storage[2 * j * m + i] = own.vectors.storage[2 * (j * count + count - m) + i]
          }
        }
        var rest = ComplexMatrix(rows: m, columns: count)
        rest.add(1, size, last)
        let left = (0..<count).map { j in
          rest.numbers(ofColumn: j).reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        // Levels nearer than any that is not known: all of the range are there when those beyond it are.
        let known = own.values.indices.filter {
          own.values[$0] != 0 && left[$0] < 1e-4 * abs(own.values[$0])
        }
        let unknown = own.values.indices.filter {
          own.values[$0] != 0 && !(left[$0] < 1e-4 * abs(own.values[$0]))
            && interest.contains(1 / own.values[$0])
        }
        let levels = known.map { 1 / own.values[$0] }
        let isFinished =
          unknown.isEmpty && levels.contains { $0 > interest.upperBound }
          && levels.contains { $0 < interest.lowerBound }
        if isFinished || step == Self.stepLimit {
          guard isFinished else {
            throw SolverError("the levels of the strip do not converge")
          }
          let picked = known.filter { window.contains(1 / own.values[$0]) }
            .sorted { 1 / own.values[$0] < 1 / own.values[$1] }
          var chosen = ComplexMatrix(rows: count, columns: picked.count)
          for (to, from) in picked.enumerated() {
            chosen.storage.replaceSubrange(
              2 * to * count..<2 * (to + 1) * count, with: own.vectors.numbers(ofColumn: from))
          }
          var vectors = ComplexMatrix(rows: order, columns: picked.count)
          vectors.add(1, basis, chosen)
          return States(levels: picked.map { 1 / own.values[$0] }, vectors: vectors)
        }
      }
      (block, image) = (orthogonal, itsImage)
    }
    throw SolverError("the levels of the strip do not converge")
  }

  /// Columns that are orthogonal with M and span the same, M times them, and R with which they make the old ones.
  private func normalised(
    _ x: ComplexMatrix
  ) throws -> (ComplexMatrix, ComplexMatrix, ComplexMatrix) {
    let m = x.columns
    let image = mass(x)
    let gram = ComplexMatrix.adjointProduct(x, image)
    let own = try ComplexMatrix.lowestEigenpairs(gram, count: m)
    var (scaled, back) = (own.vectors, own.vectors)
    // Directions that are lost become noise, which the next steps make orthogonal.
    let least = 1e-28 * max(own.values[m - 1], 1e-300)
    let roots = own.values.map { max($0, least).squareRoot() }
    scaled.scaleColumns(roots.map { 1 / $0 })
    back.scaleColumns(roots)
    var result = ComplexMatrix(rows: x.rows, columns: m)
    result.add(1, x, scaled)
    var turned = ComplexMatrix(rows: x.rows, columns: m)
    turned.add(1, image, scaled)
    var size = ComplexMatrix(rows: m, columns: m)
    for j in 0..<m {
      for i in 0..<m {
        // The adjoint of V roots.
        size.storage[2 * (i + j * m)] = back.storage[2 * (j + i * m)]
        size.storage[2 * (i + j * m) + 1] = -back.storage[2 * (j + i * m) + 1]
      }
    }
    return (result, turned, size)
  }

  /// M x in the functions of the layers.
  private func mass(_ x: ComplexMatrix) -> ComplexMatrix {
    var result = ComplexMatrix(rows: order, columns: x.columns)
    let (lanes, out) = (Self.lanes(x), LaneField(nodes: order, width: 2))
    let most = layers.map(\.boundary.count).max() ?? 0
    let work = LaneField(nodes: most, width: 2)
    for (number, layer) in layers.enumerated() {
      let places = factor.chain.places[number]
      let modes = layer.levels.count
      let q = lanes.base + 2 * firstMode[number]
      let toQ = out.base + 2 * firstMode[number]
      for i in 0..<2 * modes { toQ[i] = q[i] }
      factor.gather(number, lanes.base, into: work.base)
      layer.mass.storage.withUnsafeBufferPointer { mass in
        layer.coupling.storage.withUnsafeBufferPointer { coupling in
          let n = places.count
          for i in 0..<n {
            var (u, v) = (FieldLane.zero, FieldLane.zero)
            let column = mass.baseAddress! + i * n
            for j in 0..<n {
              let value = FieldLane(repeating: column[j])
              u.addProduct(work.base[2 * j], value)
              v.addProduct(work.base[2 * j + 1], value)
            }
            for j in 0..<modes {
              let value = FieldLane(repeating: coupling[i + j * n])
              u.addProduct(q[2 * j], value)
              v.addProduct(q[2 * j + 1], value)
              toQ[2 * j].addProduct(work.base[2 * i], value)
              toQ[2 * j + 1].addProduct(work.base[2 * i + 1], value)
            }
            factor.scatter(number, i, u, v, to: out.base)
          }
        }
      }
    }
    Self.fill(&result, out)
    return result
  }

  /// (K - sigma M)^-1 x.
  private func inverse(_ x: ComplexMatrix) -> ComplexMatrix {
    let lanes = Self.lanes(x)
    factor.solve(lanes.base)
    for (number, layer) in layers.enumerated() {
      for (at, level) in layer.levels.enumerated() {
        lanes.base[2 * (firstMode[number] + at)] /= level
        lanes.base[2 * (firstMode[number] + at) + 1] /= level
      }
    }
    var result = ComplexMatrix(rows: order, columns: x.columns)
    Self.fill(&result, lanes)
    return result
  }

  /// Values of up to eight states on the nodes of a layer, in lanes [nodes][2].
  /// - Parameter x: [order][2]
  func expand(_ x: LaneField, layer number: Int) -> LaneField {
    let layer = layers[number]
    let result = LaneField(nodes: layer.domain.nodeCount, width: 2)
    let work = LaneField(nodes: layer.boundary.count, width: 2)
    factor.gather(number, x.base, into: work.base)
    for (at, node) in layer.boundary.enumerated() {
      result.base[2 * Int(node)] = work.base[2 * at]
      result.base[2 * Int(node) + 1] = work.base[2 * at + 1]
    }
    layer.factor.substitute(result.base, width: 2)
    layer.modes.storage.withUnsafeBufferPointer { modes in
      for j in layer.levels.indices {
        let (p, q) = (
          x.base[2 * (firstMode[number] + j)], x.base[2 * (firstMode[number] + j) + 1]
        )
        let column = modes.baseAddress! + j * result.nodes
        for node in 0..<result.nodes {
          let value = FieldLane(repeating: column[node])
          result.base[2 * node].addProduct(p, value)
          result.base[2 * node + 1].addProduct(q, value)
        }
      }
    }
    return result
  }

  /// Columns from `first` on, eight side by side: [rows][2].
  static func lanes(_ x: ComplexMatrix, from first: Int = 0) -> LaneField {
    let result = LaneField(nodes: x.rows, width: 2)
    x.storage.withUnsafeBufferPointer { storage in
      for lane in 0..<min(8, x.columns - first) {
        for i in 0..<x.rows {
          let at = 2 * (i + (first + lane) * x.rows)
          result.base[2 * i][lane] = storage[at]
          result.base[2 * i + 1][lane] = storage[at + 1]
        }
      }
    }
    return result
  }

  private static func fill(_ x: inout ComplexMatrix, _ lanes: LaneField) {
    let (rows, columns) = (x.rows, x.columns)
    x.storage.withUnsafeMutableBufferPointer { storage in
      for lane in 0..<columns {
        for i in 0..<rows {
          let at = 2 * (i + lane * rows)
          storage[at] = lanes.base[2 * i][lane]
          storage[at + 1] = lanes.base[2 * i + 1][lane]
        }
      }
    }
  }

  private static func joined(_ a: ComplexMatrix, _ b: ComplexMatrix) -> ComplexMatrix {
    var result = ComplexMatrix(rows: b.rows, columns: 0)
    result = ComplexMatrix(rows: b.rows, columns: a.columns + b.columns)
    result.storage.replaceSubrange(0..<a.storage.count, with: a.storage)
    result.storage.replaceSubrange(a.storage.count..<result.storage.count, with: b.storage)
    return result
  }

  /// A Hermitian matrix with more columns, which are given in full height.
  private static func extended(_ a: ComplexMatrix, by columns: ComplexMatrix) -> ComplexMatrix {
    let (old, new) = (a.rows, columns.rows)
    var result = ComplexMatrix(rows: new, columns: new)
    for j in 0..<old {
      for i in 0..<2 * old { result.storage[2 * j * new + i] = a.storage[2 * j * old + i] }
    }
    for j in 0..<columns.columns {
      for i in 0..<new {
        let from = 2 * (i + j * new)
        let (x, y) = (columns.storage[from], columns.storage[from + 1])
        let to = 2 * (i + (old + j) * new)
        (result.storage[to], result.storage[to + 1]) = (x, y)
        if i < old {
          let mirrored = 2 * (old + j + i * new)
          (result.storage[mirrored], result.storage[mirrored + 1]) = (x, -y)
        }
      }
    }
    return result
  }
}

/// Numbers to start from, from -1 to 1, the same every time.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    z ^= z >> 31
    return Double(z >> 11) / 0x1p52 - 1
  }
}

extension ChainFactor {
  /// Values on a layer's boundary, eight complex ones side by side: [boundary][2].
  /// - Parameter x: [nodes of the chain][2]
  @inline(__always)
  func gather(
    _ layer: Int, _ x: UnsafeMutablePointer<FieldLane>, into y: UnsafeMutablePointer<FieldLane>
  ) {
    let (places, cells) = (chain.places[layer], chain.cells[layer])
    for i in places.indices {
      let p = phase(cells[i])
      let (u, v) = (x[2 * Int(places[i])], x[2 * Int(places[i]) + 1])
      y[2 * i] = u * p.re - v * p.im
      y[2 * i + 1] = u * p.im + v * p.re
    }
  }

  /// Adds what a node of a layer's boundary has.
  @inline(__always)
  func scatter(
    _ layer: Int, _ i: Int, _ u: FieldLane, _ v: FieldLane,
    to y: UnsafeMutablePointer<FieldLane>
  ) {
    let p = phase(chain.cells[layer][i])
    let at = 2 * Int(chain.places[layer][i])
    y[at] += u * p.re + v * p.im
    y[at + 1] += v * p.re - u * p.im
  }
}
