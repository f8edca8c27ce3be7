/// The complete gap above a band: from its top to the bottom of the next one, each anywhere in the zone.
public struct BandEdges: Sendable, Equatable {
  /// Highest energy of the lower band, in the model's unit, and where it is.
  public var top: Double
  public var topPoint: KPoint
  /// Lowest energy of the upper band, and where.
  public var bottom: Double
  public var bottomPoint: KPoint

  /// Negative where the bands overlap.
  public var gap: Double { bottom - top }

  public init(top: Double, topPoint: KPoint, bottom: Double, bottomPoint: KPoint) {
    self.top = top
    self.topPoint = topPoint
    self.bottom = bottom
    self.bottomPoint = bottomPoint
  }
}

/// Finds tops and bottoms of bands from the energies on a mesh: those at Gamma, K and M are stationary by symmetry
/// and known; others begin where a corner of the mesh is beyond its neighbours, or beside a stationary point
/// that is none in all directions, and are followed to their ends.
struct BandEdgeSearch<Hamiltonian: RealBlochHamiltonian> {
  private let mesh: WedgeMesh<Hamiltonian>
  /// Gamma, K, M.
  private let corners: [SpecialPointBands]
  private static var places: [KPoint] { [.gamma, .k, .m] }

  init(_ mesh: WedgeMesh<Hamiltonian>, corners: [SpecialPointBands]) {
    self.mesh = mesh
    self.corners = corners
  }

  /// - Parameter cuts: numbers of bands below the gaps.
  /// - Returns: [cuts]
  func search(_ cuts: [Int], _ states: inout BlochStates<Hamiltonian>) -> [BandEdges] {
    let keys = cuts.flatMap {
      [BandEdge.Key(band: $0, sign: -1), BandEdge.Key(band: $0 + 1, sign: 1)]
    }
    var best: [BandEdge.Key: (value: Double, k: KPoint)] = [:]
    var edges: [BandEdge] = []
    let neighbours = mesh.neighbours
    for key in keys {
      for (corner, place) in zip(corners, Self.places) {
        keep(&best, key, key.sign * corner.energies[key.band - 1], place)
      }
      edges += starts(key, neighbours, best[key]!.value)
    }
    let special = best.mapValues(\.value)
    edges += saddles(keys, special, &states)
    BandEdge.follow(&edges, &states, least: special)
    let margin = Self.margin(states.hamiltonian)
    for edge in edges where edge.value < special[edge.key]! - margin {
      keep(&best, edge.key, edge.value, WedgePlace.folded(edge.k, symmetry: .c6).k)
    }
    return cuts.map { cut in
      let (top, bottom) = (
        best[.init(band: cut, sign: -1)]!, best[.init(band: cut + 1, sign: 1)]!
      )
      return BandEdges(
        top: -top.value, topPoint: top.k, bottom: bottom.value, bottomPoint: bottom.k)
    }
  }

  private func keep(
    _ best: inout [BandEdge.Key: (value: Double, k: KPoint)], _ key: BandEdge.Key,
    _ value: Double, _ k: KPoint
  ) {
    if value < best[key]?.value ?? .infinity { best[key] = (value, k) }
  }

  /// |k| beside a stationary point where its curvature is measured, 1/a: a hundredth of |K|.
  private static var offset: Double { 0.04 }
  /// Stationary points higher than the lowest one by more do not count.
  private static var near: Double { 1e-5 }
  /// What a place elsewhere must be better than Gamma, K and M by: models that hold in the wedge alone are not
  /// quite stationary there.
  private static func margin(_ hamiltonian: Hamiltonian) -> Double {
    hamiltonian.isPeriodic ? 1e-10 : 1e-6
  }

  /// Starts beside the lowest of Gamma, K and M where the bands bend the other way in one direction, between the
  /// corners of the mesh: at M they may.
  private func saddles(
    _ keys: [BandEdge.Key], _ best: [BandEdge.Key: Double], _ states: inout BlochStates<Hamiltonian>
  ) -> [BandEdge] {
    var found: [(key: BandEdge.Key, place: KPoint, value: Double)] = []
    for key in keys {
      for (corner, place) in zip(corners, Self.places) {
        let value = key.sign * corner.energies[key.band - 1]
        if value < best[key]! + Self.near { found.append((key, place, value)) }
      }
    }
    let axes = [SIMD2(Self.offset, 0), SIMD2(0, Self.offset)]
    let slopes = states.slopes(
      at: found.flatMap { start in axes.map { start.place.moved(by: $0) } },
      bands: found.flatMap { [$0.key.band, $0.key.band] }, tolerance: 1e-11)
    return found.enumerated().compactMap { at, start in
      let (x, y) = (
        start.key.sign / Self.offset * slopes[2 * at].slope,
        start.key.sign / Self.offset * slopes[2 * at + 1].slope
      )
      let bend = Symmetric2(xx: x.x, xy: 0.5 * (x.y + y.x), yy: y.y).lowest
      // What is flat but for rounding has no direction.
      guard bend.value * Self.offset * Self.offset < -1e-9 else { return nil }
      return BandEdge(
        band: start.key.band, sign: start.key.sign,
        k: start.place.moved(by: Self.offset * bend.direction), value: start.value,
        bend: -bend.value, reach: 5 * Self.offset)
    }
  }

  /// Corners of triangles that are below all neighbours, and may end below `best` as far as these tell.
  private func starts(
    _ key: BandEdge.Key, _ neighbours: [[Int32]], _ best: Double
  ) -> [BandEdge] {
    mesh.positions.indices.compactMap { at in
      let value = key.sign * mesh.energy(Int32(at), band: key.band)
      let rises = neighbours[at].map { key.sign * mesh.energy($0, band: key.band) - value }
      guard rises.count > 2, let highest = rises.max(), rises.allSatisfy({ $0 >= 0 }),
        value - 0.5 * highest < best, !mesh.isSpecial(at)
      else { return nil }
      let here = mesh.position(of: Int32(at))
      return BandEdge(
        band: key.band, sign: key.sign, k: mesh.wave(here), value: value,
        rises: zip(neighbours[at], rises).map { other, rise in
          let (from, to) = (
            mesh.wave(here).cartesian, mesh.wave(mesh.position(of: other)).cartesian
          )
          return (SIMD2(to.x - from.x, to.y - from.y), rise)
        })
    }
  }
}
