/// Solved unit cells in the form that training reads: features, bands on a grid, and irreps.
public struct TrainingSet: Sendable {
  public let kset: KSet
  public let input: NetworkInput
  /// Bands kept of every cell.
  public let bands: Int
  public private(set) var count = 0
  /// Whether energies are squares of frequencies, which costs and accuracies then compare.
  public let isLight: Bool
  /// [count x inputs]
  public private(set) var features: [Float] = []
  /// [count]: energies of records per energy of the set.
  public private(set) var units: [Float] = []
  /// [count x points x bands], Vmax, or in units of a family.
  public private(set) var energies: [Float] = []
  /// [count x 3 x bands], the same: the special points.
  public private(set) var cornerEnergies: [Float] = []
  /// [count x 3 x bands]: their numbers as of `SpecialPlaces`.
  public private(set) var cornerIrreps: [UInt8] = []
  /// [points]: where a wave vector goes when the cell is mirrored.
  let mirroredPoints: [Int]
  /// The special points.
  let places: SpecialPlaces
  /// Their positions in the k-set.
  let corners: [Int]
  /// The other positions.
  let interior: [Int]

  /// - Throws: `SolverError` when the k-set lacks a special point, or a mirror image of a point.
  public init(kset: KSet, input: NetworkInput, bands: Int, isLight: Bool = false) throws {
    self.isLight = isLight
    self.kset = kset
    self.input = input
    self.bands = bands
    places = SpecialPlaces(input.symmetry.group)
    let operations = input.symmetry.group.operations
    func position(_ k: KPoint) -> Int? {
      let images = operations.map { KPoint($0.image(x1: k.x1, x2: k.x2)) }
      return kset.points.firstIndex { point in
        images.contains { SpecialPlaces.areEqual($0, point, within: 1e-9) }
      }
    }
    mirroredPoints = try kset.points.map {
      guard let at = position(KPoint($0.x2, $0.x1)) else {
        throw SolverError("training needs bands on a grid; solve with solve-seq --grid 12")
      }
      return at
    }
    let names = places.points.map(\.label)
    corners = try places.points.map {
      guard let at = position($0.k) else {
        throw SolverError(
          "training needs \(names[0]), \(names[1]) and \(names[2]) among the k-points; solve with solve-seq --grid 12"
        )
      }
      return at
    }
    let corners = corners
    interior = kset.points.indices.filter { !corners.contains($0) }
  }

  /// Adds a cell.
  /// - Parameters:
  ///   - features: [inputs].
  ///   - unit: energies below per energy of the model.
  ///   - energies: [points x stride], at least `bands` of each row.
  ///   - special: the special points with at least `bands` bands each.
  /// - Throws: `SolverError` when something is missing or not finite.
  public mutating func append(
    features: [Float], unit: Float = 1, energies: [Double], stride: Int,
    special: [SpecialPointBands]
  ) throws {
    guard features.count == input.count else {
      throw SolverError("the record gives \(features.count) inputs, not \(input.count)")
    }
    guard stride >= bands, energies.count == kset.points.count * stride else {
      throw SolverError("the record has \(stride) bands where training needs \(bands)")
    }
    var levels: [Float] = []
    var irreps: [UInt8] = []
    for place in places.points {
      guard let point = special.first(where: { $0.label == place.label }),
        point.energies.count >= bands,
        point.irreps.count >= bands
      else { throw SolverError("the record has no \(bands) irreps at \(place.label)") }
      for n in 0..<bands {
        guard point.irreps[n] != .unknown else {
          throw SolverError("band \(n + 1) at \(place.label) has no irrep")
        }
        guard let irrep = place.irreps.firstIndex(of: point.irreps[n]) else {
          throw SolverError(
            "band \(n + 1) at \(place.label) has the irrep \(point.irreps[n].symbol), which is none of \(input.symmetry.group)"
          )
        }
        levels.append(Float(point.energies[n] / Double(unit)))
        irreps.append(UInt8(place.first + irrep))
      }
    }
    guard energies.allSatisfy(\.isFinite), levels.allSatisfy(\.isFinite),
      features.allSatisfy(\.isFinite)
    else { throw SolverError("the record has numbers that are not finite") }
    self.features += features
    units.append(unit)
    for k in kset.points.indices {
      for n in 0..<bands { self.energies.append(Float(energies[k * stride + n] / Double(unit))) }
    }
    cornerEnergies += levels
    cornerIrreps += irreps
    count += 1
  }

  /// What a squared deviation from an energy costs, 1 for potentials. Of light it is that of the frequency
  /// f = (unit e)^(1/2), df = unit de/(2 f), f at least 0.05; the factor makes it about 1 on average.
  func weight(of sample: Int, at energy: Float) -> Float {
    if !isLight { return 1 }
    let unit = units[sample]
    return 2 * unit * unit / max(energy * unit, 0.0025)
  }

  /// What accuracies compare: frequencies of light, else energies.
  func compared(_ energy: Float, of sample: Int) -> Float {
    isLight ? max(0, energy * units[sample]).squareRoot() : energy
  }

  /// Means, scales and ranges of the Fourier coefficients; pixels stay as they are.
  ///
  /// Coefficients are scaled to a deviation of 1 and less for the shorter waves, by the root of
  /// 1 + |G|^2/(16 |b|^2): low bands feel these less. One that never varies has scale 1.
  public func standardisation() -> Standardisation {
    let width = input.count
    if case .pixels = input.kind {
      let zeros = [Float](repeating: 0, count: width)
      let ones = [Float](repeating: 1, count: width)
      return Standardisation(
        mean: zeros, scale: ones, low: zeros.map { $0 - 1 }, high: ones.map { $0 + 1 })
    }
    let mirrored = input.mirrored
    var mean = [Double](repeating: 0, count: width)
    var square = mean
    var low = [Float](repeating: .infinity, count: width)
    var high = [Float](repeating: -.infinity, count: width)
    for i in 0..<count {
      for f in 0..<width {
        let x = features[i * width + f]
        mean[f] += Double(x)
        low[f] = min(low[f], x)
        high[f] = max(high[f], x)
      }
    }
    for f in 0..<width { mean[f] /= Double(max(count, 1)) }
    for i in 0..<count {
      for f in 0..<width {
        let d = Double(features[i * width + f]) - mean[f]
        square[f] += d * d
      }
    }
    let deviation = square.map { Float(($0 / Double(max(count, 1))).squareRoot()) }
    let scale = zip(deviation, input.squares).map { deviation, square in
      deviation > 1e-9 ? deviation * (1 + square / 16).squareRoot() : 1
    }
    return Standardisation(
      mean: mean.map { Float($0) }, scale: scale,
      low: low.indices.map { min(low[$0], low[mirrored[$0]]) - deviation[$0] },
      high: high.indices.map { max(high[$0], high[mirrored[$0]]) + deviation[$0] })
  }

  /// On-site energies to start from: the mean j-th energy of each irrep at Gamma, and steps of a
  /// quarter Vmax above the last that occurs.
  public func initialOnSiteEnergies(_ family: HamiltonianFamily) -> [Float] {
    var result: [Float] = []
    let gamma = places.points[0]
    for (m, wanted) in family.kinds where wanted > 0 {
      let number = gamma.rotationNumbers.firstIndex { $0.contains(m) }!
      let irrep = gamma.irreps[number]
      var sums = [Double](repeating: 0, count: wanted)
      var counts = [Int](repeating: 0, count: wanted)
      for i in 0..<count {
        var found = 0
        for n in 0..<bands where cornerIrreps[i * 3 * bands + n] == UInt8(number) {
          let j = found / irrep.dimension
          if j < wanted && found % irrep.dimension == 0 {
            sums[j] += Double(cornerEnergies[i * 3 * bands + n])
            counts[j] += 1
          }
          found += 1
        }
      }
      var last = 0.75
      for j in 0..<wanted {
        let often = counts[j] * 20 > count
        last = often ? sums[j] / Double(counts[j]) : last + 0.25
        result.append(Float(last))
      }
    }
    return result
  }
}
