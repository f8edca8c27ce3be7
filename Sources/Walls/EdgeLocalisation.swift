import BlochCore
import LinearAlgebra

/// The states between the bands, as states of single walls: where two walls share states they are taken apart.
struct EdgeLocalisation {
  /// Along A2 in layers, from the lower side of layer 0.
  let walls: [Double]
  let layers: Int
  /// [bins]: which wall is closest, and how far it is in layers.
  private let nearest: [(wall: Int, distance: Double)]
  /// Nil where disorder is not asked about.
  private let contour: StripContour?
  /// Of the slope that is added to energies to tell states of one level apart.
  private static let slopeShare = 1e-5

  init(
    _ walls: [Strip.Wall], layers count: Int, edge: Double, isHard: Bool = false,
    contour: StripContour? = nil
  ) {
    self.contour = contour
    layers = count
    self.walls = walls.map { $0.position + 1 - edge }
    let places = self.walls
    nearest = (0..<2 * count).map { bin in
      let place = 0.5 * (Double(bin) + 0.5)
      var best = (wall: 0, distance: Double.infinity)
      for (number, wall) in places.enumerated() {
        let offset = abs(place - wall).truncatingRemainder(dividingBy: Double(count))
        let distance = isHard ? abs(place - wall) : min(offset, Double(count) - offset)
        if distance < best.distance { best = (number, distance) }
      }
      return best
    }
  }

  /// - Parameters:
  ///   - levels: of one wave vector.
  ///   - reach: levels so close may be mixed.
  /// - Returns: the states, ascending, with their coefficients [functions x states].
  func states(
    _ levels: StripLevels, reach: Double
  ) throws -> (states: [EdgeState], vectors: ComplexMatrix) {
    let count = levels.between.count
    let energies = levels.between.map { levels.energies[$0] }
    var mixture = ComplexMatrix(rows: count, columns: count)
    var first = 0
    while first < count {
      var end = first + 1
      while end < count, energies[end] - energies[end - 1] < reach { end += 1 }
      try separate(first..<end, levels, energies, into: &mixture)
      first = end
    }
    func rotated(_ a: ComplexMatrix) -> ComplexMatrix {
      var half = ComplexMatrix(rows: count, columns: count)
      half.add(1, a, mixture)
      return .adjointProduct(mixture, half)
    }
    let own = levels.overlaps.map(rotated)
    let slopes = rotated(levels.slopes)
    var diagonal = ComplexMatrix(rows: count, columns: count)
    for i in 0..<count { diagonal.storage[2 * (i + i * count)] = energies[i] }
    let mixed = rotated(diagonal)
    var vectors = ComplexMatrix(rows: levels.vectors.rows, columns: count)
    vectors.add(1, levels.vectors, mixture)
    let onContour = levels.contour?.turned(by: mixture)
    let states = (0..<count).map { i -> EdgeState in
      let at = 2 * (i + i * count)
      var profile = own.map { $0.storage[at] }
      let sum = profile.reduce(0, +)
      profile = profile.map { $0 / sum }
      var shares = [Double](repeating: 0, count: walls.count)
      for (bin, part) in profile.enumerated() { shares[nearest[bin].wall] += part }
      let wall = shares.indices.max { shares[$0] < shares[$1] } ?? 0
      var depth = 0.0
      for (bin, part) in profile.enumerated() where nearest[bin].wall == wall {
        depth += part * nearest[bin].distance
      }
      // What the state shares with others once it is taken apart.
      var coupling = 0.0
      for j in 0..<count where j != i {
        let a = 2 * (i + j * count)
        coupling +=
          mixed.storage[a] * mixed.storage[a] + mixed.storage[a + 1] * mixed.storage[a + 1]
      }
      let error = zip(0..<count, levels.between).reduce(0.0) { sum, own in
        let a = 2 * (own.0 + i * count)
        let weight =
          mixture.storage[a] * mixture.storage[a] + mixture.storage[a + 1] * mixture.storage[a + 1]
        return sum + weight * levels.errors[own.1]
      }
      return EdgeState(
        energy: mixed.storage[at], error: error, splitting: coupling.squareRoot(), wall: wall,
        share: shares.isEmpty ? 0 : shares[wall], depth: depth / max(shares[wall], 1e-12),
        slope: slopes.storage[at], profile: profile,
        couplings: onContour.flatMap { values in
          contour?.couplings(values, i, energy: mixed.storage[at], kappa: levels.kappa)
        }.map { EdgeState.Couplings(radius: $0.radius, position: $0.position) })
    }
    let order = states.indices.sorted { states[$0].energy < states[$1].energy }
    var sorted = ComplexMatrix(rows: vectors.rows, columns: count)
    sorted.storage = order.flatMap { Array(vectors.numbers(ofColumn: $0)) }
    return (order.map { states[$0] }, sorted)
  }

  /// Mixtures of some states that are each at one wall, and there have levels of their own.
  private func separate(
    _ range: Range<Int>, _ levels: StripLevels, _ energies: [Double],
    into mixture: inout ComplexMatrix
  ) throws {
    let count = mixture.rows
    let size = range.count
    if size == 1 || walls.count < 2 {
      for i in range { mixture.storage[2 * (i + i * count)] = 1 }
      return
    }
    // The number of the wall, as an operator.
    var place = ComplexMatrix(rows: size, columns: size)
    for (bin, overlaps) in levels.overlaps.enumerated() {
      let wall = Double(nearest[bin].wall)
      if wall == 0 { continue }
      for j in 0..<size {
        for i in 0..<size {
          let from = 2 * (range.lowerBound + i + (range.lowerBound + j) * count)
          place.storage[2 * (i + j * size)] += wall * overlaps.storage[from]
          place.storage[2 * (i + j * size) + 1] += wall * overlaps.storage[from + 1]
        }
      }
    }
    let found = try ComplexMatrix.lowestEigenpairs(place, count: size)
    var first = 0
    while first < size {
      var end = first + 1
      while end < size, found.values[end] - found.values[end - 1] < 0.25 { end += 1 }
      let own = end - first
      var local = ComplexMatrix(rows: size, columns: own)
      local.storage = Array(found.vectors.storage[2 * first * size..<2 * end * size])
      var energy = ComplexMatrix(rows: size, columns: size)
      for i in 0..<size {
        energy.storage[2 * (i + i * size)] = energies[range.lowerBound + i]
      }
      // Of states as high as each other at one wall those with velocities of their own.
      for j in 0..<size {
        for i in 0..<size {
          let from = 2 * (range.lowerBound + i + (range.lowerBound + j) * count)
          for part in 0..<2 {
            energy.storage[2 * (i + j * size) + part] +=
              Self.slopeShare * levels.slopes.storage[from + part]
          }
        }
      }
      var half = ComplexMatrix(rows: size, columns: own)
      half.add(1, energy, local)
      let inner = try ComplexMatrix.lowestEigenpairs(
        .adjointProduct(local, half), count: own)
      var result = ComplexMatrix(rows: size, columns: own)
      result.add(1, local, inner.vectors)
      for j in 0..<own {
        for i in 0..<size {
          let to = 2 * (range.lowerBound + i + (range.lowerBound + first + j) * count)
          mixture.storage[to] = result.storage[2 * (i + j * size)]
          mixture.storage[to + 1] = result.storage[2 * (i + j * size) + 1]
        }
      }
      first = end
    }
  }
}
