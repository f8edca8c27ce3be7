import BlochCore
import LinearAlgebra

extension StripSolver: StripStates {
  func levels(
    _ kappa: Double, window: ClosedRange<Double>, gap: ClosedRange<Double>?
  ) throws -> StripLevels {
    try levels(kappa, window: window, gap: gap, contour: nil)
  }

  /// - Parameter contour: where values of states are wanted.
  func levels(
    _ kappa: Double, window: ClosedRange<Double>, gap: ClosedRange<Double>?,
    contour: LayeredContour?
  ) throws -> StripLevels {
    let unit = series.unit
    let interest = gap ?? window
    let found = try states(
      kappa, interest: unit * interest.lowerBound...unit * interest.upperBound)
    let own = corrected(found, kappa)
    let order = own.indices.filter { window.contains(own[$0].level / unit) }
      .sorted { own[$0].level < own[$1].level }
    let energies = order.map { own[$0].level / unit }
    let errors = order.map { own[$0].error / unit }
    let between = energies.indices.filter { at in
      gap.map {
        energies[at] - errors[at] > $0.lowerBound && energies[at] + errors[at] < $0.upperBound
      } ?? false
    }
    let picked = between.map { order[$0] }
    return StripLevels(
      kappa: kappa, energies: energies, errors: errors,
      between: between, vectors: Self.complex(found.states, picked),
      slopes: slopes(found.states, picked, kappa),
      overlaps: operatorInUse.overlaps(
        Self.complex(found.states, picked), bins: 2 * waves.layers),
      contour: contour.map {
        StripContour.Values(value: values(found.states, picked, kappa, on: $0))
      },
      functions: .waves(waves.near, layers: waves.layers, origin: series.origin))
  }

  /// Chosen states, of norm 1.
  private static func complex(_ states: Matrix, _ chosen: [Int]) -> ComplexMatrix {
    var result = ComplexMatrix(rows: states.rows, columns: chosen.count)
    for (to, from) in chosen.enumerated() {
      let own = states.numbers(ofColumn: from)
      let norm = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (at, value) in own.enumerated() {
        let place = 2 * to * states.rows + (Matrix.components == 1 ? 2 * at : at)
        result.storage[place] = value / norm
      }
    }
    return result
  }

  /// <i|dA/dkappa|j>, in the records' unit; states have norm 1 with b.
  private func slopes(
    _ states: Matrix, _ chosen: [Int], _ kappa: Double
  ) -> ComplexMatrix {
    let parts = Matrix.components
    var own = Matrix(rows: states.rows, columns: chosen.count)
    var turned = own
    let factors = waves.near.map { wave -> Double in
      let (_, t1, t2) = waves.square(wave)
      return (t1 + 2 * kappa * t2) / series.unit
    }
    for (to, from) in chosen.enumerated() {
      for (at, value) in states.numbers(ofColumn: from).enumerated() {
        own.storage[parts * to * states.rows + at] = value
        turned.storage[parts * to * states.rows + at] = value * factors[at / parts]
      }
    }
    let product = Matrix.adjointProduct(own, turned)
    var result = ComplexMatrix(rows: chosen.count, columns: chosen.count)
    for (at, value) in product.storage.enumerated() {
      result.storage[parts == 1 ? 2 * at : at] = value
    }
    return result
  }
}

extension StripOperator {
  /// Overlaps of states within equal pieces of the strip along A2.
  /// - Parameter states: [near x states], of norm 1.
  /// - Returns: [bins], each [states x states]; their sum is the unit matrix for orthogonal states.
  func overlaps(_ states: ComplexMatrix, bins: Int) -> [ComplexMatrix] {
    let count = states.columns
    var result = [ComplexMatrix](
      repeating: ComplexMatrix(rows: count, columns: count), count: bins)
    if count == 0 { return result }
    let width = across.count
    let groups = (count + 7) / 8
    var rows = [[Lane]](repeating: [Lane](repeating: .zero, count: 2 * width), count: groups)
    var spare = [Lane](repeating: .zero, count: 2 * width)
    let binOf = (0..<width).map { place -> Int in
      // Layer 0 begins at edge - 1; the series' origin may be elsewhere.
      let layer =
        (Double(place) / Double(width) * Double(waves.layers) + series.origin.across + 1 - edge)
        / Double(waves.layers)
      return min(bins - 1, Int((layer - layer.rounded(.down)) * Double(bins)))
    }
    let norm = 1 / Double(width)
    var start = 0
    while start < waves.near.count {
      var end = start
      while end < waves.near.count, waves.near[end].m == waves.near[start].m { end += 1 }
      for group in 0..<groups {
        for i in 0..<2 * width { rows[group][i] = .zero }
        for number in start..<end {
          let at = 2 * ((waves.near[number].l + width) % width)
          for lane in 0..<min(8, count - 8 * group) {
            let place = 2 * ((8 * group + lane) * states.rows + number)
            rows[group][at][lane] = states.storage[place]
            rows[group][at + 1][lane] = states.storage[place + 1]
          }
        }
        rows[group].withUnsafeMutableBufferPointer { row in
          spare.withUnsafeMutableBufferPointer {
            across.transform(row.baseAddress!, spare: $0.baseAddress!, forward: false)
          }
        }
      }
      for j in 0..<count {
        for i in 0...j {
          let (a, b) = (rows[i / 8], rows[j / 8])
          let (u, v) = (i % 8, j % 8)
          for place in 0..<width {
            let (aRe, aIm) = (a[2 * place][u], a[2 * place + 1][u])
            let (bRe, bIm) = (b[2 * place][v], b[2 * place + 1][v])
            let bin = binOf[place]
            result[bin].storage[2 * (i + j * count)] += norm * (aRe * bRe + aIm * bIm)
            result[bin].storage[2 * (i + j * count) + 1] += norm * (aRe * bIm - aIm * bRe)
          }
        }
      }
      start = end
    }
    for bin in 0..<bins {
      for j in 0..<count {
        for i in 0..<j {
          result[bin].storage[2 * (j + i * count)] = result[bin].storage[2 * (i + j * count)]
          result[bin].storage[2 * (j + i * count) + 1] =
            -result[bin].storage[2 * (i + j * count) + 1]
        }
      }
    }
    return result
  }
}
