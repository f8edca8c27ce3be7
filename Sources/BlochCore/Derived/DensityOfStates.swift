import Glibc

/// How many states a unit cell has below an energy, by triangles of the irreducible zone in which the bands are
/// taken to be linear (Lehmann and Taut, phys. stat. sol. b 54, 469 (1972), in two dimensions). A band has one state a cell.
public struct DensityOfStates: Sendable, Equatable {
  /// [n + 1]: edges of the intervals, in the model's unit, ascending.
  public let energies: [Double]
  /// [bands x (n + 1)]: states a cell of each band below each edge.
  public let bandCounts: [Double]
  /// States a cell: the largest change of a count since triangles of twice the size, a bound of its error.
  public let countsError: Double
  /// Above, there may be bands that the model does not have or that were not asked for.
  public let knownTo: Double
  public let divisions: Int

  /// [n + 1]: states a cell below each edge.
  public var counts: [Double] {
    var sums = [Double](repeating: 0, count: energies.count)
    for (at, count) in bandCounts.enumerated() { sums[at % energies.count] += count }
    return sums
  }

  /// [n]: mean over each interval, states a cell and unit of energy.
  public var density: [Double] {
    let counts = counts
    return (1..<energies.count).map { at -> Double in
      let width = energies[at] - energies[at - 1]
      return (counts[at] - counts[at - 1]) / width
    }
  }

  /// - Parameters:
  ///   - model: periodic, of the symmetry of a group with C2.
  ///   - bands: the lowest ones, at most the model's order.
  ///   - divisions: of an edge of the irreducible zone; even.
  ///   - intervals: of energy.
  ///   - range: of energy; nil from the lowest energy to where further bands may begin.
  public init(
    _ model: some RealBlochHamiltonian, symmetry: CrystalSymmetry = .c6, bands: Int,
    divisions: Int, intervals: Int, range: ClosedRange<Double>?, hasFrequencies: Bool = false
  ) {
    let triangles = ZoneLayout.of(symmetry).pieces.flatMap(\.triangles)
    let area = triangles.reduce(0) { $0 + $1.area }
    let meshes = triangles.map { triangle in
      TriangleMesh(triangle, bands: bands, divisions: divisions, share: triangle.area / area) {
        points in
        var states = BlochStates(model, count: bands)
        return states.states(at: points).map(\.energies)
      }
    }
    self.init(
      meshes, bands: bands, divisions: divisions, intervals: intervals, range: range,
      hasFrequencies: hasFrequencies)
  }

  /// - Parameter hasFrequencies: whether energies are squares of frequencies; intervals are of equal width in these then.
  public init(
    _ model: KeptModel, bands: Int, divisions: Int, intervals: Int, range: ClosedRange<Double>?,
    hasFrequencies: Bool = false
  ) {
    let pieces = model.layout.pieces
    let area = pieces.reduce(0) { $0 + $1.triangles.reduce(0) { $0 + $1.area } }
    var meshes: [TriangleMesh] = []
    for frame in 0..<model.layout.frames {
      for (index, piece) in pieces.enumerated() {
        let at = frame * pieces.count + index
        for triangle in piece.triangles {
          let share = triangle.area / area / Double(model.layout.frames)
          meshes.append(
            TriangleMesh(triangle, bands: bands, divisions: divisions, share: share) { points in
              switch model.pieces {
              case .real(let models): models[at].energies(at: points)
              case .hermitian(let models): models[at].energies(at: points, count: bands)
              }
            })
        }
      }
    }
    self.init(
      meshes, bands: bands, divisions: divisions, intervals: intervals, range: range,
      hasFrequencies: hasFrequencies)
  }

  private init(
    _ meshes: [TriangleMesh], bands: Int, divisions: Int, intervals: Int,
    range: ClosedRange<Double>?, hasFrequencies: Bool = false
  ) {
    knownTo = meshes.reduce(.infinity) { min($0, $1.levels[bands - 1].min() ?? 0) }
    let low = meshes.reduce(.infinity) { min($0, $1.levels[0].min() ?? 0) }
    let range = range ?? low...max(knownTo, low + 1e-9)
    let ends = [range.lowerBound, range.upperBound].map {
      hasFrequencies ? max(0, $0).squareRoot() : $0
    }
    let energies = (0...intervals).map { at -> Double in
      let place = ends[0] + (ends[1] - ends[0]) * Double(at) / Double(intervals)
      return hasFrequencies ? place * place : place
    }
    func sum(_ meshes: [TriangleMesh]) -> [Double] {
      var total = [Double](repeating: 0, count: bands * energies.count)
      for mesh in meshes {
        for (at, count) in mesh.counts(below: energies).enumerated() { total[at] += count }
      }
      return total
    }
    self.energies = energies
    bandCounts = sum(meshes)
    let coarse = sum(meshes.map(\.halved))
    countsError = zip(bandCounts, coarse).reduce(0) { max($0, abs($1.0 - $1.1)) }
    self.divisions = divisions
  }
}

/// Bands on the small triangles of a large one.
private struct TriangleMesh {
  let divisions: Int
  /// Of the zone, that the large triangle stands for.
  let share: Double
  /// [bands][points]: (i, j) of k = (i a + j b)/divisions with the corners a and b, i from 0, j from 0 to divisions - i.
  var levels: [[Double]]

  /// - Parameter energies: [points][bands or more]
  init(
    _ triangle: ZonePiece.Triangle, bands: Int, divisions: Int, share: Double,
    energies: ([KPoint]) -> [[Double]]
  ) {
    self.divisions = divisions
    self.share = share
    var points: [KPoint] = []
    for i in 0...divisions {
      for j in 0...(divisions - i) { points.append(triangle.point(i, j, of: divisions)) }
    }
    levels = [[Double]](repeating: [], count: bands)
    for found in energies(points) {
      for n in 0..<bands { levels[n].append(found[n]) }
    }
  }

  private init(divisions: Int, share: Double, levels: [[Double]]) {
    self.divisions = divisions
    self.share = share
    self.levels = levels
  }

  private func position(_ i: Int, _ j: Int) -> Int { i * (divisions + 1) - i * (i - 1) / 2 + j }

  /// With every other point.
  var halved: TriangleMesh {
    let half = divisions / 2
    var kept: [Int] = []
    for i in 0...half { for j in 0...(half - i) { kept.append(position(2 * i, 2 * j)) } }
    return TriangleMesh(
      divisions: half, share: share, levels: levels.map { own in kept.map { own[$0] } })
  }

  /// [bands x energies]: shares of the zone in which each band lies below, as far as the triangle stands for it.
  func counts(below energies: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: levels.count * energies.count)
    let share = share / Double(divisions * divisions)
    for (n, own) in levels.enumerated() {
      let start = n * energies.count
      func add(_ a: Int, _ b: Int, _ c: Int) {
        let corners = [own[a], own[b], own[c]].sorted()
        for (at, energy) in energies.enumerated() {
          result[start + at] +=
            share * Self.share(below: energy, corners[0], corners[1], corners[2])
        }
      }
      for i in 0..<divisions {
        for j in 0..<(divisions - i) {
          add(position(i, j), position(i + 1, j), position(i, j + 1))
          if i + j + 1 < divisions {
            add(position(i + 1, j), position(i + 1, j + 1), position(i, j + 1))
          }
        }
      }
    }
    return result
  }

  /// Of a triangle with a linear function that is a <= b <= c at the corners.
  private static func share(below energy: Double, _ a: Double, _ b: Double, _ c: Double) -> Double {
    if energy <= a { return 0 }
    if energy >= c { return 1 }
    if energy < b { return (energy - a) * (energy - a) / ((b - a) * (c - a)) }
    return 1 - (c - energy) * (c - energy) / ((c - a) * (c - b))
  }
}
