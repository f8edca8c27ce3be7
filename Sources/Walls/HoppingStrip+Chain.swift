import BlochCore
import LinearAlgebra

/// Which real functions of a strip with C2 make a block chain: pairs of layers that C2 exchanges, from where it has its centre
/// outwards.
struct ChainLayout: Sendable {
  /// Of a layer: its block, where its functions begin in it, and which of a pair it is; nil where C2 leaves it in place.
  struct Place: Sendable {
    var block: Int
    var start: Int
    var isSecond: Bool?
  }

  let sizes: [Int]
  /// [layers]
  let places: [Place]

  /// - Parameters:
  ///   - centre: of C2, in half layers.
  ///   - orbitals: of a layer.
  ///   - reach: how far hoppings lead, in layers.
  init(layers count: Int, centre: Int, orbitals: Int, reach: Int) {
    var places = [Place?](repeating: nil, count: count)
    var sizes: [Int] = []
    var pairs = 0
    func layer(_ number: Int) -> Int { ((number % count) + count) % count }
    let first = (centre + 1) / 2
    for step in 0..<count {
      let (own, other) = (layer(first + step), layer(centre - first - step))
      if places[own] != nil { break }
      if pairs % max(reach, 1) == 0 { sizes.append(0) }
      pairs += 1
      let (block, start) = (sizes.count - 1, sizes[sizes.count - 1])
      if own == other {
        places[own] = Place(block: block, start: start, isSecond: nil)
        sizes[block] += orbitals
      } else {
        places[own] = Place(block: block, start: start, isSecond: false)
        places[other] = Place(block: block, start: start, isSecond: true)
        sizes[block] += 2 * orbitals
      }
    }
    self.sizes = sizes
    self.places = places.compactMap { $0 }
  }

  /// What a layer's orbital has of its real functions: rows in the block, and factors g i^e.
  @inline(__always)
  func functions(
    _ layer: Int, _ orbital: Int, isOdd: Bool
  ) -> (
    count: Int, first: (row: Int, factor: Double, power: Int),
    second: (row: Int, factor: Double, power: Int)
  ) {
    let place = places[layer]
    guard let isSecond = place.isSecond else {
      let own = (place.start + orbital, 1.0, isOdd ? 1 : 0)
      return (1, own, own)
    }
    let half = 0.5.squareRoot()
    let sign = isSecond && isOdd ? -half : half
    let row = place.start + 2 * orbital
    return (2, (row, sign, 0), (row + 1, isSecond ? -sign : sign, 1))
  }
}

extension HoppingStrip {
  /// Levels at wave vectors along the wall: those between the bands of the crystals, without C2 also those around.
  /// - Parameter gaps: [wave vectors], between the bands of the crystals; nil where there are none.
  func levels(
    _ kappas: [Double], window: ClosedRange<Double>, gaps: [ClosedRange<Double>?]
  ) throws -> [StripLevels] {
    var result = [StripLevels?](repeating: nil, count: kappas.count)
    if let centre {
      let layout = ChainLayout(
        layers: layers.count, centre: centre, orbitals: order,
        reach: hoppings.reduce(0) { max($0, abs($1.across)) })
      let open = kappas.indices.filter { gaps[$0] != nil }
      for at in kappas.indices where gaps[at] == nil {
        result[at] = levels(ChainStates.Found(), layout, kappas[at], window, nil)
      }
      for first in stride(from: 0, to: open.count, by: 8) {
        let own = Array(open[first..<min(first + 8, open.count)])
        var shift = BlockChainLanes.Lane(
          repeating: 0.5 * (window.lowerBound + window.upperBound))
        for (lane, at) in own.enumerated() {
          if let gap = gaps[at] { shift[lane] = 0.5 * (gap.lowerBound + gap.upperBound) }
        }
        var states = ChainStates(chain(layout, own.map { kappas[$0] }), shift: shift)
        let found = states.find(own.map { gaps[$0] })
        for (lane, at) in own.enumerated() {
          if let own = found[lane] {
            result[at] = levels(own, layout, kappas[at], window, gaps[at])
          }
        }
      }
    }
    return try kappas.indices.map { at in
      try result[at] ?? levels(kappas[at], window: window, gap: gaps[at])
    }
  }

  /// H at eight wave vectors, or fewer.
  private func chain(_ layout: ChainLayout, _ kappas: [Double]) -> BlockChainLanes {
    typealias Lane = BlockChainLanes.Lane
    let n = order
    let isOdd = models[0].isOdd
    var chain = BlockChainLanes(sizes: layout.sizes)
    // By crystal of the row, of the column, and layers between.
    var known: [[Int]: [(re: Lane, im: Lane)]] = [:]
    let reach = Set(hoppings.map(\.across)).sorted()
    for layer in layers.indices {
      for across in reach {
        if isHard && !layers.indices.contains(layer + across) { continue }
        let other = ((layer + across) % layers.count + layers.count) % layers.count
        let (row, column) = (layout.places[layer], layout.places[other])
        guard row.block == column.block || row.block == column.block + 1 else { continue }
        let key = [layers[layer], layers[other], across]
        let table = known[key] ?? table(key, kappas)
        known[key] = table
        for j in 0..<n {
          let right = layout.functions(other, j, isOdd: isOdd[j])
          for i in 0..<n {
            let left = layout.functions(layer, i, isOdd: isOdd[i])
            let element = table[i + j * n]
            for s in 0..<left.count {
              let a = s == 0 ? left.first : left.second
              for t in 0..<right.count {
                let b = t == 0 ? right.first : right.second
                if row.block == column.block && a.row < b.row { continue }
                let part =
                  a.power == b.power ? element.re : a.power == 0 ? -element.im : element.im
                let value = (a.factor * b.factor) * part
                if row.block == column.block {
                  chain.add(value, block: row.block, row: a.row, column: b.row)
                } else {
                  chain.addBelow(value, block: column.block, row: a.row, column: b.row)
                }
              }
            }
          }
        }
      }
    }
    return chain
  }

  /// Hoppings from a layer of a crystal to one of another, summed over cells along the wall with their phases.
  private func table(
    _ key: [Int], _ kappas: [Double]
  ) -> [(re: BlockChainLanes.Lane, im: BlockChainLanes.Lane)] {
    typealias Lane = BlockChainLanes.Lane
    var result = [(re: Lane, im: Lane)](repeating: (.zero, .zero), count: order * order)
    for own in hoppings where own.across == key[2] {
      var (cosines, sines) = (Lane(repeating: 0.5), Lane.zero)
      for (lane, kappa) in kappas.enumerated() {
        let phase = Complex(angle: 2 * Double.pi * kappa * Double(own.along))
        (cosines[lane], sines[lane]) = (0.5 * phase.re, 0.5 * phase.im)
      }
      for crystal in key.prefix(2) {
        guard let matrix = own.matrices[crystal] else { continue }
        for at in 0..<order * order {
          let (re, im) = (matrix.storage[2 * at], matrix.storage[2 * at + 1])
          result[at].re += re * cosines - im * sines
          result[at].im += re * sines + im * cosines
        }
      }
    }
    return result
  }

  private func levels(
    _ found: ChainStates.Found, _ layout: ChainLayout, _ kappa: Double,
    _ window: ClosedRange<Double>, _ gap: ClosedRange<Double>?
  ) -> StripLevels {
    let chosen = found.levels.indices.filter { window.contains(found.levels[$0]) }
      .sorted { found.levels[$0] < found.levels[$1] }
    let energies = chosen.map { found.levels[$0] }
    let between = energies.indices.filter { gap?.contains(energies[$0]) == true }
    var vectors = ComplexMatrix(rows: functions, columns: between.count)
    let starts = layout.sizes.indices.map { layout.sizes.prefix($0).reduce(0, +) }
    for (column, at) in between.enumerated() {
      let own = found.vectors[chosen[at]]
      for layer in layers.indices {
        let start = starts[layout.places[layer].block]
        for (orbital, isOdd) in models[0].isOdd.enumerated() {
          let parts = layout.functions(layer, orbital, isOdd: isOdd)
          let to = 2 * (layer * order + orbital + column * functions)
          for part in parts.count == 1 ? [parts.first] : [parts.first, parts.second] {
            vectors.storage[to + part.power] += part.factor * own[start + part.row]
          }
        }
      }
    }
    return StripLevels(
      kappa: kappa, energies: energies, errors: energies.map { _ in 0 }, between: between,
      vectors: vectors, slopes: slopes(vectors, kappa), overlaps: overlaps(vectors),
      functions: .unknown)
  }

  /// <i|dH/dkappa|j>.
  private func slopes(_ vectors: ComplexMatrix, _ kappa: Double) -> ComplexMatrix {
    let n = order
    var turned = ComplexMatrix(rows: functions, columns: vectors.columns)
    for layer in layers.indices {
      for own in hoppings where own.along != 0 {
        if isHard && !layers.indices.contains(layer + own.across) { continue }
        let other = ((layer + own.across) % layers.count + layers.count) % layers.count
        let angle = 2 * Double.pi * Double(own.along)
        let factor = Complex(0, 0.5 * angle) * Complex(angle: angle * kappa)
        for crystal in [layers[layer], layers[other]] {
          guard let matrix = own.matrices[crystal] else { continue }
          for column in 0..<vectors.columns {
            for j in 0..<n {
              let from = 2 * (other * n + j + column * functions)
              let x = factor * Complex(vectors.storage[from], vectors.storage[from + 1])
              for i in 0..<n {
                let at = 2 * (i + j * n)
                let (re, im) = (matrix.storage[at], matrix.storage[at + 1])
                let to = 2 * (layer * n + i + column * functions)
                turned.storage[to] += re * x.re - im * x.im
                turned.storage[to + 1] += re * x.im + im * x.re
              }
            }
          }
        }
      }
    }
    return .adjointProduct(vectors, turned)
  }
}
